"""Operations of the document: one for each level of commands, or one for each command.

Knows how OpenAPI describes a POST; the schemas it refers to lie elsewhere.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Any, Final

from vectorproof.specs.commands import CommandSpec, Level
from vectorproof.specs.openapi.components import (
    PARAMETERS,
    RESPONSES,
    SCHEMAS,
    body_name,
    reference,
    result_name,
)
from vectorproof.specs.openapi.links import links_from

#: What the address and the headers bring to commands of a level.
BROUGHT: Final[Mapping[Level, tuple[str, ...]]] = {
    "general": (),
    "keyspace": ("keyspace",),
    "collection": ("keyspace", "collection", "embedding-key"),
}


def parameters_of(level: Level) -> list[dict[str, Any]]:
    """Refer to the parameters that all commands of a level have."""
    return [reference(PARAMETERS, name) for name in BROUGHT[level]]


def level_operation(level: Level, specs: Iterable[CommandSpec]) -> dict[str, Any]:
    """Describe the one POST of a level: its body is any one of the commands."""
    names = [spec.name for spec in specs]
    return {
        "operationId": level,
        "summary": f"Send one {level} command",
        "requestBody": _request({"oneOf": [reference(SCHEMAS, body_name(name)) for name in names]}),
        "responses": _responses(names),
    }


def single_operation(spec: CommandSpec, described: Container[str]) -> dict[str, Any]:
    """Describe one command as if it had an address of its own, with links to what may follow it."""
    responses = _responses([spec.name])
    links = links_from(spec.name, described)
    if links:
        responses["200"]["links"] = links
    return {
        "operationId": spec.name,
        "summary": spec.summary,
        "tags": [spec.level],
        "x-simulated": spec.simulated,
        **({"deprecated": True} if spec.replaced_by else {}),
        "requestBody": _request(reference(SCHEMAS, body_name(spec.name))),
        "responses": responses,
    }


def _request(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": dict(schema)}}}


def _responses(names: Iterable[str]) -> dict[str, Any]:
    bodies = [reference(SCHEMAS, result_name(name)) for name in names]
    answer = {"anyOf": [*bodies, reference(SCHEMAS, "refusal")]}
    return {
        "200": {"description": "Done, or refused", "content": {"application/json": {"schema": answer}}},
        "401": reference(RESPONSES, "unauthorized"),
        "415": reference(RESPONSES, "content-type"),
    }
