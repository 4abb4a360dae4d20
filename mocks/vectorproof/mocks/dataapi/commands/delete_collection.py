"""deleteCollection: a collection, its documents and its indexes go (data-api 4.7)."""

from vectorproof.mocks.dataapi.binding import fields, no_options, text
from vectorproof.mocks.dataapi.command import KEYSPACE, OK, Call, Result, command
from vectorproof.mocks.dataapi.constraints import not_empty


@command(
    "deleteCollection",
    on=KEYSPACE,
    fields=fields(name=text, options=no_options),
    checks=(not_empty,),
    writes=True,
)
async def delete_collection(call: Call) -> Result:
    """Drop a collection; one that does not exist is no error."""
    call.services.store.drop(call.database.id, call.keyspace, call.fields["name"])
    return OK
