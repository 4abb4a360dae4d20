"""The model of a collection against examples that the rules themselves give, by section."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.strategies.meeting import documents, filters, identified, projections, updates
from vectorproof.suites.models import filters as filter_rules
from vectorproof.suites.models import projections as projection_rules
from vectorproof.suites.models import updates as update_rules
from vectorproof.suites.models.collection import Change, Collection, skeleton, updating
from vectorproof.suites.models.identity import key_of
from vectorproof.suites.models.order import in_order, similarity
from vectorproof.suites.models.values import Refused, alike, as_kept

UUID = "6f1c2f4e-6d1b-4d3a-9e58-0a1b2c3d4e5f"
DOCUMENT: dict[str, Any] = {
    "_id": "x", "n": 5, "arr": [1, "two", None, {"k": 1}], "o": {"a": 1, "b": 2}, "z": None,
    "d": {"$date": 100}, "u": {"$uuid": UUID}, "us": [{"$uuid": UUID}], "a.b": 7,
}  # fmt: skip

HOLDS: list[tuple[Any, bool]] = [
    ({"n": 5}, True), ({"n": 5.0}, True), ({"n": "5"}, False), ({"arr": 1}, True), ({"arr": None}, False),
    ({"arr": {"$in": [None]}}, True), ({"missing": None}, False), ({"missing": {"$ne": None}}, True),
    ({"o": {"a": 1, "b": 2}}, True), ({"o": {"b": 2, "a": 1}}, False), ({"arr": {"$gt": 0}}, False),
    ({"$not": {"missing": {"$gt": 4}}}, False), ({"$not": {"missing": {"$size": 1}}}, True),
    ({"arr.0": 1}, True), ({"arr.00": 1}, False), ({"arr.k": 1}, False), ({"a&.b": 7}, True), ({"a.b": 7}, False),
    ({"u": UUID}, True), ({"us": UUID}, False), ({"d": {"$lte": {"$date": 100}}}, True), ({"d": {"$lte": 100}}, False),
    ({"a": {}}, True), ({"$or": []}, True), ({"$and": [{"n": 5}, {"z": None}]}, True), ({"n": {"$all": [5]}}, True),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "right"), HOLDS, ids=str)
def test_filter_of_section_9(clause: Any, right: bool) -> None:  # noqa: FBT001  # a column of the table
    assert filter_rules.holds(DOCUMENT, clause) is right


REFUSED_FILTERS: list[tuple[Any, str]] = [
    ([], "FILTER_UNSUPPORTED_DATA_TYPE"),
    ({"a": [1]}, "FILTER_INVALID_EXPRESSION"),
    ({"a": {"$regex": "x"}}, "FILTER_UNSUPPORTED_OPERATOR"),
    ({"$and": {"a": 1}}, "FILTER_INVALID_EXPRESSION"),
    ({"a": {"$in": [1] * 101}}, "FILTER_INVALID_EXPRESSION"),
    ({"_id": {"$gt": 1, "$lt": 9}}, "FILTER_MULTIPLE_ID_FILTER"),
    ({f"f{n}": 1 for n in range(65)}, "FILTER_FIELDS_LIMIT_VIOLATION"),
]


@pytest.mark.parametrize(("clause", "code"), REFUSED_FILTERS, ids=[code for _, code in REFUSED_FILTERS])
def test_refusal_of_section_9(clause: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        filter_rules.judge(clause)
    assert refused.value.codes == {code}


UPDATED: list[tuple[Any, Any, Any]] = [
    ({"a": 1}, {"$inc": {"a": 2}, "$rename": {"a": "b"}}, {"b": 3}),
    ({"a": [1]}, {"$set": {"a.3": 2}}, {"a": [1, None, None, 2]}),
    ({}, {"$set": {"a.0": 1}}, {"a": {"0": 1}}),
    ({"a": [1, 2]}, {"$unset": {"a.0": ""}}, {"a": [None, 2]}),
    ({"a": [1]}, {"$push": {"a": {"$each": [0], "$position": -5}}}, {"a": [0, 1]}),
    ({"a": [1]}, {"$addToSet": {"a": {"$each": [1, 2]}}}, {"a": [1, 2]}),
    ({"a": True}, {"$min": {"a": "text"}}, {"a": "text"}),
    ({"a": [1, 2]}, {"$pop": {"a": -1}}, {"a": [2]}),
    ({}, {"$mul": {"a": 7}}, {"a": 0}),
    ({}, {"$setOnInsert": {"a": 7}}, {}),
]


@pytest.mark.parametrize(("before", "clause", "after"), UPDATED, ids=[str(row[1]) for row in UPDATED])
def test_update_of_section_10(before: Any, clause: Any, after: Any) -> None:
    made = update_rules.updated(before, clause)

    assert alike(made.document, after)
    assert made.modified is (before != after)


@pytest.mark.parametrize("clause", [{"$inc": {"a": 1}}, {"$push": {"a": 1}}, {"$pop": {"a": 1}}, {"$set": {"a.b": 1}}])
def test_update_of_a_text_is_refused(clause: Any) -> None:
    with pytest.raises(Refused):
        update_rules.updated({"a": "text"}, clause)


SHOWN: list[tuple[Any, Any]] = [
    ({"a": 1}, {"_id": 1, "a": {"x": 1}}), ({"a": 0}, {"_id": 1, "b": [{"x": 1, "y": 2}, 3]}), ({"*": 0}, {}),
    ({"_id": 1}, {"_id": 1, "a": {"x": 1}, "b": [{"x": 1, "y": 2}, 3]}), ({"b.x": 1}, {"_id": 1, "b": [{"x": 1}, 3]}),
    ({"b": {"$slice": 1}}, {"_id": 1, "a": {"x": 1}, "b": [{"x": 1, "y": 2}]}),
    ({"$vector": 1, "a": 0, "b": 0}, {"_id": 1, "$vector": [1]}),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "shown"), SHOWN, ids=str)
def test_projection_of_section_6(clause: Any, shown: Any) -> None:
    document = {"_id": 1, "a": {"x": 1}, "b": [{"x": 1, "y": 2}, 3], "$vector": [1]}

    assert projection_rules.projected(document, clause) == shown


def test_ids_of_section_7() -> None:
    assert key_of("5") != key_of(5)
    assert key_of(1.0) == key_of(1)
    assert key_of(10.0) != key_of(10)
    assert key_of({"$uuid": UUID.upper()}) == key_of(UUID)


def test_similarities_of_section_12() -> None:
    assert similarity("cosine", [1, 0], [0, 2]) == 0.5
    assert similarity("dot_product", [1, 0], [2, 0]) == 1.5
    assert similarity("euclidean", [0, 0], [1, 1]) == pytest.approx(1 / 3)


def test_order_of_section_11() -> None:
    rows: list[dict[str, Any]] = [
        {"_id": 0},
        *({"_id": n, "a": value} for n, value in enumerate((None, 1, "a", False, {"$date": 0}), 1)),
    ]

    assert in_order(rows, {"a": 1})
    assert in_order(rows[::-1], {"a": -1})
    assert not in_order(rows[::-1], {"a": 1})


def test_skeleton_of_section_5() -> None:
    assert skeleton({"_id": 1, "a.b": {"$eq": 2}, "c": {"$gt": 1}, "$and": [{"d": 1}]}) == {"_id": 1, "a": {"b": 2}}


@given(held=st.lists(identified(documents()), max_size=5), clause=filters())
def test_what_is_drawn_is_never_refused(held: list[dict[str, Any]], clause: Any) -> None:
    filter_rules.judge(clause)
    found = [document for document in held if filter_rules.holds(document, clause)]
    assert all(document in held for document in found)


@given(document=documents(), clause=updates())
def test_an_update_that_is_refused_changes_nothing(document: dict[str, Any], clause: Any) -> None:
    state = Collection({}).insert_one({"_id": 1, **document}).documents
    (outcome,) = Collection(state).change_one({"_id": 1}, {}, Change(updating(clause)))

    assert bool(outcome.errors) is (outcome.status is None)
    assert not outcome.errors or outcome.documents == state


@given(document=documents(with_vector=True), clause=projections())
def test_a_projection_shows_a_part(document: dict[str, Any], clause: Any) -> None:
    projection_rules.judge(clause)
    whole = as_kept({"_id": 1, **document})

    assert set(projection_rules.projected(whole, clause)) <= set(whole)
