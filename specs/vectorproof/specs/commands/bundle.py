"""Schemas that share definitions: finds what a schema refers to, near or far, and puts it in one self-contained schema.

Knows JSON Schema's ``$ref`` and the one file of shared definitions; does not know what a command is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

from vectorproof.specs.loading import SpecError

Schema: TypeAlias = Mapping[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SHARED: Final = "definitions.json"
#: How a schema refers to a definition, in its own file and from another one.
PREFIXES: Final = (f"{SHARED}#/$defs/", "#/$defs/")


def bundle(schema: Schema, shared: Mapping[str, Schema], file: str) -> dict[str, Any]:
    """Make a schema self-contained: all that it refers to, directly or not, lies in its own ``$defs``.

    A reference to an unknown definition is a ``SpecError`` that names the file.
    """
    needed = {name: point(shared[name]) for name in sorted(_reachable(schema, shared, file))}
    found = {"$schema": DIALECT, **point(schema)}
    return {**found, "$defs": needed} if needed else found


def point(schema: Schema, at: Callable[[str], str] = "#/$defs/{}".format) -> dict[str, Any]:
    """Copy a schema with its references led to where ``at`` says that a definition lies."""
    return cast("dict[str, Any]", _pointed(schema, at))


def _pointed(node: Any, at: Callable[[str], str]) -> Any:
    if isinstance(node, Mapping):
        members = cast("Mapping[str, Any]", node)
        return {key: at(name_of(value)) if key == "$ref" else _pointed(value, at) for key, value in members.items()}
    if isinstance(node, list):
        return [_pointed(item, at) for item in cast("Sequence[Any]", node)]
    return node


def name_of(reference: str) -> str:
    """Tell which definition a reference means; one of another form is returned as it is, and is found nowhere."""
    for prefix in PREFIXES:
        if reference.startswith(prefix):
            return reference.removeprefix(prefix)
    return reference


def _reachable(schema: Schema, shared: Mapping[str, Schema], file: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = set(_names(schema))
    while waiting:
        name = waiting.pop()
        if name not in shared:
            raise SpecError(file, "$ref", f"there is no definition {name!r} in {SHARED}")
        found.add(name)
        waiting |= set(_names(shared[name])) - found
    return frozenset(found)


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        members = cast("Mapping[str, Any]", node)
        if isinstance(members.get("$ref"), str):
            yield name_of(members["$ref"])
        for value in members.values():
            yield from _names(value)
    elif isinstance(node, list):
        for item in cast("Sequence[Any]", node):
            yield from _names(item)
