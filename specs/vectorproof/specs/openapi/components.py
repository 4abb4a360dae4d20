"""The named parts of the document: schemas of commands, answers and what these share; token, parameters, refusals.

Knows where OpenAPI keeps definitions. Does not know which operations refer to them.
"""

from collections.abc import Mapping
from typing import Any, Final

from vectorproof.specs.commands import CommandSpec, definitions
from vectorproof.specs.commands.bundle import Schema, point

SCHEMAS: Final = "#/components/schemas/{}"
PARAMETERS: Final = "#/components/parameters/{}"
RESPONSES: Final = "#/components/responses/{}"

#: What makes a schema stand alone, and is in the way where definitions lie elsewhere.
OWN_MEMBERS: Final = frozenset({"$schema", "$defs"})

TOKEN: Final[Mapping[str, str]] = {
    "type": "apiKey",
    "in": "header",
    "name": "Token",
    "description": "An application token, or `Cassandra:<base64 user>:<base64 password>`.",
}


def reference(template: str, name: str) -> dict[str, Any]:
    """Refer to a named part; ``template`` says of which kind."""
    return {"$ref": template.format(name)}


def body_name(command: str) -> str:
    """Name of the schema of a whole request body that carries this command."""
    return f"{command}.body"


def result_name(command: str) -> str:
    """Name of the schema of an answer to this command that is no refusal."""
    return f"{command}.result"


def components(described: Mapping[str, CommandSpec]) -> dict[str, Any]:
    """Collect all named parts for these commands, each of which has a schema."""
    schemas = {name: _pointed(schema) for name, schema in definitions().items()}
    for name, spec in described.items():
        schemas[f"{name}.request"] = _pointed(spec.request or {})
        schemas[body_name(name)] = _body(name)
        schemas[result_name(name)] = _pointed(spec.result or {})
    return {
        "schemas": schemas,
        "securitySchemes": {"token": dict(TOKEN)},
        "parameters": _parameters(),
        "responses": {
            "unauthorized": _refused("No token, or one that is not valid here"),
            "content-type": _refused("Not JSON"),
        },
    }


def _pointed(schema: Schema) -> dict[str, Any]:
    bare = {key: value for key, value in schema.items() if key not in OWN_MEMBERS}
    return point(bare, SCHEMAS.format)


def _body(command: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {command: reference(SCHEMAS, f"{command}.request")},
        "required": [command],
        "additionalProperties": False,
    }


def _refused(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": reference(SCHEMAS, "refusal")}}}


def _parameters() -> dict[str, Any]:
    return {
        "keyspace": _path_parameter("keyspace"),
        "collection": _path_parameter("collection"),
        "embedding-key": {
            "name": "x-embedding-api-key",
            "in": "header",
            "required": False,
            "description": "The embedding provider's API key; goes before a key that the collection names.",
            "schema": {"type": "string", "pattern": "^[!-~]+$"},
        },
    }


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": reference(SCHEMAS, "name")}
