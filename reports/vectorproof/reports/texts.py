"""Texts: changing every one inside plain JSON members, however deep, and counting in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast


def changed(value: Any, change: Callable[[str], str]) -> Any:
    """Copy members with every text changed, names of members included; tuples become lists, the rest stays."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value)
        return {change(name): changed(member, change) for name, member in members.items()}
    if isinstance(value, list | tuple):
        return [changed(member, change) for member in cast("Sequence[Any]", value)]
    return value


def encodable(text: str) -> str:
    """Escape what UTF-8 cannot hold (lone surrogates), visibly."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def counted(count: int, word: str) -> str:
    """Write ``1 case`` or ``2,000 cases``; the plural is the regular one."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
