"""The law of a record's lines: a JSON Schema, published with the package."""

import json
from functools import cache
from typing import Any

import jsonschema_rs

from vectorproof.specs.loading import folder


def schema() -> dict[str, Any]:
    """Read the JSON Schema (draft 2020-12) that every line of a record is valid against."""
    return dict(json.loads((folder("record") / "record.schema.json").read_text(encoding="utf-8")))


@cache
def validator() -> jsonschema_rs.Draft202012Validator:
    """Compile the schema, once per process: it judges every line of every record."""
    return jsonschema_rs.Draft202012Validator(schema())
