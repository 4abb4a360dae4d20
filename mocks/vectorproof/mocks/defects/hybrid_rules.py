"""Wrong part: what ``$hybrid`` of a document to insert stands for."""

from collections.abc import Callable
from typing import Any, Final

from vectorproof.mocks.defects import wrong
from vectorproof.mocks.spoiling import Json, Spoil, both, forgiving, hearing, rewording

_HYBRID: Final = "$hybrid"
_INSERTS: Final = ("insertOne", "insertMany")
_CODES: Final = (
    "HYBRID_FIELD_CONFLICT",
    "HYBRID_FIELD_UNSUPPORTED_VALUE_TYPE",
    "HYBRID_FIELD_UNKNOWN_SUBFIELDS",
    "HYBRID_FIELD_UNSUPPORTED_SUBFIELD_VALUE_TYPE",
)


def _documents(change: Callable[[Json], Json]) -> Spoil:
    """Hear documents with ``$hybrid`` otherwise."""

    def heard(document: Any) -> Any:
        return change(document) if isinstance(document, dict) and _HYBRID in document else document

    def command(members: Json) -> Json:
        if isinstance(members.get("documents"), list):
            return {**members, "documents": [heard(one) for one in members["documents"]]}
        return {**members, "document": heard(members["document"])} if "document" in members else members

    return hearing(command, *_INSERTS)


def _embedded_alone(document: Json) -> Json:
    text: Any = document[_HYBRID]
    return {**document, _HYBRID: {"$vectorize": text}} if isinstance(text, str) else document


def _without_null(document: Json) -> Json:
    return {name: value for name, value in document.items() if name != _HYBRID or value is not None}


def _without_words(document: Json) -> Json:
    parts: Any = document[_HYBRID]
    if not isinstance(parts, dict):
        return document
    return {**document, _HYBRID: {name: value for name, value in parts.items() if name != "$lexical"}}


def _has_hybrid(members: Json) -> bool:
    return _HYBRID in str(members.get("document", members.get("documents")))


DEFECTS: Final = (
    wrong("hybrid-embedded-alone", "A text for both is embedded, and not searched by words.", "HYBRID-001",
        _documents(_embedded_alone)),
    wrong("hybrid-null-overlooked", "Null for both is overlooked.", "HYBRID-002", _documents(_without_null)),
    wrong("hybrid-words-overlooked", "Of two texts the one for the search by words is overlooked.", "HYBRID-003",
        _documents(_without_words)),
    wrong("hybrid-conflicts-forgiven", "A text for both beside one of the two is overlooked.", "HYBRID-004",
        forgiving("HYBRID_FIELD_CONFLICT")),
    wrong("hybrid-of-any-type", "A text for both that is no text is overlooked.", "HYBRID-005",
        forgiving("HYBRID_FIELD_UNSUPPORTED_VALUE_TYPE")),
    wrong("hybrid-of-any-members", "An unknown member beside the two texts is overlooked.", "HYBRID-006",
        forgiving("HYBRID_FIELD_UNKNOWN_SUBFIELDS")),
    wrong("hybrid-parts-of-any-type", "One of the two texts that is no text is overlooked.", "HYBRID-007",
        forgiving("HYBRID_FIELD_UNSUPPORTED_SUBFIELD_VALUE_TYPE")),
    wrong("hybrid-places-untold", "A refusal does not say which document it is about.", "HYBRID-008",
        both(*[rewording(code, r" \(Document \d+ of \d+\)") for code in _CODES])),
    wrong("hybrid-needs-nothing", "A text for both in a collection without a service is overlooked.", "HYBRID-009",
        forgiving("EMBEDDING_SERVICE_NOT_CONFIGURED", *_INSERTS, where=_has_hybrid)),
    wrong("hybrid-anywhere", "A text for both in an update or a replacement is overlooked.", "HYBRID-010",
        forgiving("SHRED_BAD_FIELD_NAME", "updateOne", "findOneAndReplace")),
)  # fmt: skip
