"""dropKeyspace, and its older name dropNamespace (data-api 4.2)."""

from vectorproof.mocks.dataapi.binding import fields, no_options, text
from vectorproof.mocks.dataapi.command import GENERAL, OK, Call, Result, command
from vectorproof.mocks.dataapi.constraints import not_empty


@command("dropKeyspace", on=GENERAL, fields=fields(name=text, options=no_options), checks=(not_empty,), writes=True)
async def drop_keyspace(call: Call) -> Result:
    """Drop a keyspace and all collections in it; one that does not exist is no error."""
    name, database = call.fields["name"], call.database
    call.services.tenants.set_keyspaces(database.id, tuple(each for each in database.keyspaces if each != name))
    call.services.store.forget_keyspace(database.id, name)
    return OK


drop_namespace = drop_keyspace.deprecated("dropNamespace")
