"""findAndRerank, step by step: what the collection cannot do is refused, two searches run, their results become one.

Source: data-api 13; the reranker itself is one of the models that the database hosts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from vectorproof.mocks.dataapi import database, local_models, vectorize
from vectorproof.mocks.dataapi.binding import Violation
from vectorproof.mocks.dataapi.clauses.hybrid_sort import HybridLimits, HybridSort
from vectorproof.mocks.dataapi.clauses.ids import DocumentKey
from vectorproof.mocks.dataapi.clauses.ordering import Rank, token_rank
from vectorproof.mocks.dataapi.clauses.paths import MISSING, find, split
from vectorproof.mocks.dataapi.clauses.sorting import Sort
from vectorproof.mocks.dataapi.command import Call
from vectorproof.mocks.dataapi.errors import WireError, unexpected
from vectorproof.mocks.dataapi.jsontext import compact
from vectorproof.mocks.dataapi.selecting import Found, Selection, best
from vectorproof.mocks.dataapi.storage.collection import Stored

_MOST: Final = 100
#: How little the first places of a list count for more than those that follow (reciprocal rank fusion).
_FUSION: Final = 60


@dataclass(frozen=True, slots=True)
class Scored:
    """A document of the two searches with its places in them, from 1; ``rerank`` is the reranker's word."""

    stored: Stored
    similarity: float | None = None
    vector_rank: int | None = None
    lexical_rank: int | None = None
    rerank: float = 0.0

    @property
    def fused(self) -> float:
        """The sum of the reciprocals of both places."""
        places = (self.vector_rank, self.lexical_rank)
        return sum(1 / (_FUSION + place) for place in places if place is not None)

    def shown(self) -> dict[str, Any]:
        """Show all scores as the wire does."""
        return {
            "$rerank": self.rerank,
            "$vector": self.similarity,
            "$vectorRank": self.vector_rank,
            "$bm25Rank": self.lexical_rank,
            "$rrf": self.fused,
        }


def check_sort(call: Call, sort: HybridSort) -> None:
    """Refuse to look for what the collection does not have."""
    collection = call.collection
    place = {"keyspace": collection.keyspace, "collection": collection.name}
    if (sort.text or sort.vector) is not None and collection.definition.vector is None:
        raise WireError("UNSUPPORTED_VECTOR_SORT_FOR_COLLECTION", **place)
    if sort.text is not None and not vectorize.configured(call):
        raise WireError("UNSUPPORTED_VECTORIZE_SORT_FOR_COLLECTION", **place)
    if sort.lexical is not None and not collection.definition.lexical.enabled:
        raise WireError("LEXICAL_NOT_ENABLED_FOR_COLLECTION", **place)


def check_limits(limits: HybridLimits) -> None:
    """Refuse limits out of bounds, that of the vector search first."""
    for name, value in (("$vector", limits.vector), ("$lexical", limits.lexical)):
        if not 1 <= value <= _MOST:
            raise Violation(f"hybridLimits.{name}", value, f"must be between 1 and {_MOST} (inclusive)").error()


async def vector_of(call: Call, sort: HybridSort) -> tuple[float, ...] | None:
    """Give the vector to search for: that of the text if there is one, else the one that was sent."""
    vector = sort.vector if sort.text is None else tuple(await vectorize.one(call, sort.text))
    database.check_vector(call.collection, vector)
    return vector


def searched(
    call: Call, selection: Selection, vector: tuple[float, ...] | None, lexical: str | None, limits: HybridLimits
) -> list[Scored]:
    """Run both searches under one filter; a document that both find appears once."""
    if vector is None and lexical is None:
        raise unexpected("IllegalArgumentException", "the sort names neither a vector nor a text")
    merged: dict[DocumentKey, Scored] = {}
    if lexical is not None:
        for place, found in enumerate(best(call, replace(selection, sort=Sort(lexical=lexical)), limits.lexical), 1):
            merged[found.stored.key] = Scored(found.stored, lexical_rank=place)
    if vector is not None:
        for place, found in enumerate(best(call, replace(selection, sort=Sort(vector=vector)), limits.vector), 1):
            known = merged.get(found.stored.key, Scored(found.stored))
            merged[found.stored.key] = _with_vector(known, found, place)
    return list(merged.values())


def reranked(candidates: Iterable[Scored], query: str, rerank_on: str, limit: int) -> list[Scored]:
    """Score what stands at a path of each document against the query, best first; without a text it is dropped."""
    passages = [(one, text) for one in candidates if (text := _passage(one.stored.document, rerank_on))]
    scores = local_models.relevance(query, [text for _, text in passages])
    scored = [replace(one, rerank=score) for (one, _), score in zip(passages, scores, strict=True)]
    return sorted(scored, key=_order)[:limit]


def _with_vector(known: Scored, found: Found, place: int) -> Scored:
    return replace(known, similarity=found.similarity, vector_rank=place)


def _order(scored: Scored) -> tuple[float, float, Rank]:
    return (-scored.rerank, -scored.fused, token_rank(scored.stored.document["_id"]))


def _passage(document: Mapping[str, Any], path: str) -> str:
    value = find(document, split(path))
    if value is MISSING or value is None:
        return ""
    if isinstance(value, dict | list):
        raise unexpected("IllegalArgumentException", f"what stands at '{path}' of a document is no text")
    return (value if isinstance(value, str) else compact(value)).strip()
