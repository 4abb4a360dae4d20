"""The documents that are searched and reranked: vectors of known distances, texts, and passages of their own."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hypothesis import strategies as st

from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import object_in, objects_in
from vectorproof.harness.options import vector_options
from vectorproof.harness.space import Space
from vectorproof.harness.strategies.words import phrases, texts_or_none
from vectorproof.suites.models.fusion import Candidate
from vectorproof.suites.searchable import inserted, places, reranked

VECTOR: Final = [0.0, 1.0, 0.0]
"""What is searched for; a document at a distance has that for its first number."""

ON: Final[Mapping[str, Any]] = {"rerankOn": "t", "rerankQuery": "red fox"}
"""Which passages are reranked, and what for."""

MOST: Final = 100
"""As many documents as a search may give, and more than there are."""

QUERIES: Final = st.one_of(phrases(1, 2), phrases(1, 2), st.none())

_DRAWN: Final = st.tuples(st.integers(0, 20), st.sampled_from((True, True, False)), texts_or_none())


def candidates(min_size: int = 1, max_size: int = 7) -> st.SearchStrategy[list[Candidate]]:
    """Draw documents: most with a vector, no two equally far, and most with a text."""
    drawn = st.lists(_DRAWN, min_size=min_size, max_size=max_size, unique_by=lambda one: one[0])
    return drawn.map(
        lambda several: [
            Candidate(number, distance if there else None, text)
            for number, (distance, there, text) in enumerate(several)
        ]
    )


def listed(*pairs: tuple[int | None, str | None]) -> list[Candidate]:
    """List documents by their distances and texts."""
    return [Candidate(number, distance, text) for number, (distance, text) in enumerate(pairs)]


def held(space: Space, several: Sequence[Candidate]) -> Collection:
    """Make a collection of these documents; the passage of each is at ``t``, ``even`` is whether its number is."""
    collection = reranked(space, vector_options(len(VECTOR), "euclidean"))
    if several:
        inserted(collection, [_document(one) for one in several])
    return collection


def hybrid(query: str | None, vector: Any = VECTOR) -> dict[str, Any]:
    """Look for a vector, and for the words of a text if there is one."""
    return {"$vector": vector, **({} if query is None else {"$lexical": query})}


def scores(seen: Exchange) -> list[Mapping[str, Any]]:
    """Give the scores that are told, in their order; empty for one that is none."""
    entries = objects_in(seen.status_member.get("documentResponses"))
    return [object_in(entry.get("scores")) or {} for entry in entries]


def scored(seen: Exchange) -> dict[int, Mapping[str, Any]]:
    """Give each document's scores, empty if not every document has its own."""
    found, told = places(seen), scores(seen)
    return dict(zip(found, told, strict=True)) if len(found) == len(told) == len({*found}) else {}


def _document(one: Candidate) -> dict[str, Any]:
    vector = {} if one.distance is None else {"$vector": [float(one.distance), *VECTOR[1:]]}
    text = {} if one.text is None else {"$lexical": one.text}
    return {"_id": one.number, "t": f"passage {one.number}", "even": one.number % 2 == 0, **vector, **text}
