"""Searches by vector: what is found, in which order, with which similarity, and which searches are refused."""

import base64
import struct
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import (
    all_of,
    found_ids,
    holds,
    in_order_of_similarity,
    same_vectors,
    status_holds,
)
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.options import vector_options
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import metrics, vectors
from vectorproof.harness.target import Target
from vectorproof.suites.models.order import similarity

_LENGTH: Final = 3
_TOLERANCE: Final = 1e-4
_ONE: Final = [1.0, 0.0, 0.0]
_TWO: Final = [0.6, 0.8, 0.0]
_VECTORS: Final = vectors(_LENGTH)
# No two of them are equally near to a query, or so small that rounding decides.
_SEVERAL: Final = st.lists(
    st.lists(st.integers(-8, 8), min_size=_LENGTH, max_size=_LENGTH).filter(any),
    min_size=1,
    max_size=8,
    unique_by=tuple,
)
_QUERY: Final = st.lists(st.integers(-8, 8), min_size=_LENGTH, max_size=_LENGTH).filter(any)
_SIMILARITY: Final = {"includeSimilarity": True}


def _filled(space: Space, found: list[list[Any]], metric: str = "cosine") -> Collection:
    """Make a collection of these vectors, whose ids are their places."""
    collection = space.database.collection(options=vector_options(_LENGTH, metric))
    collection.insert_many(
        [{"_id": place, "$vector": vector, "even": place % 2 == 0} for place, vector in enumerate(found)]
    )
    return collection


@requirement("VECTOR-011", "VECTOR-037")
@boundaries(
    {
        "one": {"found": [_ONE], "query": _ONE, "metric": "cosine"},
        "three": {"found": [_ONE, _TWO, [-1.0, 0.0, 0.0]], "query": _TWO, "metric": "euclidean"},
    }
)
@costly(2)
@given(found=_SEVERAL, query=_QUERY, metric=metrics())
def test_order(target: Target, found: list[list[Any]], query: list[Any], metric: str) -> None:
    """The nearest comes first, and all of them are one page."""
    with target.space() as space:
        collection = _filled(space, found, metric)
        answer = collection.find({}, sort={"$vector": query}, options=_SIMILARITY)
        space.check("VECTOR-037", answer, _is_whole(len(found)))
        space.check("VECTOR-011", answer, in_order_of_similarity())


@requirement("VECTOR-012", "VECTOR-017", "VECTOR-018")
@boundaries(
    {
        "one of two": {"found": [_ONE, _TWO], "query": _TWO, "metric": "cosine", "limit": 1},
        "more than there are": {"found": [_ONE, _TWO], "query": _ONE, "metric": "dot_product", "limit": 5},
    }
)
@costly(2)
@given(found=_SEVERAL, query=_QUERY, metric=metrics(), limit=st.integers(1, 8))
def test_nearest(target: Target, found: list[list[Any]], query: list[Any], metric: str, limit: int) -> None:
    """What is found is what is nearest, of everything and of what a filter leaves."""
    with target.space() as space:
        collection = _filled(space, found, metric)
        places = dict(enumerate(found))
        for name, clause, among in (
            ("VECTOR-018", {"even": True}, {place: vector for place, vector in places.items() if place % 2 == 0}),
            ("VECTOR-012", {}, places),
        ):
            answer = collection.find(clause, sort={"$vector": query}, options={**_SIMILARITY, "limit": limit})
            space.check(name, answer, _are_nearest(among, query, metric, limit))
        more = collection.find({}, sort={"$vector": query}, options={**_SIMILARITY, "limit": limit + 1})
        fewer = collection.find({}, sort={"$vector": query}, options={**_SIMILARITY, "limit": limit})
        space.check("VECTOR-017", fewer, _begins_like(more, limit))


_FORMULAS: Final = {"cosine": "VECTOR-013", "dot_product": "VECTOR-014", "euclidean": "VECTOR-015"}


@requirement("VECTOR-013", "VECTOR-014", "VECTOR-015")
@boundaries(
    {
        f"{metric} of {what}": {"metric": metric, "stored": stored, "query": _ONE}
        for metric in _FORMULAS
        for what, stored in (("near", _TWO), ("far", [-1.0, 0.5, 0.0]))
    }
)
@costly(2)
@given(metric=metrics(), stored=_VECTORS, query=_VECTORS)
def test_formula(target: Target, metric: str, stored: list[float], query: list[float]) -> None:
    """Each metric has a formula, and the similarity follows it."""
    with target.space() as space:
        answer = _filled(space, [stored], metric).find_one({}, sort={"$vector": query}, options=_SIMILARITY)
        space.check(_FORMULAS[metric], answer, _has_similarity(similarity(metric, stored, query)))


@requirement("VECTOR-016")
@boundaries(
    {"cosine": {"metric": "cosine", "vector": _TWO}, "euclidean": {"metric": "euclidean", "vector": [3.0, -4.0, 5.0]}}
)
@costly(3)
@given(
    metric=st.sampled_from(("cosine", "euclidean")),
    vector=_VECTORS.filter(lambda numbers: max(map(abs, numbers)) > 0.01),
)
def test_own(target: Target, metric: str, vector: list[float]) -> None:
    """Nothing is nearer than the same."""
    with target.space() as space:
        answer = _filled(space, [vector], metric).find_one({}, sort={"$vector": vector}, options=_SIMILARITY)
        space.check("VECTOR-016", answer, _has_similarity(1.0))


