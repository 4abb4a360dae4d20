"""findCollections: the collections of a keyspace, by name or with all their options (data-api 4.6)."""

from vectorproof.mocks.dataapi.binding import fields, flag, object_of
from vectorproof.mocks.dataapi.command import KEYSPACE, Call, Result, command


@command("findCollections", on=KEYSPACE, fields=fields(options=object_of(fields(explain=flag))))
async def find_collections(call: Call) -> Result:
    """List names, or objects of name and options."""
    collections = call.keyspace.seen(call.services.clock.now_ms()).values()
    if not call.options["explain"]:
        return Result(status={"collections": [collection.name for collection in collections]})
    explained = [{"name": each.name, "options": each.definition.explained()} for each in collections]
    return Result(status={"collections": explained})
