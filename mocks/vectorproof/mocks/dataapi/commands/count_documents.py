"""countDocuments: how many documents match, up to a cap (data-api 5.10)."""

from itertools import islice

from vectorproof.mocks.dataapi.binding import fields, json_value, no_options
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.errors import unexpected
from vectorproof.mocks.dataapi.selecting import select


@command("countDocuments", on=COLLECTION, fields=fields(filter=json_value, options=no_options))
async def count_documents(call: Call) -> Result:
    """Count; of several ids in one ``$in`` the server looks at the first only, and of none it makes a failure."""
    selection = await select(call, reads=True)
    if selection.ids is not None:
        if not selection.ids:
            raise unexpected("NullPointerException", "no query was made for an empty list of ids")
        return Result(status={"count": sum(stored.key == selection.ids[0] for stored in selection.documents())})
    most = call.services.settings.commands.count
    found = sum(1 for _ in islice(selection.documents(), most + 1))
    more = {"moreData": True} if found > most else {}
    return Result(status={"count": min(found, most), **more})
