"""``$hybrid`` in documents to insert: one word for ``$lexical`` and ``$vectorize``. Source: data-api 8.5."""

from collections.abc import Sequence
from typing import Any, Final

from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import is_object, type_name

HYBRID: Final = "$hybrid"
_PARTS: Final = ("$lexical", "$vectorize")
_CONFLICTS: Final = frozenset({"$lexical", "$vector", "$vectorize"})


def expanded(documents: Sequence[Any]) -> list[Any]:
    """Replace every ``$hybrid`` by the two fields that it stands for; one that is wrong refuses them all."""
    return [
        _expanded(document, {"position": position, "total": len(documents)})
        if is_object(document) and HYBRID in document
        else document
        for position, document in enumerate(documents, 1)
    ]


def _expanded(document: dict[str, Any], place: dict[str, int]) -> dict[str, Any]:
    if _CONFLICTS & document.keys():
        raise WireError("HYBRID_FIELD_CONFLICT", **place)
    result: dict[str, Any] = {}
    for name, value in document.items():
        result.update(_fields(value, place) if name == HYBRID else {name: value})
    return result


def _fields(value: Any, place: dict[str, int]) -> dict[str, Any]:
    if value is None or isinstance(value, str):
        return dict.fromkeys(_PARTS, value)
    if not is_object(value):
        raise WireError("HYBRID_FIELD_UNSUPPORTED_VALUE_TYPE", found=type_name(value), **place)
    strange = [name for name in value if name not in _PARTS]
    if strange:
        raise WireError("HYBRID_FIELD_UNKNOWN_SUBFIELDS", fields=", ".join(strange), **place)
    for name, part in value.items():
        if part is not None and not isinstance(part, str):
            found = type_name(part)
            raise WireError("HYBRID_FIELD_UNSUPPORTED_SUBFIELD_VALUE_TYPE", field=name, found=found, **place)
    return {name: value.get(name) for name in _PARTS}
