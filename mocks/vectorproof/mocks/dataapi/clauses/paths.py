"""Paths into documents: segments joined by dots, ``&.`` for a dot in a name and ``&&`` for an ampersand.

Source: data-api 7.3.
"""

from collections.abc import Sequence
from typing import Any, Final

from vectorproof.mocks.dataapi.jsontext import is_array, is_object


class _Missing:
    """What stands at a path that leads nowhere; distinct from ``null``, which is a value."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()


class PathError(ValueError):
    """A path whose escapes are wrong; the clause decides which error that is."""


def split(path: str) -> tuple[str, ...]:
    """Split a path into its segments; empty ones are kept, for not every clause refuses them.

    Raises:
        PathError: an ampersand that is followed by neither a dot nor an ampersand.

    """
    if "&" not in path:
        return tuple(path.split("."))
    segments: list[str] = []
    current, at = "", 0
    while at < len(path):
        if path[at] == "&":
            escaped = path[at + 1 : at + 2]
            if escaped not in {".", "&"}:
                raise PathError(f"the ampersand at position {at} must be followed by '&' or '.'")
            current += escaped
            at += 1
        elif path[at] == ".":
            segments.append(current)
            current = ""
        else:
            current += path[at]
        at += 1
    return (*segments, current)


def index(segment: str) -> int | None:
    """Read a segment as an array index: decimal digits without a leading zero, else ``None``."""
    plain = segment.isascii() and segment.isdigit() and len(segment) <= 9  # noqa: PLR2004  # no array is longer
    return int(segment) if plain and (segment == "0" or segment[0] != "0") else None


def step(value: Any, segment: str) -> Any:
    """Walk one segment: a member of an object, an element of an array, else ``MISSING``."""
    if is_object(value):
        return value.get(segment, MISSING)
    if is_array(value):
        at = index(segment)
        return value[at] if at is not None and at < len(value) else MISSING
    return MISSING


def find(document: Any, segments: Sequence[str]) -> Any:
    """Walk a path; arrays are entered by index only."""
    value = document
    for segment in segments:
        value = step(value, segment)
        if value is MISSING:
            return MISSING
    return value


def covers(ancestor: Sequence[str], path: Sequence[str]) -> bool:
    """Tell whether a path is the other or lies below it."""
    return tuple(path[: len(ancestor)]) == tuple(ancestor)
