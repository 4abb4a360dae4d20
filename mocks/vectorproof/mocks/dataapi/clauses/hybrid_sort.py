"""The sort and the limits of findAndRerank, checked while the command is bound. Source: data-api 13.

Which collection they are for is checked later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from vectorproof.mocks.dataapi.clauses import ejson, sorting
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import is_array, is_object, type_name

HYBRID: Final = "$hybrid"
_FIELDS: Final = frozenset({sorting.LEXICAL, sorting.VECTORIZE, sorting.VECTOR})
_LIMITS: Final = frozenset({sorting.LEXICAL, sorting.VECTOR})


@dataclass(frozen=True, slots=True)
class HybridSort:
    """What the two searches look for; texts are trimmed, blank and null ones are absent."""

    text: str | None = None
    lexical: str | None = None
    vector: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class HybridLimits:
    """How many documents each of the two searches may give."""

    vector: int = 50
    lexical: int = 50


def sort(_: str, name: str, value: Any) -> HybridSort:
    """Read ``{"$hybrid": text}`` or ``{"$hybrid": {...}}``; nothing, null and ``{}`` look for nothing."""
    if value is None or value == {}:
        return HybridSort()
    if not is_object(value) or value.keys() != {HYBRID}:
        raise _malformed(name, "an Object with '$hybrid' alone", value)
    hybrid = value[HYBRID]
    if isinstance(hybrid, str):
        return HybridSort(_text(hybrid), _text(hybrid))
    if not is_object(hybrid) or not hybrid.keys() <= _FIELDS:
        raise _malformed(HYBRID, "a String or an Object of '$lexical', '$vectorize' and '$vector'", hybrid)
    return HybridSort(_member(hybrid, sorting.VECTORIZE), _member(hybrid, sorting.LEXICAL), _vector(hybrid))


def limits(_: str, name: str, value: Any) -> HybridLimits | None:
    """Read one number for both searches, or one for each; whether they are small enough is checked later."""
    if value is None:
        return None
    if _is_whole(value):
        return HybridLimits(value, value)
    right = is_object(value) and value.keys() == _LIMITS and all(_is_whole(limit) for limit in value.values())
    if not right:
        raise _malformed(name, "a whole number or an Object of two, '$vector' and '$lexical'", value)
    return HybridLimits(value[sorting.VECTOR], value[sorting.LEXICAL])


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31


def _member(hybrid: Mapping[str, Any], name: str) -> str | None:
    value = hybrid.get(name)
    if value is not None and not isinstance(value, str):
        raise _malformed(name, "a String or null", value)
    return None if value is None else _text(value)


def _text(value: str) -> str | None:
    return value.strip() or None


def _vector(hybrid: Mapping[str, Any]) -> tuple[float, ...] | None:
    value = hybrid.get(sorting.VECTOR)
    if value is None:
        return None
    if is_array(value):
        return sorting.parse({sorting.VECTOR: value}).vector
    if ejson.wrapper(value) != ejson.BINARY:
        raise _malformed(sorting.VECTOR, "an Array of numbers or an Object with '$binary'", value)
    return sorting.required_binary_vector(value[ejson.BINARY])


def _malformed(name: str, wanted: str, found: Any) -> WireError:
    problem = f"'{name}' needs to be {wanted}, found {type_name(found)}"
    return WireError("REQUEST_STRUCTURE_MISMATCH", problem=problem)
