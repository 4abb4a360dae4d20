"""deleteOne: delete the first document that matches (data-api 5.8)."""

from vectorproof.mocks.dataapi.binding import fields, json_value, no_options
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.constraints import required
from vectorproof.mocks.dataapi.selecting import best, select


@command(
    "deleteOne",
    on=COLLECTION,
    fields=fields(filter=json_value, sort=json_value, options=no_options),
    checks=(required("filter", "command.filterDefinition"),),
    writes=True,
)
async def delete_one(call: Call) -> Result:
    """Answer whether one was deleted."""
    found = best(call, await select(call, reads=False), 1)
    deleted = sum(call.collection.delete(one.stored) for one in found)
    return Result(status={"deletedCount": deleted})
