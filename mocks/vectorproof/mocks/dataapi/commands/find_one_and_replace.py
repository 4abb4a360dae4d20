"""findOneAndReplace: put another document in the place of the first that matches (data-api 5.7)."""

from vectorproof.mocks.dataapi import operations, replacing
from vectorproof.mocks.dataapi.binding import fields, flag, json_object, json_value, object_of, text
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.constraints import required, return_document

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
    return await operations.change_and_show(call, lambda asked: replacing.replacing(asked, replacement))
