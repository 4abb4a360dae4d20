"""What was sent, made short enough to be recorded or repeated, at the same cost however much it is."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, cast

TEXT_MAX = 200
_ITEMS_MAX = 5
_DEPTH_MAX = 2


def brief(value: object, depth: int = _DEPTH_MAX) -> object:
    """Shorten a value of JSON: the beginning of a long text, the first items of a long list or object.

    What is inside of more lists than two is told as ``...``.
    """
    if isinstance(value, str):
        return value[:TEXT_MAX]
    if isinstance(value, list):
        return _items(cast("Sequence[Any]", value), depth)
    if isinstance(value, dict):
        return _members(cast("Mapping[str, Any]", value), depth)
    return value


def _items(items: Sequence[Any], depth: int) -> object:
    if not depth:
        return "..."
    kept = [brief(item, depth - 1) for item in items[:_ITEMS_MAX]]
    return [*kept, f"and {len(items) - _ITEMS_MAX} more"] if len(items) > _ITEMS_MAX else kept


def _members(members: Mapping[str, Any], depth: int) -> object:
    if not depth:
        return "..."
    return {name[:TEXT_MAX]: brief(value, depth - 1) for name, value in islice(members.items(), _ITEMS_MAX)}
