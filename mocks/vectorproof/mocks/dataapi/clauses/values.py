"""Values as the database compares them: by type first, then by content. Source: data-api 9.3, 11.

A *comparable* is a pair of a type and something hashable; values of different types are never equal and never in order.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import NoneType
from typing import Any, Final, TypeAlias

from vectorproof.mocks.dataapi.clauses import ejson
from vectorproof.mocks.dataapi.jsontext import exact, is_array, is_number, is_object

Comparable: TypeAlias = tuple[str, Any]

NULL, BOOLEAN, NUMBER, STRING, DATE, ARRAY, OBJECT = "null", "boolean", "number", "string", "date", "array", "object"
SCALARS: Final = frozenset({NULL, BOOLEAN, NUMBER, STRING, DATE})
_PLAIN: Final[Mapping[type, str]] = {NoneType: NULL, bool: BOOLEAN, str: STRING}


def comparable(value: Any) -> Comparable:
    """Give the comparable of a value that stands at a path of its own: UUIDs and ObjectIds are strings there."""
    kind = ejson.wrapper(value)
    if kind == ejson.DATE:
        return (DATE, value[kind])
    return element(ejson.plain(value))


def element(value: object) -> Comparable:
    """Give the comparable of a value inside an array or an object, where a UUID or ObjectId stays an object."""
    plain = _PLAIN.get(type(value))
    if plain is not None:
        return (plain, value)
    if is_number(value):
        return (NUMBER, exact(value))
    if is_array(value):
        return (ARRAY, tuple(element(item) for item in value))
    return _object(value)


def _object(value: Any) -> Comparable:
    if ejson.wrapper(value) == ejson.DATE:
        return (DATE, value[ejson.DATE])
    return (OBJECT, tuple((name, element(member)) for name, member in value.items()))


def contained(value: Any) -> Iterator[Comparable]:
    """Give what a value contains: the elements of an array, a scalar itself, of an object nothing."""
    if is_array(value):
        yield from map(element, value)
    else:
        own = comparable(value)
        if own[0] in SCALARS:
            yield own


def holds_date(value: Any) -> bool:
    """Tell whether a date is nested anywhere inside an array or an object."""
    inner = value if is_array(value) else list(value.values()) if is_object(value) else []
    return any(ejson.wrapper(item) == ejson.DATE or holds_date(item) for item in inner)


def same(left: Any, right: Any) -> bool:
    """Tell whether two values are the same JSON tokens, order of members included (data-api 7.5).

    ``1`` and ``1.0`` differ here: the first was written as a whole number, the second as a decimal.
    """
    if is_object(left) and is_object(right):
        return list(left) == list(right) and all(same(left[name], right[name]) for name in left)
    if is_array(left) and is_array(right):
        return len(left) == len(right) and all(map(same, left, right))
    if is_number(left) and is_number(right):
        return _decimal(left) == _decimal(right) and exact(left) == exact(right)
    return type(left) is type(right) and bool(left == right)


def _decimal(value: Any) -> bool:
    return isinstance(value, Decimal | float)


def operand(value: Any) -> Comparable:
    """Give the comparable of a filter's operand; a UUID or ObjectId is its text also when it is nested."""
    unwrapped = ejson.plain(value)
    if is_array(unwrapped):
        return (ARRAY, tuple(operand(item) for item in unwrapped))
    if is_object(unwrapped) and ejson.wrapper(unwrapped) != ejson.DATE:
        return (OBJECT, tuple((name, operand(member)) for name, member in unwrapped.items()))
    return comparable(unwrapped)
