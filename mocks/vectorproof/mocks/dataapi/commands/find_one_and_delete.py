"""findOneAndDelete: delete the first document that matches and show it (data-api 5.8)."""

from vectorproof.mocks.dataapi.binding import fields, json_value
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.selecting import best, select


@command(
    "findOneAndDelete",
    on=COLLECTION,
    fields=fields(filter=json_value, sort=json_value, projection=json_value),
    writes=True,
)
async def find_one_and_delete(call: Call) -> Result:
    """Answer the document that is gone, or null."""
    selection = await select(call, reads=False)
    found = best(call, selection, 1)
    if not found:
        return Result(data={"document": None}, status={"deletedCount": 0})
    stored = found[0].stored
    call.collection.delete(stored)
    return Result(data={"document": selection.projection.apply(stored.document)}, status={"deletedCount": 1})
