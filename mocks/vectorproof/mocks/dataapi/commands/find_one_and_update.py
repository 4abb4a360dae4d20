"""findOneAndUpdate: updateOne that shows the document, before or after (data-api 5.5)."""

from vectorproof.mocks.dataapi import operations
from vectorproof.mocks.dataapi.binding import fields, flag, json_value, object_of, text, update_clause
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.constraints import required, return_document

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
    return await operations.change_and_show(call, operations.update)
