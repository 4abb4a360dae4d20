"""Most documents are small and plain: no rule about documents can refuse them, and they are stored as they came.

One walk tells so. Whatever it is not sure of, wrappers and vectors of users among it, is looked at rule by rule
elsewhere, in the order in which the server finds problems.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import NoneType
from typing import Any, Final

from vectorproof.mocks.dataapi.embedded import Embedded, Unseen
from vectorproof.mocks.dataapi.jsontext import is_array, is_object
from vectorproof.mocks.dataapi.settings import DocumentLimits

_SCALARS: Final = frozenset({int, bool, NoneType})
_UTF8_BYTES: Final = 3
#: No character takes more than six in JSON, and no number, name or bracket this many beside its own.
_ESCAPED: Final = 6
_VALUE: Final = 130
_FLOAT: Final = 26
_VECTOR: Final = "$vector"
_SPECIALS: Final = frozenset({_VECTOR, "$vectorize"})


class _Unsure(Exception):  # noqa: N818  # nothing is wrong: another way is taken
    """The walk met something that another has to look at."""


class _Walk:
    """What was seen so far: properties of objects, and characters at most of the document's JSON."""

    __slots__ = ("_limits", "characters", "properties")

    def __init__(self, limits: DocumentLimits) -> None:
        self._limits = limits
        self.properties = 0
        self.characters = 0

    def members(self, value: Mapping[str, Any], depth: int, path: int) -> None:
        limits = self._limits
        if depth > limits.max_depth or len(value) > limits.max_object_properties:
            raise _Unsure
        self.properties += len(value)
        for name, member in value.items():
            below = path + len(name)
            if not name or below > limits.max_path_length or (name[0] == "$" and (depth > 1 or name not in _SPECIALS)):
                raise _Unsure
            if name == _VECTOR:
                self._vector(member)
                continue
            self.characters += _ESCAPED * len(name)
            self.value(member, depth + 1, below + 1)

    def _vector(self, value: Any) -> None:
        """Take in a vector that a provider made: it holds nothing but numbers."""
        if not isinstance(value, Embedded | Unseen) or not 0 < len(value) <= self._limits.max_vector_length:
            raise _Unsure
        self.characters += len(_VECTOR) + _VALUE + _FLOAT * len(value)

    def value(self, value: Any, depth: int, path: int) -> None:
        self.characters += _VALUE
        if isinstance(value, str):
            if _UTF8_BYTES * len(value) > self._limits.max_string_bytes:
                raise _Unsure
            self.characters += _ESCAPED * len(value)
        elif is_object(value):
            self.members(value, depth, path)
        elif is_array(value):
            if depth > self._limits.max_depth or len(value) > self._limits.max_array_length:
                raise _Unsure
            for item in value:
                self.value(item, depth + 1, path)
        elif type(value) not in _SCALARS and not (isinstance(value, Decimal) and value.as_tuple().exponent):
            raise _Unsure


def is_ordinary(document: Mapping[str, Any], limits: DocumentLimits) -> bool:
    """Tell whether a document surely breaks no rule, and none of its numbers is stored otherwise than it was sent."""
    walk = _Walk(limits)
    try:
        walk.members(document, 1, 0)
    except (_Unsure, RecursionError):
        return False
    return walk.properties <= limits.max_document_properties and walk.characters <= limits.max_characters
