"""findOneAndReplace: put another document in the place of the first that matches (data-api 5.7)."""

from vectorproof.mocks.dataapi import changing, replacing
from vectorproof.mocks.dataapi.binding import fields, flag, json_object, json_value, object_of, text
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.constraints import required, return_document
from vectorproof.mocks.dataapi.selecting import best, select

_OPTIONS = fields(returnDocument=text, upsert=flag)


@command(
    "findOneAndReplace",
    on=COLLECTION,
    fields=fields(
        filter=json_value,
        sort=json_value,
        projection=json_value,
        replacement=json_object,
        options=object_of(_OPTIONS),
    ),
    checks=(required("replacement", "command.replacementDocument"), return_document),
    writes=True,
)
async def find_one_and_replace(call: Call) -> Result:
    """Answer the document, before or after, and the counts."""
    replacement = call.fields["replacement"]
    replacing.check(call, replacement)
    selection = await select(call, reads=False)
    change = replacing.replacing(call, replacement)
    outcome = changing.Outcome()
    found = best(call, selection, 1)
    if found:
        await changing.change_one(call, selection, found[0].stored, change, outcome)
    elif call.options["upsert"]:
        await changing.upsert(call, selection, change, outcome)
    document = outcome.after if call.options["returnDocument"] == "after" else outcome.before
    shown = None if document is None else selection.projection.apply(document)
    return Result(data={"document": shown}, status=outcome.status(), errors=tuple(outcome.errors))
