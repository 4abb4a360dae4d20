"""Every operator of a filter finds exactly what the rules say, on documents in which much looks alike."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.strategies.meeting import (
    UUID,
    comparisons,
    documents,
    equalities,
    filters,
    groups,
    identified,
    ways_to_name_ids,
)
from vectorproof.harness.target import Target
from vectorproof.suites.oracle import filled, finds, found_by

Documents = Sequence[dict[str, Any]]
Clauses = Sequence[dict[str, Any]]
_ALL = {"*": 1}
_KINDS: Documents = (
    {"_id": 1, "a": 1, "b": {"x": 1, "y": 2}, "c": [1, "a", None]},
    {"_id": "1", "a": "1", "b": {"y": 2, "x": 1}, "c": []},
    {"_id": None, "a": None, "b": {"x": {"y": 1}}, "c": ["a", 1, None]},
    {"_id": True, "a": True, "b": [], "c": {"$date": 0}},
    {"_id": 10, "a": [1, [1], {"x": 1}], "b": {"$uuid": UUID}, "k.e": UUID},
    {"_id": "empty"},
)


def some() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Draw a handful of documents, the ids of which may be equal: of those the first is taken."""
    return st.lists(identified(documents()), min_size=1, max_size=6)


def several(clauses: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Draw several filters to try on the same documents."""
    return st.lists(clauses, min_size=1, max_size=4)


def _judged(target: Target, requirement_id: str, documents_: Documents, clauses: Clauses) -> None:
    with target.space() as space:
        collection = space.database.collection()
        held = filled(collection, documents_)
        for clause in clauses:
            seen = collection.find(clause, projection=_ALL)
            space.check(requirement_id, seen, finds(found_by(held, clause, _ALL)))


@requirement("FILTER-001")
@boundaries(
    {
        "scalars of every kind": {
            "held": _KINDS,
            "clauses": [{"a": 1}, {"a": "1"}, {"a": True}, {"c.0": 1}, {"k&.e": UUID}],
        },
        "whole arrays and objects": {
            "held": _KINDS,
            "clauses": [
                {"b": {"x": 1, "y": 2}},
                {"c": {"$eq": [1, "a", None]}},
                {"b": {"$eq": []}},
                {"a": {"$eq": [1]}},
            ],
        },
        "null": {"held": _KINDS, "clauses": [{"a": None}, {"missing": None}, {"c": None}]},
    }
)
@given(held=some(), clauses=several(st.one_of(equalities(), comparisons("$eq"))))
def test_equality(target: Target, held: Documents, clauses: Clauses) -> None:
    """A value is equal to itself and, if it is a scalar, found among an array's elements; types never mix."""
    _judged(target, "FILTER-001", held, clauses)


@requirement("FILTER-002")
@boundaries(
    {
        "of a missing field": {"held": _KINDS, "clauses": [{"missing": {"$ne": 1}}, {"missing": {"$ne": None}}]},
        "of a member of an array": {"held": _KINDS, "clauses": [{"c": {"$ne": 1}}, {"c": {"$ne": [1, "a", None]}}]},
    }
)
@given(held=some(), clauses=several(comparisons("$ne")))
def test_inequality(target: Target, held: Documents, clauses: Clauses) -> None:
    """What is not found by equality is found by inequality, a missing field among it."""
    _judged(target, "FILTER-002", held, clauses)


@requirement("FILTER-003")
@boundaries(
    {
        "one value": {"held": _KINDS, "clauses": [{"a": {"$in": [1]}}, {"c": {"$in": [None]}}, {"b": {"$in": [[]]}}]},
        "a hundred values": {"held": _KINDS, "clauses": [{"a": {"$in": [*range(100)]}}]},
        "no value": {"held": _KINDS, "clauses": [{"a": {"$in": []}}]},
    }
)
@given(held=some(), clauses=several(comparisons("$in")))
def test_one_of_several(target: Target, held: Documents, clauses: Clauses) -> None:
    """Any of the listed values suffices; null is found as a member, too; an empty list finds nothing."""
    _judged(target, "FILTER-003", held, clauses)


@requirement("FILTER-004")
@boundaries(
    {
        "one value": {"held": _KINDS, "clauses": [{"a": {"$nin": [1]}}, {"c": {"$nin": [None]}}]},
        "no value": {"held": _KINDS, "clauses": [{"a": {"$nin": []}}]},
    }
)
@given(held=some(), clauses=several(comparisons("$nin")))
def test_none_of_several(target: Target, held: Documents, clauses: Clauses) -> None:
    """None of the listed values may be found; an empty list finds everything."""
    _judged(target, "FILTER-004", held, clauses)


@requirement("FILTER-005")
@boundaries(
    {
        "all of an array": {"held": _KINDS, "clauses": [{"c": {"$all": [1, "a"]}}, {"c": {"$all": [1, "b"]}}]},
        "of a scalar": {"held": _KINDS, "clauses": [{"a": {"$all": [1]}}, {"a": {"$all": [[1]]}}]},
    }
)
@given(held=some(), clauses=several(comparisons("$all")))
def test_all_of_several(target: Target, held: Documents, clauses: Clauses) -> None:
    """Every listed value is a member of the array, arrays and objects as wholes."""
    _judged(target, "FILTER-005", held, clauses)


@requirement("FILTER-006")
@boundaries(
    {
        "null is there": {"held": _KINDS, "clauses": [{"a": {"$exists": True}}, {"a": {"$exists": False}}]},
        "behind the last element": {
            "held": _KINDS,
            "clauses": [{"c.2": {"$exists": True}}, {"c.3": {"$exists": True}}],
        },
    }
)
@given(held=some(), clauses=several(comparisons("$exists")))
def test_existence(target: Target, held: Documents, clauses: Clauses) -> None:
    """A path exists where a value stands, null among them, elements by their index among them."""
    _judged(target, "FILTER-006", held, clauses)


@requirement("FILTER-007")
@boundaries(
    {
        "none": {"held": _KINDS, "clauses": [{"c": {"$size": 0}}, {"b": {"$size": 0}}]},
        "three and four": {"held": _KINDS, "clauses": [{"c": {"$size": 3}}, {"c": {"$size": 4}}]},
    }
)
@given(held=some(), clauses=several(comparisons("$size")))
def test_size(target: Target, held: Documents, clauses: Clauses) -> None:
    """An array has exactly this many elements; nothing else has a size."""
    _judged(target, "FILTER-007", held, clauses)


@requirement("FILTER-008")
@boundaries(
    {
        "the bound itself": {
            "held": _KINDS,
            "clauses": [{"a": {"$gte": 1}}, {"a": {"$gt": 1}}, {"a": {"$lte": 1}}, {"a": {"$lt": 1}}],
        },
        "of every type": {
            "held": _KINDS,
            "clauses": [{"a": {"$lt": "2"}}, {"a": {"$gt": False}}, {"c": {"$lte": {"$date": 0}}}, {"b.x": {"$gt": 0}}],
        },
        "texts by code units": {
            "held": [{"_id": "1", "a": "10"}, {"_id": "2", "a": "2"}, {"_id": "3", "a": "B"}, {"_id": "4", "a": "a"}],
            "clauses": [{"a": {"$gt": "10"}}, {"a": {"$gte": "2"}}, {"a": {"$lt": "a"}}, {"a": {"$lte": "B"}}],
        },
    }
)
@given(held=some(), clauses=several(comparisons("$gt", "$gte", "$lt", "$lte")))
def test_ranges(target: Target, held: Documents, clauses: Clauses) -> None:
    """A range finds scalars of its own type on the right side of the bound, and no arrays."""
    _judged(target, "FILTER-008", held, clauses)


@requirement("FILTER-009")
@boundaries(
    {
        "one part": {"held": _KINDS, "clauses": [{"$and": [{"a": 1}]}, {"$or": [{"a": 1}]}]},
        "two parts that exclude each other": {
            "held": _KINDS,
            "clauses": [{"$and": [{"a": 1}, {"a": "1"}]}, {"$or": [{"a": 1}, {"a": "1"}]}, {"a": {"$gt": 0, "$lt": 1}}],
        },
    }
)
@given(held=some(), clauses=several(filters()))
def test_groups(target: Target, held: Documents, clauses: Clauses) -> None:
    """Parts are joined as the groups say, and those that stand beside each other must all hold."""
    _judged(target, "FILTER-009", held, clauses)


@requirement("FILTER-010")
@boundaries(
    {
        "of an equality": {"held": _KINDS, "clauses": [{"$not": {"a": 1}}, {"$not": {"missing": 1}}]},
        "of a range": {"held": _KINDS, "clauses": [{"$not": {"a": {"$gt": 0}}}, {"$not": {"a": {"$lte": 1}}}]},
        "of several parts": {
            "held": _KINDS,
            "clauses": [{"$not": {"a": 1, "c": {"$size": 0}}}, {"$not": {"c": {"$size": 3}}}],
        },
    }
)
@given(held=some(), clauses=several(groups(st.one_of(comparisons(), equalities())).filter(lambda part: "$not" in part)))
def test_negation(target: Target, held: Documents, clauses: Clauses) -> None:
    """A negation is pushed down to each comparison: a range that is turned round still needs a value of its type."""
    _judged(target, "FILTER-010", held, clauses)


@requirement("FILTER-011")
@boundaries(
    {
        "kinds that look alike": {"held": _KINDS, "clauses": [{"_id": 1}, {"_id": "1"}, {"_id": True}, {"_id": None}]},
        "ranges and lists": {
            "held": _KINDS,
            "clauses": [
                {"_id": {"$gte": 1}},
                {"_id": {"$lt": "2"}},
                {"_id": {"$nin": [1, "1"]}},
                {"_id": {"$in": [1, 10]}},
            ],
        },
    }
)
@given(held=some(), clauses=several(ways_to_name_ids()))
def test_ids(target: Target, held: Documents, clauses: Clauses) -> None:
    """An ``_id`` is compared by its kind and its text."""
    _judged(target, "FILTER-011", held, clauses)
