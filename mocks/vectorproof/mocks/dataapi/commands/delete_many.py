"""deleteMany: delete what matches, some at a time; without a filter, everything at once (data-api 5.9)."""

from itertools import islice

from vectorproof.mocks.dataapi.binding import fields, json_value, no_options
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.selecting import select


@command("deleteMany", on=COLLECTION, fields=fields(filter=json_value, options=no_options), writes=True)
async def delete_many(call: Call) -> Result:
    """Answer how many were deleted, -1 for all; ``moreData`` asks to send the same again."""
    selection = await select(call, reads=False)
    if selection.everything:
        call.collection.truncate()
        return Result(status={"deletedCount": -1})
    most = call.services.settings.commands.delete
    found = list(islice(selection.documents(), most + 1))
    deleted = sum(call.collection.delete(stored) for stored in found[:most])
    more = {"moreData": True} if len(found) > most else {}
    return Result(status={"deletedCount": deleted, **more})
