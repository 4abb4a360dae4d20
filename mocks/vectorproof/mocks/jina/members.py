"""Single members of a body, as every paid route reads them: each complaint names the member (jina-api 1.3)."""

from collections.abc import Mapping
from itertools import islice
from typing import Any, cast

from vectorproof.mocks.jina.refusals import invalid
from vectorproof.mocks.jina.shortening import TEXT_MAX, brief

_PARAMETERS_MAX = 50


def name_of(read: Mapping[str, Any]) -> str | None:
    """Give the name of the model that was asked for, shortened, to be recorded or shown; ``None`` if there is none."""
    name: object = read.get("model")
    return name[:TEXT_MAX] if isinstance(name, str) else None


def model_name(read: Mapping[str, Any]) -> str:
    """Read the required name of a model, known or not."""
    if "model" not in read:
        raise invalid("model", "Field required", "missing")
    if not isinstance(read["model"], str):
        raise invalid("model", "Input should be a valid string", "string_type", read["model"])
    return read["model"]


def parameters_of(read: Mapping[str, Any], beside: frozenset[str]) -> dict[str, Any]:
    """Give what was sent beside some members, shortened: a record must not swallow a body."""
    first = islice((item for item in read.items() if item[0] not in beside), _PARAMETERS_MAX)
    return {name[:TEXT_MAX]: brief(value) for name, value in first}


def content(one: object) -> str | None:
    """Give the text of an input, which is one or has one; ``None`` for anything else."""
    if isinstance(one, str):
        return one
    text = cast("dict[str, object]", one).get("text") if isinstance(one, dict) else None
    return text if isinstance(text, str) else None


def flag(read: Mapping[str, Any], name: str) -> bool | None:
    """Read a boolean that may be missing or null."""
    value = read.get(name)
    if value is not None and not isinstance(value, bool):
        raise invalid(name, "Input should be a valid boolean", "bool_type", value)
    return value


def positive(read: Mapping[str, Any], name: str) -> int | None:
    """Read a whole number above 0 that may be missing."""
    value: object = read.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(name, "Input should be a valid integer", "int_type", value)
    if value <= 0:
        raise invalid(name, "Input should be greater than 0", "greater_than", value)
    return value
