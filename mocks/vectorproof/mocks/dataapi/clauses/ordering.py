"""The order of values across types, ascending: missing, null, numbers, strings, objects, arrays, booleans, dates.

Source: data-api 11. Where the database orders by a hash (objects and arrays) any stable order will do.
"""

from typing import Any, Final

from vectorproof.mocks.dataapi.clauses import ejson
from vectorproof.mocks.dataapi.clauses.paths import MISSING
from vectorproof.mocks.dataapi.jsontext import compact, exact, is_array, is_number

Rank = tuple[int, Any]

_MISSING: Final[Rank] = (0, 0)
_NULL: Final[Rank] = (1, 0)
_NUMBER, _STRING, _OBJECT, _ARRAY, _BOOLEAN, _DATE = 2, 3, 4, 5, 6, 7


def rank(value: Any) -> Rank:
    """Give the sort key of a value at a path, or of ``MISSING``."""
    if ejson.wrapper(value) == ejson.DATE and isinstance(value[ejson.DATE], int):
        return (_DATE, value[ejson.DATE])
    return token_rank(ejson.plain(value))


def token_rank(value: Any) -> Rank:
    """Give the sort key of a value as plain JSON: wrappers count as objects (``$min``, ``$max``, ties by ``_id``)."""
    if value is MISSING or value is None:
        return _MISSING if value is MISSING else _NULL
    if isinstance(value, bool):
        return (_BOOLEAN, value)
    if is_number(value):
        return (_NUMBER, exact(value))
    if isinstance(value, str):
        return (_STRING, utf16(value))
    return (_ARRAY if is_array(value) else _OBJECT, compact(value))


def utf16(text: str) -> bytes:
    """Give what orders strings as Java does, by UTF-16 code unit."""
    return text.encode("utf-16-be")