@requirement("VECTOR-020", "VECTOR-021")
@boundaries({"everything excluded": {"projection": {"*": 0}}, "some fields": {"projection": {"even": 1}}})
@costly(5)
@given(projection=st.sampled_from(({}, {"*": 0}, {"*": 1}, {"even": 1}, {"_id": 0}, {"even": 0})))
def test_similarity_is_asked_for(target: Target, projection: dict[str, Any]) -> None:
    """The similarity is shown to those who ask, where there is one."""
    with target.space() as space:
        collection = _filled(space, [_ONE, _TWO])
        by_vector = {"$vector": _ONE}
        answer = collection.find({}, sort=by_vector, projection=projection, options=_SIMILARITY)
        space.check("VECTOR-020", answer, _shown_on_all(2, there=True))
        by_name = collection.find({}, sort={"_id": 1}, projection=projection, options=_SIMILARITY)
        space.check("VECTOR-020", by_name, _shown_on_all(2, there=False))
        unasked = collection.find({}, sort=by_vector, projection=projection)
        space.check("VECTOR-021", unasked, _shown_on_all(2, there=False))


@requirement("VECTOR-022")
@boundaries({"find": {"name": "find", "query": _TWO}, "findOne": {"name": "findOne", "query": _ONE}})
@costly(5)
@given(name=st.sampled_from(("find", "findOne")), query=_VECTORS)
def test_sort_vector(target: Target, name: str, query: list[float]) -> None:
    """What was searched by can be seen."""
    with target.space() as space:
        collection = _filled(space, [_ONE], "euclidean")
        answer = collection.command({name: {"sort": {"$vector": query}, "options": {"includeSortVector": True}}})
        space.check("VECTOR-022", answer.status_member.get("sortVector"), same_vectors(query, 1e-6))


@requirement("VECTOR-023")
@boundaries({"near": {"query": _TWO}, "far": {"query": [-1.0, 0.5, 0.25]}})
@costly(5)
@given(query=_VECTORS)
def test_packed(target: Target, query: list[float]) -> None:
    """A vector means the same in both of its forms."""
    packed = {"$binary": base64.b64encode(struct.pack(f">{len(query)}f", *query)).decode()}
    with target.space() as space:
        collection = _filled(space, [_ONE, _TWO, [-1.0, 0.0, 0.5]], "euclidean")
        by_array = collection.find({}, sort={"$vector": query}, options=_SIMILARITY)
        by_bytes = collection.find({}, sort={"$vector": packed}, options=_SIMILARITY)
        space.check("VECTOR-023", by_bytes, _begins_like(by_array, 3))


_WRITES: Final[dict[str, dict[str, Any]]] = {
    "updateOne": {"update": {"$set": {"hit": True}}},
    "findOneAndUpdate": {"update": {"$set": {"hit": True}}},
    "findOneAndReplace": {"replacement": {"hit": True}},
    "deleteOne": {"filter": {}},
    "findOneAndDelete": {},
}


@requirement("VECTOR-033")
@boundaries({name: {"name": name, "at": 1} for name in _WRITES})
@costly(5)
@given(name=st.sampled_from(list(_WRITES)), at=st.integers(0, 2))
def test_writes(target: Target, name: str, at: int) -> None:
    """A write that is sorted by a vector is about the nearest document alone."""
    found = [_ONE, [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    with target.space() as space:
        collection = _filled(space, found)
        collection.command({name: {"sort": {"$vector": found[at]}, **_WRITES[name]}})
        others = [place for place in range(3) if place != at]
        space.check("VECTOR-033", collection.find({"hit": {"$exists": False}}), found_ids(*others))
        gone = name.lower().endswith(("delete", "deleteone"))
        space.check("VECTOR-033", collection.count_documents({}), status_holds(count=2 if gone else 3))


def _is_whole(count: int) -> Judge[Exchange]:
    def whole(seen: Exchange) -> bool:
        return len(seen.documents) == count and seen.data.get("nextPageState", 0) is None

    return holds(f"{count} documents and no next page", whole)


def _has_similarity(expected: float) -> Judge[Exchange]:
    def near(seen: Exchange) -> bool:
        found = (seen.document or {}).get("$similarity")
        return isinstance(found, float | int) and abs(found - expected) <= _TOLERANCE * max(1.0, abs(expected))

    return holds(f"$similarity near {expected:.6f}", near)


def _shown_on_all(count: int, *, there: bool) -> Judge[Exchange]:
    said = f"{count} documents {'with' if there else 'without'} $similarity"
    return holds(said, lambda seen: [("$similarity" in document) for document in seen.documents] == [there] * count)


def _are_nearest(among: dict[int, list[Any]], query: list[Any], metric: str, limit: int) -> Judge[Exchange]:
    """As many as the limit allows, none of them farther than one that was left out."""
    scores = {place: similarity(metric, vector, query) for place, vector in among.items()}
    best = sorted(scores.values(), reverse=True)[:limit]

    def right(seen: Exchange) -> bool:
        found = [scores.get(document.get("_id", -1), -1.0) for document in seen.documents]
        known = len({document.get("_id") for document in seen.documents}) == len(found) == len(best)
        return known and all(_near(one, other) for one, other in zip(found, best, strict=True))

    return holds(f"the {len(best)} nearest of {sorted(among)}", right)


def _begins_like(whole: Exchange, count: int) -> Judge[Exchange]:
    """The same similarities in front; which of two that are equally near comes first nobody promises."""
    wanted = [document.get("$similarity", 0) for document in whole.documents][:count]

    def right(seen: Exchange) -> bool:
        found = [document.get("$similarity", -1) for document in seen.documents]
        return len(found) == len(wanted) and all(
            abs(one - other) <= _TOLERANCE for one, other in zip(found, wanted, strict=True)
        )

    return all_of(in_order_of_similarity(), holds(f"the similarities {wanted}", right))


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(1.0, abs(other))
