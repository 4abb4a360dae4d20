"""What a projection leaves of a document, and the laws that hold whatever is projected."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import holds, refused_with
from vectorproof.harness.strategies.meeting import documents, projections
from vectorproof.harness.target import Target
from vectorproof.suites.oracle import EVERYTHING, filled, finds, found_by

Clause = dict[str, Any]
_RICH: Clause = {
    "a": {"x": 1, "y": {"z": 2}},
    "b": [{"x": 1, "y": 2}, 3, {"y": 4}],
    "n&m": [0, 1, 2, 3],
    "k.e": 5,
    "$vector": [1.0, 2.0],
}
_VECTOR = {"vector": {"dimension": 2, "metric": "euclidean"}}


@requirement("PROJECT-001")
@boundaries(
    {
        "nothing said": {"held": _RICH, "projection": {}},
        "everything": {"held": _RICH, "projection": {"*": 1}},
        "nothing at all": {"held": _RICH, "projection": {"*": 0}},
        "some fields": {"held": _RICH, "projection": {"a.x": 1, "b.x": 1, "k&.e": True}},
        "all but some": {"held": _RICH, "projection": {"a.y.z": 0, "b.y": False}},
        "without the id": {"held": _RICH, "projection": {"_id": 0, "a": 1}},
        "only the id": {"held": _RICH, "projection": {"_id": 1}},
        "only the vector": {"held": _RICH, "projection": {"$vector": 1}},
        "nested": {"held": _RICH, "projection": {"a": {"y": {"z": 1}}}},
    }
)
@given(held=documents(with_vector=True), projection=projections())
def test_shown(target: Target, held: Clause, projection: Clause) -> None:
    """A projection shows the fields that it names, or all but those; the special ones only if they are asked for."""
    with target.space() as space:
        collection = space.database.collection(options=_VECTOR)
        state = filled(collection, [{"_id": 1, **held}], "euclidean")
        space.check("PROJECT-001", collection.find({}, projection=projection), finds(found_by(state, {}, projection)))


@requirement("PROJECT-002")
@boundaries(
    {
        "none": {"row": [1, 2, 3], "wish": 0},
        "more than there are": {"row": [1, 2, 3], "wish": 4},
        "the last": {"row": [1, 2, 3], "wish": -1},
        "from before the start": {"row": [1, 2, 3], "wish": [-5, 2]},
        "from behind the end": {"row": [1, 2, 3], "wish": [5, 2]},
        "none from the middle": {"row": [1, 2, 3], "wish": [1, 0]},
    }
)
@given(
    row=st.lists(st.integers(0, 3), max_size=5),
    wish=st.one_of(st.integers(-6, 6), st.tuples(st.integers(-6, 6), st.integers(0, 6)).map(list)),
)
def test_slices(target: Target, row: list[int], wish: Any) -> None:
    """A slice shows so many elements of an array from its start or from its end, and all the other fields."""
    projection = {"row": {"$slice": wish}}
    with target.space() as space:
        collection = space.database.collection()
        state = filled(collection, [{"_id": 1, "row": row, "other": 1}])
        space.check("PROJECT-002", collection.find({}, projection=projection), finds(found_by(state, {}, projection)))


@requirement("PROJECT-003")
@boundaries(
    {"one field": {"held": _RICH, "paths": ["a"]}, "every field": {"held": _RICH, "paths": ["a", "b", "c", "k&.e"]}}
)
@given(
    held=documents(),
    paths=st.lists(st.sampled_from(("a", "b", "c", "k&.e", "n&&m", "missing")), min_size=1, max_size=4, unique=True),
)
def test_two_halves(target: Target, held: Clause, paths: list[str]) -> None:
    """What a projection of some fields shows and what the projection without them shows is the whole document."""
    with target.space() as space:
        collection = space.database.collection(options=_VECTOR)
        filled(collection, [{"_id": 1, **held}], "euclidean")
        whole, inside, outside = (
            dict(collection.find_one({}, projection=projection).document or {})
            for projection in (EVERYTHING, dict.fromkeys(paths, 1), {**dict.fromkeys(paths, 0), "$vector": 1})
        )
        halves = {**inside, **outside}
        space.check("PROJECT-003", halves, holds(f"together {whole}", lambda seen: seen == whole))
        both = set(inside) & set(outside) - {"_id"}
        space.check("PROJECT-003", sorted(both), holds("no field in both halves", lambda seen: not seen))


@requirement("PROJECT-004")
@boundaries(
    {
        "included and excluded": {"projection": {"a": 1, "b": 0}},
        "a text": {"projection": {"a": "1"}},
        "everything and a field": {"projection": {"*": 1, "a": 1}},
        "a path above another": {"projection": {"a": 1, "a.x": 1}},
        "an operator": {"projection": {"a": {"$elemMatch": {"x": 1}}}},
        "a negative count": {"projection": {"a": {"$slice": [0, -1]}}},
        "an empty name": {"projection": {"": 1}},
    }
)
@given(
    projection=st.one_of(
        st.tuples(st.sampled_from(("a", "b")), st.sampled_from((None, "1", "", [], [1]))).map(
            lambda pair: {pair[0]: pair[1]}
        ),
        st.sampled_from((1, True)).map(lambda wish: {"a": wish, "b": 0}),
        st.sampled_from(("a", "b")).map(lambda name: {name: 1, f"{name}.x.y": 1}),
        st.sampled_from(("$a", "$date", "$set")).map(lambda name: {name: 1}),
    )
)
def test_refused(target: Target, projection: Clause) -> None:
    """A projection that contradicts itself, or says what none can mean, is refused, and shows nothing."""
    with target.space() as space:
        collection = space.database.collection()
        state = filled(collection, [{"_id": 1, "a": 1}])
        space.check("PROJECT-004", collection.find({}), finds(found_by(state, {})))
        space.check(
            "PROJECT-004", collection.find({}, projection=projection), refused_with("UNSUPPORTED_PROJECTION_PARAM")
        )
