"""findKeyspaces, and its older name findNamespaces, which answers under the older word (data-api 4.2)."""

from vectorproof.mocks.dataapi.binding import fields, no_options
from vectorproof.mocks.dataapi.command import GENERAL, Call, Result, command


@command("findKeyspaces", on=GENERAL, fields=fields(options=no_options))
async def find_keyspaces(call: Call) -> Result:
    """List all keyspaces, those of the database itself among them."""
    return Result(status={"keyspaces": _names(call)})


async def _namespaces(call: Call) -> Result:
    return Result(status={"namespaces": _names(call)})


def _names(call: Call) -> list[str]:
    return [*call.services.settings.system_keyspaces, *call.database.keyspaces]


find_namespaces = find_keyspaces.deprecated("findNamespaces", _namespaces)
