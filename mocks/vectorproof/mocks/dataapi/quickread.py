"""Most bodies are ordinary JSON, and those are read at the speed of a compiled decoder.

What such a decoder would read otherwise than the Data API does, or not at all, is *unusual* and left to the slow way:
a name that stands twice in an object, a number beyond 64 bits, a half character, and whatever is wrong.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, TypeGuard

import msgspec
import orjson

from vectorproof.mocks.dataapi.errors import WireError

_INT64: Final = range(-(2**63), 2**63)
#: A sort by a vector whose numbers are written plainly; only a key can look so, for a text's quotes are escaped.
_SORT_VECTOR: Final = re.compile(rb'"sort"\s*:\s*\{\s*"\$vector"\s*:\s*(\[[-+.0-9eE,\s]+\])\s*\}')
#: Stands where that vector was; a body that has it already is unusual.
_PLACE: Final = "the vector of the sort"
_QUOTED_PLACE: Final = f'"{_PLACE}"'.encode()


class UnusualError(ValueError):
    """Has to be read slowly."""


def read(raw: bytes, read_decimal: Callable[[str], Any]) -> Any:
    """Read a body, each decimal from its own digits; those of a vector to sort by as binary floats.

    Raises:
        UnusualError: the slow way would perhaps give something else.

    """
    found = _SORT_VECTOR.search(raw) if b'"$vector"' in raw else None
    if found is None:
        return _plain(raw, read_decimal)
    if _QUOTED_PLACE in raw or _has_long_number(found[1], read_decimal):
        raise UnusualError
    command = _plain(raw[: found.start(1)] + _QUOTED_PLACE + raw[found.end(1) :], read_decimal)
    return _put_back(command, _numbers(found[1]))


def _plain(raw: bytes, read_decimal: Callable[[str], Any]) -> Any:
    try:
        value = _decoder(read_decimal).decode(raw)
        members = _members(value)
    except (ValueError, RecursionError, WireError) as error:
        raise UnusualError from error
    # Colons stand behind names and in texts: as many as there are members means that no member is hidden by another.
    if members != raw.count(b":"):
        raise UnusualError
    return value


def _members(value: object) -> int:
    """Count the members of all objects."""
    count = len(value) if _is_dict(value) else 0
    for one in _inner(value):
        kind = type(one)
        if kind is int:
            if one not in _INT64:
                raise UnusualError
        elif kind is dict or kind is list:
            count += _members(one)
    return count


def _inner(value: object) -> Iterable[object]:
    if _is_dict(value):
        return value.values()
    return value if _is_list(value) else (value,)


def _is_dict(value: object) -> TypeGuard[dict[str, Any]]:
    return type(value) is dict


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return type(value) is list


def _put_back(command: Any, vector: list[Any]) -> Any:
    """Put a vector in its place, which is the sort of the command and nothing else that looks like one."""
    match command:
        case {**commands} if len(commands) == 1:
            (members,) = commands.values()
        case _:
            raise UnusualError
    match members:
        case {"sort": {"$vector": str(place), **others} as sort} if place == _PLACE and not others:
            sort["$vector"] = vector
        case _:
            raise UnusualError
    return command


def _numbers(raw: bytes) -> list[Any]:
    try:
        numbers: list[Any] = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise UnusualError from error
    return numbers


def _has_long_number(raw: bytes, read_decimal: Callable[[str], Any]) -> bool:
    """Tell whether a number may be longer than the reader of decimals takes."""
    longest = max(map(len, raw.split(b",")))
    try:
        read_decimal("1" * longest)
    except WireError:
        return True
    return False


@lru_cache(maxsize=8)
def _decoder(read_decimal: Callable[[str], Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(float_hook=read_decimal)
