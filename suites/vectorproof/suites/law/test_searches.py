"""What searches promise of each other: by vector and by text."""

import math
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import holds, in_order_of_similarity, same_as
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.options import vector_options
from vectorproof.harness.strategies import metrics, models, texts
from vectorproof.harness.target import Target
from vectorproof.suites.law.held import filled

_LENGTH: Final = 3
# Similarities are of 32-bit floats, and a text may be embedded in one batch or in two.
_TOLERANCE: Final = 1e-4
_NUMBERS: Final = st.lists(st.integers(-8, 8), min_size=_LENGTH, max_size=_LENGTH).filter(any)
_SHOWN: Final = {"includeSimilarity": True}
_ONE: Final = [1, 0, 0]
_TWO: Final = [3, 4, 0]


@requirement("LAW-013")
@boundaries(
    {metric: {"one": _ONE, "other": _TWO, "metric": metric} for metric in ("cosine", "dot_product", "euclidean")}
)
@costly(5)
@given(one=_NUMBERS, other=_NUMBERS, metric=metrics())
def test_both_ways(target: Target, one: list[int], other: list[int], metric: str) -> None:
    """One vector is as similar to another as that is to it."""
    with target.space() as space:
        collection = filled(space, [{"$vector": one}, {"$vector": other}], vector_options(_LENGTH, metric))
        there, back = (
            collection.find_one({"_id": place}, sort={"$vector": vector}, options=_SHOWN)
            for place, vector in ((1, one), (0, other))
        )
        space.check("LAW-013", back, _as_similar_as(_similarity(there)))


@requirement("LAW-014")
@boundaries(
    {
        "three": {"found": [_ONE, _TWO, [0, 0, 1]], "query": _TWO, "metric": "cosine", "limit": 2},
        "all": {"found": [_ONE, _TWO], "query": _ONE, "metric": "euclidean", "limit": 2},
    }
)
@costly(5)
@given(found=st.lists(_NUMBERS, min_size=1, max_size=6), query=_NUMBERS, metric=metrics(), limit=st.integers(1, 6))
def test_order_of_inserts(target: Target, found: list[list[int]], query: list[int], metric: str, limit: int) -> None:
    """The scores that a search gives do not depend on what was inserted first, and never rise."""
    with target.space() as space:
        options = vector_options(_LENGTH, metric)
        wish: dict[str, Any] = {"sort": {"$vector": query}, "options": {**_SHOWN, "limit": limit}}
        rows = [{"$vector": vector} for vector in found]
        forwards = filled(space, rows, options).find({}, **wish)
        backwards = filled(space, rows[::-1], options).find({}, **wish)
        space.check("LAW-014", forwards, in_order_of_similarity())
        space.check("LAW-014", len(forwards.documents), same_as(min(limit, len(found)), "the number of documents"))
        space.check("LAW-014", _scores(backwards), same_as(_scores(forwards), "the scores"))


@requirement("LAW-015", "LAW-016")
@boundaries(
    {
        "one word": {"model": "jina-embeddings-v2-base-en", "text": "a boat", "other": "a hut"},
        "almost the same": {"model": "jina-embeddings-v2-base-zh", "text": "a boat", "other": "a boat."},
    }
)
@costly(5)
@given(model=models(), text=texts(), other=texts())
def test_same_text(target: Target, model: str, text: str, other: str) -> None:
    """A text is nearest to itself, and the same text is as near to any other wherever it was inserted."""
    with target.space(Needs(embedding=True)) as space:
        collection = space.vectorize_collection(model=model)
        collection.insert_one({"_id": "alone", "$vectorize": text})
        collection.insert_many([{"_id": "beside", "$vectorize": other}, {"_id": "again", "$vectorize": text}])
        by_itself, by_other = (_by_id(collection.search(query)) for query in (text, other))
        space.check("LAW-015", by_itself, _nearest("alone", "again"))
        space.check("LAW-016", by_other, _equally_near("alone", "again"))


def _nearest(*ids: str) -> Judge[dict[Any, float]]:
    def right(seen: dict[Any, float]) -> bool:
        return all(name in seen and seen[name] >= max(seen.values()) - _TOLERANCE for name in ids) and all(
            abs(seen[name] - 1) < _TOLERANCE for name in ids
        )

    return holds(f"{' and '.join(ids)} with the similarity 1, none nearer", right)


def _equally_near(one: str, other: str) -> Judge[dict[Any, float]]:
    def right(seen: dict[Any, float]) -> bool:
        return one in seen and other in seen and abs(seen[one] - seen[other]) < _TOLERANCE

    return holds(f"{one} and {other} with the same similarity", right)


def _by_id(answer: Exchange) -> dict[Any, float]:
    return {document["_id"]: float(document.get("$similarity", math.nan)) for document in answer.documents}


def _scores(answer: Exchange) -> list[Any]:
    return [document.get("$similarity") for document in answer.documents]


def _similarity(answer: Exchange) -> float | None:
    shown: object = (answer.document or {}).get("$similarity")
    return shown if isinstance(shown, int | float) else None


def _as_similar_as(wanted: float | None) -> Judge[Exchange]:
    def right(seen: Exchange) -> bool:
        found = _similarity(seen)
        return wanted is not None and found is not None and abs(found - wanted) < _TOLERANCE

    return holds(f"the similarity {wanted}, as seen from the other", right)
