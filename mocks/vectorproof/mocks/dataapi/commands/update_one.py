"""updateOne: change the first document that matches, or insert one if asked (data-api 5.5)."""

from vectorproof.mocks.dataapi import operations
from vectorproof.mocks.dataapi.binding import fields, flag, json_value, object_of, update_clause
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.constraints import required


@command(
    "updateOne",
    on=COLLECTION,
    fields=fields(filter=json_value, sort=json_value, update=update_clause, options=object_of(fields(upsert=flag))),
    checks=(required("update", "command.updateClause"),),
    writes=True,
)
async def update_one(call: Call) -> Result:
    """Answer how many documents matched, changed and were made."""
    _, outcome = await operations.change_first(call, operations.update)
    return Result(status=outcome.status(), errors=tuple(outcome.errors))
