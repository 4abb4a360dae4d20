"""What filters promise of each other, on documents that nobody looks at."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import same_as
from vectorproof.harness.strategies.meeting import PATHS, comparisons, equalities, plain_scalars
from vectorproof.harness.target import Target
from vectorproof.suites.law.held import Clause, clauses, filled, ids, several

_TWO: Final[list[Clause]] = [{"a": 1, "b": "x"}, {"a": 2, "b": "x"}, {"a": [1, 2]}, {}]
_PARTS: Final = st.lists(st.one_of(comparisons(), equalities()), min_size=1, max_size=3)
_NAMED: Final = plain_scalars().filter(lambda value: value is not None)


@requirement("LAW-001")
@boundaries(
    {
        "a range": {"held": _TWO, "clause": {"a": {"$gt": 1}}},
        "nothing asked": {"held": _TWO, "clause": {}},
        "a group": {"held": _TWO, "clause": {"$or": [{"a": 1}, {"b": {"$exists": False}}]}},
    }
)
@costly(5)
@given(held=several(), clause=clauses())
def test_count(target: Target, held: list[Clause], clause: Clause) -> None:
    """A filter counts as many as it finds."""
    with target.space() as space:
        collection = filled(space, held)
        size = len(ids(collection.find(clause)) or ())
        counted = collection.count_documents(clause).status_member.get("count")
        space.check("LAW-001", counted, same_as(size, "the size of the find"))


@requirement("LAW-002", "LAW-003")
@boundaries(
    {
        "some in both": {"held": _TWO, "parts": [{"a": 1}, {"b": "x"}]},
        "none in both": {"held": _TWO, "parts": [{"a": {"$gt": 1}}, {"a": "1"}]},
        "three": {"held": _TWO, "parts": [{"a": 1}, {"a": 2}, {"b": {"$exists": True}}]},
    }
)
@costly(5)
@given(held=several(), parts=_PARTS)
def test_groups(target: Target, held: list[Clause], parts: list[Clause]) -> None:
    """All of several find what each of them finds, any of several what one of them finds."""
    with target.space() as space:
        collection = filled(space, held)
        found = [ids(collection.find(part)) or [] for part in parts]
        together = sorted({number for part in found for number in part})
        common = [number for number in together if all(number in part for part in found)]
        space.check("LAW-002", ids(collection.find({"$and": parts})), same_as(common, "what each part finds"))
        space.check("LAW-002", ids(collection.find({"$and": parts[::-1]})), same_as(common, "what each part finds"))
        space.check("LAW-003", ids(collection.find({"$or": parts})), same_as(together, "what the parts find together"))


@requirement("LAW-004")
@boundaries(
    {
        "two equalities": {"held": _TWO, "parts": [{"a": 1}, {"b": "x"}]},
        "a range": {"held": _TWO, "parts": [{"a": {"$gte": 2}}, {"b": {"$exists": True}}]},
    }
)
@costly(5)
@given(held=several(), parts=_PARTS)
def test_negated_groups(target: Target, held: list[Clause], parts: list[Clause]) -> None:
    """A negation may be drawn into a group, which then is the other group."""
    turned = [{"$not": part} for part in parts]
    with target.space() as space:
        collection = filled(space, held)
        for group, other in (("$and", "$or"), ("$or", "$and")):
            inside = ids(collection.find({other: turned})) or []
            outside = ids(collection.find({"$not": {group: parts}}))
            space.check("LAW-004", outside, same_as(inside, f"what {other} of the negations finds"))


@requirement("LAW-005")
@boundaries(
    {
        "one value": {"held": _TWO, "path": "a", "values": [1]},
        "values of two types": {"held": _TWO, "path": "b", "values": ["x", 1]},
    }
)
@costly(5)
@given(held=several(), path=st.sampled_from(PATHS), values=st.lists(_NAMED, min_size=1, max_size=3))
def test_lists(target: Target, held: list[Clause], path: str, values: list[Any]) -> None:
    """A list of plain values is short for a group of equalities, and its opposite for one of inequalities."""
    with target.space() as space:
        collection = filled(space, held)
        equal = ids(collection.find({"$or": [{path: value} for value in values]})) or []
        space.check("LAW-005", ids(collection.find({path: {"$in": values}})), same_as(equal, "what $or finds"))
        unequal = ids(collection.find({"$and": [{path: {"$ne": value}} for value in values]})) or []
        space.check("LAW-005", ids(collection.find({path: {"$nin": values}})), same_as(unequal, "what $and finds"))
