"""createKeyspace, and its older name createNamespace (data-api 4.2)."""

from collections.abc import Iterator
from typing import Any

from vectorproof.mocks.dataapi.binding import Bound, Violation, fields, integer, mismatch, object_of, text
from vectorproof.mocks.dataapi.command import GENERAL, OK, Call, Result, command
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import is_object
from vectorproof.mocks.dataapi.rules import MAX_NAME_LENGTH
from vectorproof.mocks.dataapi.settings import CommandLimits

_CLASSES = ("SimpleStrategy", "NetworkTopologyStrategy")


def _replication(command_name: str, name: str, value: Any) -> Bound | None:
    """Read a replication: a class, and whole numbers under any other name."""
    if value is None:
        return None
    if not is_object(value):
        raise mismatch(name, value, "an object")
    values = {key: (text if key == "class" else integer)(command_name, key, member) for key, member in value.items()}
    return Bound(values, frozenset(values))


def _class_is_known(bound: Bound, _: CommandLimits) -> Iterator[Violation]:
    replication = bound.inner("options")["replication"]
    if isinstance(replication, Bound):
        path, chosen = "command.options.replication.strategy", replication["class"]
        if chosen is None:
            yield Violation(path, None, "must not be null")
        elif chosen not in _CLASSES:
            yield Violation(path, chosen, f'must match "{"|".join(_CLASSES)}"')


@command(
    "createKeyspace",
    on=GENERAL,
    fields=fields(name=text, options=object_of(fields(replication=_replication))),
    checks=(_class_is_known,),
    writes=True,
)
async def create_keyspace(call: Call) -> Result:
    """Make a keyspace; one that exists stays as it is, whatever its replication."""
    name = call.fields["name"]
    if name is None or not call.services.parts.schema_name(name):
        shown = "null" if name is None else f"'{name}'"
        raise WireError("UNSUPPORTED_SCHEMA_NAME", kind="Keyspace", maximum=MAX_NAME_LENGTH, name=shown)
    if name not in call.database.keyspaces:
        call.services.tenants.set_keyspaces(call.database.id, (*call.database.keyspaces, name))
    return OK


create_namespace = create_keyspace.deprecated("createNamespace")
