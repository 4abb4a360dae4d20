"""The law of a record's lines and of the evidence beside it: JSON Schemas, published with the package."""

import json
from functools import cache
from typing import Any

import jsonschema_rs

from vectorproof.specs.loading import folder


def schema(name: str = "record") -> dict[str, Any]:
    """Read the JSON Schema (draft 2020-12) of a line: of a ``record``, or of its ``evidence``."""
    return dict(json.loads((folder("record") / f"{name}.schema.json").read_text(encoding="utf-8")))


@cache
def validator() -> jsonschema_rs.Draft202012Validator:
    """Compile the schema of a record, once per process: it judges every line of every record."""
    return jsonschema_rs.Draft202012Validator(schema())
