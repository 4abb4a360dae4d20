"""From a JSON document to what is written: id, names, limits, vectors, each with its refusal. Source: data-api 7, 8.1.

Knows one document and the collection's settings; neither storage nor the provider.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from vectorproof.mocks.dataapi.clauses import ejson, ids, sorting
from vectorproof.mocks.dataapi.clauses.indexing import Indexing
from vectorproof.mocks.dataapi.embedded import Embedded, Numbers, Unseen, seen
from vectorproof.mocks.dataapi.errors import WireError, unexpected
from vectorproof.mocks.dataapi.jsontext import as_stored, is_array, is_number, is_object, type_name, write
from vectorproof.mocks.dataapi.ordinary import is_ordinary
from vectorproof.mocks.dataapi.settings import DocumentLimits
from vectorproof.mocks.dataapi.storage.collection import Writing

ID, VECTOR, VECTORIZE, LEXICAL = "_id", "$vector", "$vectorize", "$lexical"
_PLAIN_NUMBERS: Final = frozenset({float, int, Decimal})
_NESTED: Final = frozenset({list, dict})
SPECIALS: Final = frozenset({VECTOR, VECTORIZE, LEXICAL})


@dataclass(frozen=True, slots=True)
class ShredRules:
    """What a collection asks of its documents."""

    indexing: Indexing
    lexical: bool
    limits: DocumentLimits
    keyspace: str
    collection: str


def with_id_first(document: Any, make_id: Callable[[], Any]) -> dict[str, Any]:
    """Give the document with its ``_id`` as the first member, a new one if it has none.

    Raises:
        WireError: the document is no object, or its ``_id`` cannot be one.

    """
    if not is_object(document):
        raise WireError("SHRED_BAD_DOCUMENT_TYPE", found=type_name(document))
    document_id = document[ID] if ID in document else make_id()
    ids.key_of(document_id)
    rest = {name: value for name, value in document.items() if name != ID}
    return {ID: ids.wire_form(document_id), **rest}


def shred(document: Mapping[str, Any], rules: ShredRules) -> Writing:
    """Check a document that has its ``_id`` against all rules, in the order in which the server finds problems."""
    if is_ordinary(document, rules.limits):
        return Writing(ids.key_of(document[ID]), document, vector_of(document.get(VECTOR)))
    return shred_by_rules(document, rules)


def shred_by_rules(document: Mapping[str, Any], rules: ShredRules) -> Writing:
    """Check a document rule by rule."""
    made = document.get(VECTOR)
    if isinstance(made, Unseen):
        document = {**document, VECTOR: seen(made)}
    _check_object(document, rules.limits, 1, "")
    _check_size(document, rules.limits)
    _check_indexed_part(rules.indexing.indexed_part(document), rules.limits)
    _check_wrappers(rules.indexing.indexed_part({name: document[name] for name in document if name != ID}))
    vector = vector_of(document.get(VECTOR))
    _check_lexical(document.get(LEXICAL), rules)
    return Writing(ids.key_of(document[ID]), as_stored(document), vector)


def vector_of(value: Any) -> Numbers | None:
    """Read the ``$vector`` of a document; absent and null are no vector."""
    if value is None:
        return None
    if isinstance(value, Unseen):
        return value.float32
    if is_array(value):
        return _array(value)
    if not is_object(value):
        raise WireError("SHRED_BAD_DOCUMENT_VECTOR_TYPE", found=f"JSON {type_name(value)}")
    if not value:
        raise unexpected("NoSuchElementException", "the $vector Object has no member")
    if ejson.wrapper(value) != ejson.BINARY:
        raise WireError("SHRED_BAD_DOCUMENT_VECTOR_TYPE", found="an Object without '$binary'")
    return sorting.required_binary_vector(value[ejson.BINARY])


def _array(value: list[Any]) -> Numbers:
    if not value:
        raise WireError("SHRED_BAD_VECTOR_SIZE")
    if isinstance(value, Embedded):
        return value.float32
    if not _PLAIN_NUMBERS.issuperset(map(type, value)):
        for item in value:
            if not is_number(item):
                raise WireError("SHRED_BAD_VECTOR_VALUE", found=type_name(item))
    return tuple(map(float, value))


def _check_object(value: Mapping[str, Any], limits: DocumentLimits, depth: int, path: str) -> None:
    """Check names, depth and path lengths, depth-first in the order of the document."""
    if depth > limits.max_depth:
        raise _limit(f"document depth exceeds maximum allowed ({limits.max_depth})")
    for name, member in value.items():
        _check_name(name, root=depth == 1)
        below = f"{path}.{name}" if path else name
        if len(below) > limits.max_path_length:
            detail = f"field path length ({len(below)}) exceeds maximum allowed ({limits.max_path_length})"
            raise _limit(f"{detail} (path ends with '{name[-20:]}')")
        _check_value(member, limits, depth + 1, below)


def _check_value(value: Any, limits: DocumentLimits, depth: int, path: str) -> None:
    if is_array(value):
        if depth > limits.max_depth:
            raise _limit(f"document depth exceeds maximum allowed ({limits.max_depth})")
        for item in () if _NESTED.isdisjoint(map(type, value)) else value:
            if isinstance(item, list | dict):
                _check_value(item, limits, depth + 1, path)
    elif is_object(value):
        kind = ejson.wrapper(value)
        if kind is None:
            _check_object(value, limits, depth, path)
        elif depth > limits.max_depth:
            raise _limit(f"document depth exceeds maximum allowed ({limits.max_depth})")
        elif not ejson.superficial(kind, value[kind]):
            ejson.require(kind, value[kind])


def _check_name(name: str, *, root: bool) -> None:
    if not name:
        raise WireError("SHRED_BAD_FIELD_NAME", detail="field name '' is empty")
    if name.startswith("$") and not (root and name in SPECIALS):
        raise WireError("SHRED_BAD_FIELD_NAME", detail=f"field name '{name}' starts with '$'")


def _check_size(document: Mapping[str, Any], limits: DocumentLimits) -> None:
    raw = write(document)
    if len(raw) > limits.max_characters:
        size = len(raw.decode())
        if size > limits.max_characters:
            detail = f"document size ({size} chars) exceeds maximum allowed ({limits.max_characters})"
            raise _limit(detail)


def _check_indexed_part(part: Mapping[str, Any], limits: DocumentLimits) -> None:
    total = sum(_measure(value, limits, name) for name, value in part.items()) + _properties("root", part, limits)
    if total > limits.max_document_properties:
        most = limits.max_document_properties
        raise _limit(f"total number of indexed properties ({total}) in document exceeds maximum allowed ({most})")


def _properties(name: str, value: Mapping[str, Any], limits: DocumentLimits) -> int:
    if len(value) > limits.max_object_properties:
        most = limits.max_object_properties
        what = f"number of properties an indexable Object (field '{name}') has ({len(value)})"
        raise _limit(f"{what} exceeds maximum allowed ({most})")
    return len(value)


def _measure(value: Any, limits: DocumentLimits, name: str) -> int:
    """Check a value below a name and count the properties in it."""
    if isinstance(value, str):
        if name not in {VECTORIZE, LEXICAL, ejson.BINARY}:
            _check_string(value, limits, name)
        return 0
    if is_array(value):
        _check_array(value, limits, name)
        return 0 if name == VECTOR else sum(_measure(item, limits, name) for item in value)
    if is_object(value):
        own = _properties(name, value, limits)
        return own + sum(_measure(member, limits, below) for below, member in value.items())
    return 0


def _check_string(value: str, limits: DocumentLimits, name: str) -> None:
    if 3 * len(value) > limits.max_string_bytes and len(value.encode()) > limits.max_string_bytes:
        size = len(value.encode())
        what = f"indexed String value (field '{name}') length ({size} bytes)"
        raise _limit(f"{what} exceeds maximum allowed ({limits.max_string_bytes} bytes)")


def _check_array(value: list[Any], limits: DocumentLimits, name: str) -> None:
    most = limits.max_vector_length if name == VECTOR else limits.max_array_length
    if len(value) > most:
        kind = "Vector embedding" if name == VECTOR else "an indexable Array"
        what = f"number of elements {kind} (field '{name}') has ({len(value)})"
        raise _limit(f"{what} exceeds maximum allowed ({most})")


def _check_wrappers(value: Any) -> None:
    kind = ejson.wrapper(value)
    if kind is not None and is_object(value):
        ejson.require(kind, value[kind])
    elif is_object(value):
        for name, member in value.items():
            if name != VECTOR:
                _check_wrappers(member)
    elif is_array(value):
        for item in value:
            _check_wrappers(item)


def _check_lexical(value: Any, rules: ShredRules) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        raise WireError("SHRED_BAD_DOCUMENT_LEXICAL_TYPE", found=type_name(value))
    if not rules.lexical:
        raise WireError("LEXICAL_NOT_ENABLED_FOR_COLLECTION", keyspace=rules.keyspace, collection=rules.collection)


def _limit(detail: str) -> WireError:
    return WireError("SHRED_DOC_LIMIT_VIOLATION", detail=detail)
