"""What a ledger keeps of collections and documents: names of shelves and keys, and rows as bytes, both ways.

Reading a row gives what was written to the last digit: a decimal stays one, and so does a provider's binary float.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import orjson

from vectorproof.mocks.dataapi.clauses.ids import DocumentKey
from vectorproof.mocks.dataapi.embedded import Unseen
from vectorproof.mocks.dataapi.jsontext import is_array, whole, write
from vectorproof.mocks.dataapi.storage.definition import (
    Definition,
    IndexingLists,
    Lexical,
    Rerank,
    Service,
    VectorDefinition,
)

COLLECTIONS: Final = "collections"
"""The shelf of all collections' settings."""

_VECTOR: Final = "$vector"
#: Compact JSON holds no line break: behind the first stands a vector whose numbers are binary floats.
_BREAK: Final = b"\n"
_DECODER: Final = json.JSONDecoder(parse_int=lambda text: whole(int(text)), parse_float=Decimal)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a collection is."""

    database_id: str
    keyspace: str
    collection: str

    @property
    def name(self) -> str:
        """The key of the collection's settings."""
        return f"{self.database_id}/{self.keyspace}/{self.collection}"

    @property
    def shelf(self) -> str:
        """The shelf of the collection's documents."""
        return f"documents {self.name}"


@dataclass(frozen=True, slots=True)
class KeptCollection:
    """A collection as it is kept, without documents; ``indexes`` are those that the database has made."""

    place: Place
    definition: Definition
    indexes: tuple[str, ...]


def key_name(key: DocumentKey) -> str:
    """Give the key of a document's row."""
    kind, text = key
    return f"{kind} {text}"


def document_row(document: Mapping[str, Any]) -> bytes:
    """Write a document."""
    vector = document.get(_VECTOR)
    if isinstance(vector, Unseen):
        return write({**document, _VECTOR: None}) + _BREAK + vector.written()
    if is_array(vector) and any(isinstance(value, float) for value in vector):
        return write({**document, _VECTOR: None}) + _BREAK + orjson.dumps(vector)
    return write(document)


def document_of(row: bytes) -> dict[str, Any]:
    """Read a document."""
    text, _, floats = row.partition(_BREAK)
    document: dict[str, Any] = _DECODER.decode(text.decode())
    if floats:
        document[_VECTOR] = orjson.loads(floats)
    return document


def collection_row(kept: KeptCollection) -> bytes:
    """Write a collection's settings."""
    place, settings = kept.place, kept.definition
    return write(
        {
            "place": [place.database_id, place.keyspace, place.collection],
            "indexes": list(kept.indexes),
            "default_id": settings.default_id,
            "vector": None if settings.vector is None else _vector_members(settings.vector),
            "indexing": None
            if settings.indexing is None
            else {"allow": settings.indexing.allow, "deny": settings.indexing.deny},
            "lexical": {"enabled": settings.lexical.enabled, "analyzer": settings.lexical.analyzer},
            "rerank": {
                "enabled": settings.rerank.enabled,
                "provider": settings.rerank.provider,
                "model": settings.rerank.model,
            },
        }
    )


def collection_of(row: bytes) -> KeptCollection:
    """Read a collection's settings."""
    found: dict[str, Any] = _DECODER.decode(row.decode())
    place = Place(*found["place"])
    indexing: dict[str, list[str] | None] | None = found["indexing"]
    definition = Definition(
        name=place.collection,
        default_id=found["default_id"],
        vector=None if found["vector"] is None else _vector(found["vector"]),
        indexing=None if indexing is None else IndexingLists(_paths(indexing["allow"]), _paths(indexing["deny"])),
        lexical=Lexical(**found["lexical"]),
        rerank=Rerank(**found["rerank"]),
    )
    return KeptCollection(place, definition, tuple(found["indexes"]))


def _vector_members(vector: VectorDefinition) -> dict[str, Any]:
    service = vector.service
    members = (
        {
            "provider": service.provider,
            "model": service.model,
            "authentication": None if service.authentication is None else dict(service.authentication),
            "parameters": None if service.parameters is None else dict(service.parameters),
        }
        if service
        else None
    )
    return {
        "dimension": vector.dimension,
        "metric": vector.metric,
        "source_model": vector.source_model,
        "service": members,
    }


def _vector(found: dict[str, Any]) -> VectorDefinition:
    service = None if found["service"] is None else Service(**found["service"])
    return VectorDefinition(found["dimension"], found["metric"], found["source_model"], service)


def _paths(paths: list[str] | None) -> tuple[str, ...] | None:
    return None if paths is None else tuple(paths)
