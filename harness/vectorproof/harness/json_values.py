"""Parsed JSON, told apart by kind: what came over a wire is of unknown type until one of these has looked at it."""

from typing import Any, cast


def object_in(value: object) -> dict[str, Any] | None:
    """Give a JSON object as what it is, ``None`` for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def list_in(value: object) -> list[Any] | None:
    """Give a JSON array as what it is, ``None`` for anything else."""
    # By way of object: one type checker knows a list's members as Any here, the other as unknown.
    return cast("list[Any]", cast("object", value)) if isinstance(value, list) else None


def objects_in(value: object) -> list[dict[str, Any]]:
    """Give the objects of a JSON array, in order; none if it is no array."""
    found = (object_in(member) for member in list_in(value) or ())
    return [member for member in found if member is not None]


def texts_in(value: object) -> list[str]:
    """Give the texts of a JSON array, in order; none if it is no array."""
    return [member for member in list_in(value) or () if isinstance(member, str)]
