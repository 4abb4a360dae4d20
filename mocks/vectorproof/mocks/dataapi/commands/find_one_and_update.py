"""findOneAndUpdate: updateOne that shows the document, before or after (data-api 5.5)."""

from vectorproof.mocks.dataapi import changing
from vectorproof.mocks.dataapi.binding import fields, flag, json_value, object_of, text, update_clause
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.constraints import required, return_document
from vectorproof.mocks.dataapi.selecting import best, select

_OPTIONS = fields(returnDocument=text, upsert=flag)


@command(
    "findOneAndUpdate",
    on=COLLECTION,
    fields=fields(
        filter=json_value,
        sort=json_value,
        projection=json_value,
        update=update_clause,
        options=object_of(_OPTIONS),
    ),
    checks=(required("update", "command.updateClause"), return_document),
    writes=True,
)
async def find_one_and_update(call: Call) -> Result:
    """Answer the document and the counts; a document that was just made has no before."""
    selection = await select(call, reads=False)
    change = changing.updating(call, changing.update_of(call))
    outcome = changing.Outcome()
    found = best(call, selection, 1)
    if found:
        await changing.change_one(call, selection, found[0].stored, change, outcome)
    elif call.options["upsert"]:
        await changing.upsert(call, selection, change, outcome)
    document = outcome.after if call.options["returnDocument"] == "after" else outcome.before
    shown = None if document is None else selection.projection.apply(document)
    return Result(data={"document": shown}, status=outcome.status(), errors=tuple(outcome.errors))
