"""Filters that no collection takes: each gets its code, finds nothing and counts nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import found_ids, refused_with
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.space import Space
from vectorproof.harness.strategies.meeting import comparisons
from vectorproof.harness.target import Target
from vectorproof.suites.models import filters as model
from vectorproof.suites.models.collection import Collection as Model
from vectorproof.suites.oracle import answers

Clause = dict[str, Any]
_READS = ("find", "findOne", "countDocuments", "findOneAndDelete", "deleteMany")
_INVALID = "FILTER_INVALID_EXPRESSION"
_MOST, _MOST_LISTED = 64, 100


def _held(space: Space) -> Collection:
    """Give a collection of one document, which is found."""
    collection = space.database.collection()
    collection.insert_one({"_id": 1, "a": 1})
    return collection


def _refused(target: Target, requirement_id: str, clause: Clause, command: str, code: str) -> None:
    """Send a filter with a command: it is refused by this code, and the document is still there."""
    with target.space() as space:
        collection = _held(space)
        space.check(requirement_id, collection.find({"a": 1}), found_ids(1))
        space.check(requirement_id, collection.command({command: {"filter": clause}}), refused_with(code))
        space.check(requirement_id, collection.find({"a": 1}), found_ids(1))


def commands() -> st.SearchStrategy[str]:
    """Draw a command with a filter."""
    return st.sampled_from(_READS)


def wrong_operators() -> st.SearchStrategy[str]:
    """Draw names of operators that there are not, some of them elsewhere."""
    known = st.sampled_from(("$regex", "$elemMatch", "$type", "$text", "$where", "$mod", "$EQ", "$gtE", "$"))
    return st.one_of(known, st.text("abcdefg", min_size=1, max_size=5).map(lambda name: f"${name}z"))


@requirement("FILTER-012")
@boundaries(
    {
        "known elsewhere": {"operator": "$regex", "wish": "a", "command": "find"},
        "in capital letters": {"operator": "$EQ", "wish": 1, "command": "countDocuments"},
        "behind a right one": {"operator": "$not", "wish": {"$eq": 1}, "command": "deleteMany"},
    }
)
@given(operator=wrong_operators(), wish=st.one_of(st.integers(), st.text(max_size=3)), command=commands())
def test_unknown_operator(target: Target, operator: str, wish: Any, command: str) -> None:
    """An operator that there is not is refused, and nothing is found, counted or deleted."""
    _refused(target, "FILTER-012", {"a": {operator: wish}}, command, "FILTER_UNSUPPORTED_OPERATOR")


def wrong_operands() -> st.SearchStrategy[tuple[str, Any]]:
    """Draw operators with what cannot stand behind them."""
    no_list = st.one_of(st.integers(), st.text(max_size=3), st.none(), st.just({"x": 1}))
    return st.one_of(
        st.tuples(st.sampled_from(("$in", "$nin", "$all")), no_list),
        st.tuples(st.just("$exists"), st.sampled_from((0, 1, "true", None, [True]))),
        st.tuples(st.just("$size"), st.sampled_from((-1, 0.5, "1", None, [1], True))),
        st.tuples(st.sampled_from(("$gt", "$gte", "$lt", "$lte")), st.sampled_from((None, [1], {"x": 1}, []))),
    )


@requirement("FILTER-013")
@boundaries(
    {
        "no list": {"pair": ("$in", 1), "command": "find"},
        "an empty list of all": {"pair": ("$all", []), "command": "find"},
        "a number for a boolean": {"pair": ("$exists", 1), "command": "countDocuments"},
        "a negative size": {"pair": ("$size", -1), "command": "deleteMany"},
        "a range of null": {"pair": ("$gt", None), "command": "findOne"},
        "a date that is none": {"pair": ("$lte", {"$date": "x"}), "command": "findOne"},
    }
)
@given(pair=wrong_operands(), command=commands())
def test_wrong_operand(target: Target, pair: tuple[str, Any], command: str) -> None:
    """An operator with an operand of a kind that it does not take is refused."""
    operator, wish = pair
    _refused(target, "FILTER-013", {"a": {operator: wish}}, command, _INVALID)


def wrong_shapes() -> st.SearchStrategy[Clause]:
    """Draw filters of a wrong shape."""
    group = st.tuples(st.sampled_from(("$and", "$or")), st.sampled_from(({"a": 1}, 1, None, [1], [None], ["a"])))
    return st.one_of(
        group.map(lambda pair: {pair[0]: pair[1]}),
        st.sampled_from(([{"a": 1}], 1, None, "a")).map(lambda wish: {"$not": wish}),
        st.sampled_from(("", "$gt", "$set", "a&x", "a&")).map(lambda path: {path: 1}),
        st.lists(st.integers(), max_size=2).map(lambda row: {"a": row}),
        st.sampled_from(("$eq", "$gt", "$in")).map(lambda name: {"a": {"x": {name: 1}}}),
    )


@requirement("FILTER-014")
@boundaries(
    {
        "a group that is no list": {"clause": {"$and": {"a": 1}}, "command": "find"},
        "an operator at the root": {"clause": {"$gt": 1}, "command": "find"},
        "an empty path": {"clause": {"": 1}, "command": "deleteMany"},
        "a bare list": {"clause": {"a": [1]}, "command": "countDocuments"},
        "an operator inside an object": {"clause": {"a": {"x": {"$eq": 1}}}, "command": "findOne"},
    }
)
@given(clause=wrong_shapes(), command=commands())
def test_wrong_shape(target: Target, clause: Clause, command: str) -> None:
    """A group that is no list of filters, a path that is none, and a bare list for a value are refused."""
    _refused(target, "FILTER-014", clause, command, _INVALID)


@requirement("FILTER-015")
@boundaries(
    {
        "64": {"count": 64, "nested": False},
        "65": {"count": 65, "nested": False},
        "65 in groups": {"count": 65, "nested": True},
    }
)
@given(count=st.integers(_MOST - 3, _MOST + 3), nested=st.booleans())
def test_most_comparisons(target: Target, count: int, nested: bool) -> None:  # noqa: FBT001  # drawn
    """A filter has at most 64 comparisons, wherever they stand."""
    parts = [{f"f{number}": {"$ne": 1}} for number in range(count)]
    clause: Clause = {"$and": parts} if nested else {name: wish for part in parts for name, wish in part.items()}
    with target.space() as space:
        seen = _held(space).find(clause)
        right = found_ids(1) if count <= _MOST else refused_with("FILTER_FIELDS_LIMIT_VIOLATION")
        space.check("FILTER-015", seen, right)


@requirement("FILTER-016")
@boundaries(
    {
        "100 of one": {"count": 100, "operator": "$in"},
        "101 of one": {"count": 101, "operator": "$in"},
        "100 of none": {"count": 100, "operator": "$nin"},
        "101 of none": {"count": 101, "operator": "$nin"},
    }
)
@given(count=st.integers(_MOST_LISTED - 3, _MOST_LISTED + 3), operator=st.sampled_from(("$in", "$nin")))
def test_most_values(target: Target, count: int, operator: str) -> None:
    """A list of values has at most 100 of them."""
    first = 1 if operator == "$in" else 2
    with target.space() as space:
        seen = _held(space).find({"a": {operator: [*range(first, first + count)]}})
        space.check("FILTER-016", seen, found_ids(1) if count <= _MOST_LISTED else refused_with(_INVALID))


@requirement("FILTER-017")
@boundaries(
    {
        "two operators": {"clause": {"_id": {"$gt": 0, "$lt": 9}}, "command": "find"},
        "in a group": {"clause": {"_id": 1, "$and": [{"_id": 1}]}, "command": "deleteMany"},
    }
)
@given(
    clause=st.tuples(st.integers(), st.sampled_from(("$and", "$not", "$or"))).map(
        lambda drawn: {"_id": drawn[0], drawn[1]: {"_id": 1} if drawn[1] == "$not" else [{"_id": 1}]}
    ),
    command=commands(),
)
def test_one_id(target: Target, clause: Clause, command: str) -> None:
    """A filter compares ``_id`` once at most."""
    _refused(target, "FILTER-017", clause, command, "FILTER_MULTIPLE_ID_FILTER")


_VACUOUS: Mapping[str, Clause] = {
    "nothing": {},
    "an object without operators": {"a": {}},
    "an empty and": {"$and": []},
    "an empty or": {"$or": []},
    "an empty not": {"$not": {}},
}


def _laws() -> Mapping[str, Callable[[Clause], Clause]]:
    """Give ways to write a filter so that it means the same."""
    return {
        "in an and": lambda clause: {"$and": [clause]},
        "in an or": lambda clause: {"$or": [clause]},
        "twice": lambda clause: {"$and": [clause, clause]},
        "beside nothing": lambda clause: {**clause, "other": {}},
        "or nothing that is": lambda clause: {"$or": [clause, {"missing": {"$exists": True}}]},
    }


@requirement("FILTER-018")
@boundaries({label: {"clause": clause} for label, clause in _VACUOUS.items()})
@given(
    clause=st.lists(st.sampled_from(tuple(_VACUOUS.values())), min_size=1, max_size=3).map(lambda row: {"$and": row})
)
def test_asks_for_nothing(target: Target, clause: Clause) -> None:
    """A filter that comes to no comparison finds everything."""
    assert model.vacuous(clause)
    with target.space() as space:
        collection = _held(space)
        space.check("FILTER-018", collection.find({"a": 2}), found_ids())
        space.check("FILTER-018", collection.find(clause), found_ids(1))


@requirement("FILTER-019")
@boundaries(
    {
        "an equality": {"clause": {"a": 1}, "law": "in an and", "values": [1, 2, None]},
        "a range": {"clause": {"a": {"$gt": 1}}, "law": "or nothing that is", "values": [1, 2, None]},
    }
)
@given(
    clause=comparisons(),
    law=st.sampled_from(tuple(_laws())),
    values=st.lists(st.sampled_from((None, True, 1, 2, "a", [1], [])), min_size=1, max_size=5),
)
def test_same_meaning(target: Target, clause: Clause, law: str, values: list[Any]) -> None:
    """A filter finds the same written in other ways: in a group of one, twice, beside nothing, or what never is."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_many([{"_id": number, "a": value, "b": {"x": value}} for number, value in enumerate(values)])
        plain = collection.find(clause)
        space.check("FILTER-019", collection.find(_laws()[law](clause)), found_ids(*_ids(plain)))
        space.check("FILTER-019", collection.count_documents(clause), answers(_counted(len(plain.documents))))


def _ids(seen: Exchange) -> list[Any]:
    return [document["_id"] for document in seen.documents]


def _counted(count: int) -> Any:
    documents = {("number", str(number)): {"_id": number} for number in range(count)}
    return Model(documents).count({})
