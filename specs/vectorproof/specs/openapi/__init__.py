"""The Data API as an OpenAPI 3.1 document, in two views of the same schemas.

``wire`` is the true document: three paths, and the command inside the body. ``per-command`` gives each command a path
key of its own (``/v1/{keyspace}/{collection}#insertOne``; a fragment is never sent), because tools that count
operations see only one per path, and links from what one command answers to what the next one needs. Only commands
that have a schema appear.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from vectorproof.specs.commands import CommandSpec, commands
from vectorproof.specs.openapi.components import components
from vectorproof.specs.openapi.operations import level_operation, parameters_of, single_operation

View: TypeAlias = Literal["wire", "per-command"]

DESCRIPTION: Final = """\
One POST carries one command: an object with one member, the command's name. HTTP 200 answers a command that was
done and to one that was refused; a refusal has `errors`. Table commands and the answers of tables are not described."""


def document(view: View) -> dict[str, Any]:
    """Assemble the document; the caller may change what it gets, it is made anew each time."""
    described = {name: spec for name, spec in commands().items() if spec.request is not None}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Data API, collections", "version": "v1", "description": DESCRIPTION},
        "servers": [{"url": "/"}, {"url": "/api/json", "description": "Where Astra puts it"}],
        "security": [{"token": []}],
        "paths": _wire(described) if view == "wire" else _per_command(described),
        "components": components(described),
    }


def _wire(described: Mapping[str, CommandSpec]) -> dict[str, Any]:
    paths: dict[str, list[CommandSpec]] = {}
    for spec in described.values():
        paths.setdefault(spec.path, []).append(spec)
    return {
        path: {"parameters": parameters_of(specs[0].level), "post": level_operation(specs[0].level, specs)}
        for path, specs in paths.items()
    }


def _per_command(described: Mapping[str, CommandSpec]) -> dict[str, Any]:
    return {
        f"{spec.path}#{name}": {"parameters": parameters_of(spec.level), "post": single_operation(spec, described)}
        for name, spec in described.items()
    }
