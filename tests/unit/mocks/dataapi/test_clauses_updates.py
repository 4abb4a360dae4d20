"""What updates do and what they refuse, as tables (data-api 10)."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.mocks.dataapi.clauses import updates
from vectorproof.mocks.dataapi.clauses.updates import Updated
from vectorproof.mocks.dataapi.errors import WireError

NOW = 1_700_000_000_000
BASE: dict[str, Any] = {"_id": 1, "n": 5, "s": "text", "z": None, "arr": [1, 2, 3], "o": {"a": 1, "b": {"c": 2}}}


def apply(update: Any, document: Any = BASE, *, inserting: bool = False) -> Updated:
    ready = updates.build(updates.parse(update))
    return ready.apply(document, NOW, inserting=inserting, vector_drops_text=True)


def changed(update: Any) -> dict[str, Any]:
    """Give the members that differ from the base after an update; ``None`` for those that are gone."""
    after = apply(update).document
    gone = {name: None for name in BASE if name not in after}
    return {name: value for name, value in after.items() if name not in BASE or value != BASE[name]} | gone


EFFECTS: list[tuple[Any, dict[str, Any]]] = [
    ({"$set": {"n": 6}}, {"n": 6}), ({"$set": {"o.b.c": 9}}, {"o": {"a": 1, "b": {"c": 9}}}),
    ({"$set": {"o.x.y": 1}}, {"o": {"a": 1, "b": {"c": 2}, "x": {"y": 1}}}),
    ({"$set": {"new.0": 1}}, {"new": {"0": 1}}),
    ({"$set": {"arr.5": 1}}, {"arr": [1, 2, 3, None, None, 1]}), ({"$set": {"a&.b": 1}}, {"a.b": 1}),
    ({"$unset": {"n": 1}}, {"n": None}), ({"$unset": {"arr.1": 1}}, {"arr": [1, None, 3]}),
    ({"$unset": {"q.r": 1}}, {}),
    ({"$inc": {"n": 1}}, {"n": 6}), ({"$inc": {"new": 3}}, {"new": 3}), ({"$inc": {"n": Decimal("-2.5")}}, {"n": 2.5}),
    ({"$mul": {"n": 3}}, {"n": 15}), ({"$mul": {"new": 3}}, {"new": 0}), ({"$min": {"n": 4}}, {"n": 4}),
    ({"$min": {"n": 6}}, {}), ({"$min": {"n": None}}, {"n": None}), ({"$max": {"n": "x"}}, {"n": "x"}),
    ({"$max": {"new": 1}}, {"new": 1}), ({"$push": {"arr": 4}}, {"arr": [1, 2, 3, 4]}),
    ({"$push": {"new": 4}}, {"new": [4]}),
    ({"$push": {"arr": {"$each": [8, 9], "$position": 1}}}, {"arr": [1, 8, 9, 2, 3]}),
    ({"$push": {"arr": {"$each": [9], "$position": -1}}}, {"arr": [1, 2, 9, 3]}),
    ({"$push": {"arr": {"$each": [9], "$position": -9}}}, {"arr": [9, 1, 2, 3]}),
    ({"$push": {"arr": {"$each": [9], "$position": 99}}}, {"arr": [1, 2, 3, 9]}),
    ({"$addToSet": {"arr": 3}}, {}), ({"$addToSet": {"arr": {"$each": [3, 4, 4]}}}, {"arr": [1, 2, 3, 4]}),
    ({"$pop": {"arr": 1}}, {"arr": [1, 2]}), ({"$pop": {"arr": -1}}, {"arr": [2, 3]}), ({"$pop": {"q": 1}}, {}),
    ({"$rename": {"n": "m"}}, {"n": None, "m": 5}), ({"$rename": {"o.a": "s"}}, {"s": 1, "o": {"b": {"c": 2}}}),
    ({"$rename": {"q": "m"}}, {}), ({"$currentDate": {"t": True}}, {"t": {"$date": NOW}}),
    ({"$currentDate": {"t": {"$type": "date"}}}, {"t": {"$date": NOW}}), ({"$setOnInsert": {"n": 9}}, {}), ({}, {}),
    ({"$set": {"n": 1}, "$inc": {"m": 1}, "$rename": {"s": "m2"}}, {"n": 1, "m": 1, "s": None, "m2": "text"}),
]  # fmt: skip


@pytest.mark.parametrize(("update", "expected"), EFFECTS, ids=str)
def test_effects(update: Any, expected: dict[str, Any]) -> None:
    assert changed(update) == expected


@pytest.mark.parametrize(
    ("update", "modified"),
    [
        ({"$set": {"n": 5}}, False),
        ({"$set": {"n": Decimal(5)}}, True),
        ({"$set": {"o": {"b": {"c": 2}, "a": 1}}}, True),
        ({"$set": {"o": {"a": 1, "b": {"c": 2}}}}, False),
        ({"$inc": {"n": 0}}, False),
        ({"$mul": {"n": 1}}, False),
        ({"$push": {"arr": {"$each": []}}}, True),
        ({"$addToSet": {"new": {"$each": []}}}, False),
        ({"$pop": {"arr": 1}}, True),
        ({"$unset": {"q": 1}}, False),
        ({"$set": {}}, False),
    ],
    ids=str,
)
def test_whether_anything_changed(update: Any, *, modified: bool) -> None:
    assert apply(update).modified is modified


def test_the_document_that_was_read_stays_as_it_is() -> None:
    apply({"$set": {"o.a": 9}, "$push": {"arr": 4}})
    assert BASE["o"]["a"] == 1
    assert BASE["arr"] == [1, 2, 3]


def test_set_on_insert_may_give_the_id() -> None:
    assert apply({"$setOnInsert": {"_id": 7, "x": 1}}, {}, inserting=True).document == {"_id": 7, "x": 1}


PARAM, PATH, TARGET = (f"UNSUPPORTED_UPDATE_OPERATION_{what}" for what in ("PARAM", "PATH", "TARGET"))
REFUSED: list[tuple[Any, str]] = [
    ([], "UNSUPPORTED_UPDATE_DATA_TYPE"), ({"$set": 5}, "UNSUPPORTED_UPDATE_DATA_TYPE"),
    ({"set": {}}, "UNSUPPORTED_UPDATE_OPERATION"), ({"$pullAll": {}}, "UNSUPPORTED_UPDATE_OPERATION"),
    ({"$set": {"_id": 2}}, "UNSUPPORTED_UPDATE_OPERATOR_FOR_DOC_ID"),
    ({"$rename": {"n": "_id"}}, "UNSUPPORTED_UPDATE_OPERATOR_FOR_DOC_ID"),
    ({"$push": {"$vector": 1}}, "UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTOR"),
    ({"$min": {"$vectorize": 1}}, "UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTORIZE"),
    ({"$pop": {"$lexical": 1}}, "UNSUPPORTED_UPDATE_OPERATOR_FOR_LEXICAL"),
    ({"$inc": {"$vector": 1}}, "UNSUPPORTED_UPDATE_OPERATION_MODIFIER"),
    ({"$inc": {"$x": 1}}, "UNSUPPORTED_UPDATE_OPERATION_MODIFIER"), ({"$push": {"$x": 1}}, PARAM),
    ({"$push": {"arr": {"$bogus": 1}}}, "UNSUPPORTED_UPDATE_OPERATION_MODIFIER"),
    ({"$push": {"arr": {"$each": 1}}}, PARAM), ({"$push": {"arr": {"$position": 1}}}, PARAM),
    ({"$push": {"arr": {"$each": [], "$position": "x"}}}, PARAM), ({"$inc": {"n": "1"}}, PARAM),
    ({"$pop": {"arr": 2}}, PARAM), ({"$rename": {"n": 5}}, PARAM), ({"$rename": {"n": "n"}}, PATH),
    ({"$rename": {"arr.0": "x"}}, PATH), ({"$rename": {"n": "arr.0"}}, PATH), ({"$currentDate": {"n": 1}}, PARAM),
    ({"$set": {"a": 1}, "$inc": {"a": 1}}, PARAM), ({"$set": {"o": 1, "o.a": 1}}, PARAM), ({"$set": {"a..b": 1}}, PATH),
    ({"$set": {"a&x": 1}}, PATH), ({"$set": {"s.x": 1}}, PATH), ({"$set": {"arr.x": 1}}, PATH),
    ({"$set": {"z.q": 1}}, PATH),
    ({"$inc": {"s": 1}}, TARGET), ({"$push": {"o": 1}}, TARGET), ({"$addToSet": {"n": 1}}, TARGET),
    ({"$pop": {"o": 1}}, TARGET),
    ({"$set": {"$vector": [1], "$vectorize": "t"}}, "INVALID_USAGE_OF_VECTORIZE"),
    ({"$unset": {"$vector": 1, "$vectorize": 1}}, "INVALID_USAGE_OF_VECTORIZE"),
]  # fmt: skip


@pytest.mark.parametrize(("update", "code"), REFUSED, ids=str)
def test_refusals(update: Any, code: str) -> None:
    with pytest.raises(WireError) as raised:
        apply(update)
    assert raised.value.spec.code == code


EMBEDDED = {"_id": 1, "$vector": [1, 2], "$vectorize": "old", "a": 1}


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ({"$set": {"$vector": [3, 4]}}, {"_id": 1, "$vector": [3, 4], "a": 1}),
        ({"$set": {"$vector": [1, 2]}}, EMBEDDED),
        ({"$unset": {"$vector": 1}}, {"_id": 1, "a": 1}),
        ({"$unset": {"$vectorize": 1}}, {"_id": 1, "a": 1}),
        ({"$set": {"$vector": [3, 4]}, "$unset": {"$vectorize": 1}}, {"_id": 1, "$vector": [3, 4], "a": 1}),
        ({"$set": {"$vector": [1, 2]}, "$unset": {"$vectorize": 1}}, {"_id": 1, "a": 1}),
        ({"$unset": {"a": 1}}, {"_id": 1, "$vector": [1, 2], "$vectorize": "old"}),
    ],
    ids=str,
)
def test_vector_and_text_go_together(update: Any, expected: Any) -> None:
    assert apply(update, EMBEDDED).document == expected


def test_a_new_text_is_to_be_embedded_and_the_same_one_is_not() -> None:
    assert apply({"$set": {"$vectorize": "new"}}, EMBEDDED).text == "new"
    assert not apply({"$set": {"$vectorize": "old"}}, EMBEDDED).modified
    assert apply({"$set": {"$vectorize": "new"}, "$unset": {"$vector": 1}}, EMBEDDED).document == {"_id": 1, "a": 1}


@given(start=st.integers(-(10**20), 10**20), step=st.integers(-(10**20), 10**20))
def test_adding_and_taking_away_again_changes_nothing(start: int, step: int) -> None:
    there = apply({"$inc": {"n": step}}, {"_id": 1, "n": start}).document
    assert apply({"$inc": {"n": -step}}, there).document == {"_id": 1, "n": start}


@given(st.lists(st.integers(0, 3), max_size=5), st.lists(st.integers(0, 3), max_size=5))
def test_adding_to_a_set_twice_is_adding_once(items: list[int], more: list[int]) -> None:
    update = {"$addToSet": {"a": {"$each": more}}}
    once = apply(update, {"_id": 1, "a": items}).document
    assert not apply(update, once).modified
    assert set(once["a"]) == set(items) | set(more)
