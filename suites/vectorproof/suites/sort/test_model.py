"""In which order documents come: by fields of any type, and by nearness to a vector."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import holds
from vectorproof.harness.strategies import metrics
from vectorproof.harness.strategies.meeting import documents, identified, sorts, vectors
from vectorproof.harness.target import Target
from vectorproof.suites.models.identity import key_of
from vectorproof.suites.models.order import comparable, in_order, near
from vectorproof.suites.oracle import EVERYTHING, filled, finds, found_by

Clause = dict[str, Any]
_OF_EACH_TYPE: list[Clause] = [
    {"_id": 1},
    {"_id": 2, "a": None},
    {"_id": 3, "a": 1.5},
    {"_id": 4, "a": -1},
    {"_id": 5, "a": "b"},
    {"_id": 6, "a": "B"},
    {"_id": 7, "a": True},
    {"_id": 8, "a": False},
    {"_id": 9, "a": {"$date": 0}},
]


def some(*, with_vector: bool = False) -> st.SearchStrategy[list[Clause]]:
    """Draw up to eight documents."""
    return st.lists(identified(documents(with_vector=with_vector)), min_size=2, max_size=8)


@requirement("SORT-001", "SORT-002")
@boundaries(
    {
        "every type, upwards": {"held": _OF_EACH_TYPE, "sort": {"a": 1}, "skip": 0, "limit": 9},
        "every type, downwards": {"held": _OF_EACH_TYPE, "sort": {"a": -1}, "skip": 0, "limit": 1},
        "the second key decides": {
            "held": [{"_id": n, "a": n % 2, "b": -n} for n in range(6)],
            "sort": {"a": 1, "b": 1},
            "skip": 2,
            "limit": 3,
        },
        "behind the last": {"held": _OF_EACH_TYPE, "sort": {"a": 1}, "skip": 9, "limit": 1},
    }
)
@given(held=some(), sort=sorts(), skip=st.integers(0, 9), limit=st.integers(1, 9))
def test_by_fields(target: Target, held: list[Clause], sort: dict[str, int], skip: int, limit: int) -> None:
    """Documents come in the order of their fields, ties by ``_id``; a window of them is that part of the order."""
    with target.space() as space:
        collection = space.database.collection()
        state = filled(collection, held)
        every = collection.find({}, sort=sort, projection=EVERYTHING)
        space.check("SORT-001", every, finds(found_by(state, {}, EVERYTHING)))
        space.check("SORT-001", every.documents, holds(f"the order of {sort}", lambda found: in_order(found, sort)))
        window = collection.find({}, sort=sort, projection=EVERYTHING, options={"skip": skip, "limit": limit})
        wanted = every.documents[skip : skip + limit]
        space.check("SORT-002", window, finds(wanted, ordered=comparable(every.documents, sort), at_most=len(wanted)))


@requirement("SORT-003")
@boundaries(
    {
        "upwards": {"held": _OF_EACH_TYPE, "sort": {"a": 1}},
        "downwards": {"held": _OF_EACH_TYPE, "sort": {"a": -1}},
    }
)
@given(held=some(), sort=sorts())
def test_first_of_all(target: Target, held: list[Clause], sort: dict[str, int]) -> None:
    """A sorted findOne gives a document before which no other comes."""
    with target.space() as space:
        collection = space.database.collection()
        state = filled(collection, held)
        right = [state.documents[key] for key in state.picked({}, sort)]
        seen = collection.find_one({}, sort=sort, projection=EVERYTHING)
        first = [] if seen.document is None else [seen.document]
        expected = f"one of {right}"
        space.check("SORT-003", first, holds(expected, lambda found: any(_is(found, one) for one in right)))


@requirement("SORT-004", "SORT-005")
@boundaries(
    {
        "the same vector": {
            "held": [{"_id": 1, "$vector": [1.0, 0.0]}],
            "query": [1.0, 0.0],
            "metric": "cosine",
            "limit": 1,
        },
        "opposite vectors": {
            "held": [{"_id": 1, "$vector": [1.0, 0.0]}, {"_id": 2, "$vector": [-1.0, 0.0]}, {"_id": 3}],
            "query": [1.0, 0.0],
            "metric": "euclidean",
            "limit": 3,
        },
        "outside the unit circle": {
            "held": [{"_id": 1, "$vector": [2.0, 2.0]}, {"_id": 2, "$vector": [-1.0, 2.0]}],
            "query": [2.0, 1.0],
            "metric": "dot_product",
            "limit": 2,
        },
    }
)
@given(held=some(with_vector=True), query=vectors(), metric=metrics(), limit=st.integers(1, 8))
def test_by_vector(target: Target, held: list[Clause], query: list[float], metric: str, limit: int) -> None:
    """The nearest come first, with the similarity of the metric's formula; who has no vector does not come."""
    with target.space() as space:
        options = {"vector": {"dimension": 2, "metric": metric}}
        collection = space.database.collection(options=options)
        state = filled(collection, held, metric)
        scores = state.scores(state.matching({}), query)
        seen = collection.find(sort={"$vector": query}, options={"includeSimilarity": True, "limit": limit})
        best = sorted(scores.values(), reverse=True)[:limit]
        found = [document.get("$similarity") for document in seen.documents]
        space.check("SORT-004", found, holds(f"similarities {best}", lambda values: _near(values, best)))
        own = [scores[key_of(document["_id"])] for document in seen.documents]
        space.check("SORT-005", found, holds(f"each document's own: {own}", lambda values: _near(values, own)))


def _near(found: Sequence[Any], wanted: Sequence[float]) -> bool:
    return len(found) == len(wanted) and all(
        isinstance(one, float | int) and near(one, other) for one, other in zip(found, wanted, strict=True)
    )


def _is(found: Sequence[Any], wanted: Any) -> bool:
    return [dict(one) for one in found] == [dict(wanted)]
