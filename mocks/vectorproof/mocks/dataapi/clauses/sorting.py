"""The sort clause: by fields, by a vector, by a text to be embedded, by lexical rank. Source: data-api 11."""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from vectorproof.mocks.dataapi.clauses import ejson
from vectorproof.mocks.dataapi.clauses.indexing import Indexing
from vectorproof.mocks.dataapi.clauses.ordering import rank, token_rank
from vectorproof.mocks.dataapi.clauses.paths import PathError, find, split
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import compact, is_array, is_number, is_object, type_name

VECTOR, VECTORIZE, LEXICAL = "$vector", "$vectorize", "$lexical"
FLOAT_BYTES: Final = 4
_PLAIN_NUMBERS: Final = frozenset({float, int, Decimal})


@dataclass(frozen=True, slots=True)
class FieldOrder:
    """One key of a sort by fields."""

    path: str
    segments: tuple[str, ...]
    descending: bool


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort clause: at most one of its members is set; none is no sort."""

    fields: tuple[FieldOrder, ...] = ()
    vector: tuple[float, ...] | None = None
    text: str | None = None
    lexical: str | None = None

    @property
    def empty(self) -> bool:
        """Tell whether nothing is sorted by."""
        return self == Sort()


def parse(sort_json: Any) -> Sort:
    """Read a sort clause; which collection it is for is checked later."""
    if sort_json is None:
        return Sort()
    if not is_object(sort_json):
        raise _invalid(f"sort clause must be JSON Object, command had {type_name(sort_json)}")
    for special, read in _SPECIALS.items():
        if special in sort_json:
            if len(sort_json) > 1:
                raise _invalid(_COMBINED[special]).told_apart(int(special == VECTORIZE))
            return read(sort_json[special])
    return Sort(fields=tuple(_field(path, value) for path, value in sort_json.items()))


def check_indexed(sort: Sort, indexing: Indexing) -> None:
    """Refuse to sort by a path that is not indexed; a vector sort needs none of the indexes in question."""
    for field in sort.fields:
        if not indexing.indexed(field.segments):
            raise WireError("SORT_CLAUSE_PATH_UNINDEXED", path=field.path)


def ordered(documents: Iterable[Mapping[str, Any]], fields: Sequence[FieldOrder]) -> list[Mapping[str, Any]]:
    """Sort documents by fields; ties go by ``_id``, ascending."""
    result = sorted(documents, key=lambda document: token_rank(document["_id"]))
    for field in reversed(fields):
        result.sort(key=lambda document, at=field.segments: rank(find(document, at)), reverse=field.descending)  # type: ignore[misc]  # a lambda's default is how it keeps the field
    return result


def binary_vector(inner: Any) -> tuple[tuple[float, ...] | None, str]:
    """Decode big-endian float32 numbers in base64; without a vector the text says what is wrong."""
    if not isinstance(inner, str):
        return None, f"Unsupported JSON value type in EJSON $binary wrapper ({type_name(inner)}): only String allowed"
    raw = ejson.decoded(inner)
    if raw is None:
        return None, "Invalid content in EJSON $binary wrapper; not valid Base64-encoded String"
    if len(raw) % FLOAT_BYTES:
        return None, f"binary value to decode is not a multiple of {FLOAT_BYTES} bytes long ({len(raw)} bytes)"
    return struct.unpack(f">{len(raw) // FLOAT_BYTES}f", raw), ""


def required_binary_vector(inner: Any) -> tuple[float, ...]:
    """Decode a vector of which there must be one, of at least one number.

    Raises:
        WireError: it cannot be decoded, or it is empty.

    """
    vector, problem = binary_vector(inner)
    if vector is None:
        raise WireError("SHRED_BAD_BINARY_VECTOR_VALUE", detail=problem)
    if not vector:
        raise WireError("SHRED_BAD_VECTOR_SIZE")
    return vector


def _vector(value: Any) -> Sort:
    if is_array(value):
        if not value:
            raise WireError("SHRED_BAD_VECTOR_SIZE")
        if not _PLAIN_NUMBERS.issuperset(map(type, value)):
            for item in value:
                if not is_number(item):
                    raise WireError("SHRED_BAD_VECTOR_VALUE", found=type_name(item))
        return Sort(vector=tuple(map(float, value)))
    if ejson.wrapper(value) != ejson.BINARY:
        raise _value(VECTOR, f"an Array of numbers or an Object with '$binary' is right, not {compact(value)[:100]}")
    vector, problem = binary_vector(value[ejson.BINARY])
    if vector is None:
        raise _value(VECTOR, problem)
    if not vector:
        raise WireError("SHRED_BAD_VECTOR_SIZE")
    return Sort(vector=vector)


def _text(value: Any) -> Sort:
    if not isinstance(value, str) or not value.strip():
        raise _value(VECTORIZE, f"needs to be a non-blank String, was {type_name(value)}")
    return Sort(text=value)


def _lexical(value: Any) -> Sort:
    if not isinstance(value, str):
        raise _invalid(f"lexical sort (path '$lexical') needs a String, was {type_name(value)}")
    return Sort(lexical=value)


_SPECIALS: Final[Mapping[str, Callable[[Any], Sort]]] = {LEXICAL: _lexical, VECTOR: _vector, VECTORIZE: _text}
_COMBINED: Final[Mapping[str, str]] = {
    LEXICAL: "lexical sort (path '$lexical') cannot be used with other sort expressions",
    VECTOR: "vector search cannot be used with other sort expressions",
    VECTORIZE: "vectorize sort (path '$vectorize') cannot be used with other sort expressions",
}


def _field(path: str, value: Any) -> FieldOrder:
    if not path:
        raise _path(path, "it is empty")
    if path.startswith("$"):
        raise _path(path, "it starts with '$'")
    try:
        segments = split(path)
    except PathError as error:
        raise _path(path, str(error)) from error
    if not isinstance(value, int) or isinstance(value, bool) or value not in {1, -1}:
        raise _value(path, f"only 1 (ascending) and -1 (descending) are, was {compact(value)[:100]}")
    return FieldOrder(path, segments, value < 0)


def _invalid(detail: str) -> WireError:
    return WireError("SORT_CLAUSE_INVALID", detail=detail)


def _path(path: str, detail: str) -> WireError:
    return WireError("SORT_CLAUSE_PATH_INVALID", path=path, detail=detail)


def _value(path: str, detail: str) -> WireError:
    return WireError("SORT_CLAUSE_VALUE_INVALID", path=path, detail=detail)
