"""What filters mean and what they refuse, as tables (data-api 9)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.mocks.dataapi.clauses import filters
from vectorproof.mocks.dataapi.clauses.filters import FilterRules
from vectorproof.mocks.dataapi.clauses.indexing import Indexing, of
from vectorproof.mocks.dataapi.clauses.matching import compiled
from vectorproof.mocks.dataapi.errors import WireError

UUID = "6f1c2f4e-6d1b-4d3a-9e58-0a1b2c3d4e5f"
DOCUMENT = {
    "_id": "x", "n": 5, "s": "text", "b": True, "z": None, "arr": [1, "two", None, [3], {"k": 1}],
    "o": {"a": 1, "c": [2]},
    "d": {"$date": 100}, "u": {"$uuid": UUID}, "us": [{"$uuid": UUID}], "ds": [{"$date": 7}], "empty": [],
    "$vectorize": "t", "$vector": None,
}  # fmt: skip


def rules(indexing: Indexing | None = None, *, lexical: bool = True) -> FilterRules:
    return FilterRules(indexing or Indexing(), lexical, "ks", "c")


def matches(filter_json: Any, document: Any = DOCUMENT) -> bool:
    return compiled(filters.parse(filter_json, rules()))(document)


def refusal(filter_json: Any, indexing: Indexing | None = None) -> str:
    with pytest.raises(WireError) as raised:
        filters.parse(filter_json, rules(indexing, lexical=False))
    return raised.value.spec.code


MATCHING: list[tuple[Any, bool]] = [
    ({}, True), (None, True), ({"a": {}}, True), ({"$and": []}, True), ({"$or": []}, True), ({"$not": {}}, True),
    ({"$and": {}}, True), ({"n": 5}, True), ({"n": 5.0}, True), ({"n": "5"}, False), ({"n": {"$eq": 5}}, True),
    ({"b": True}, True), ({"b": 1}, False), ({"n": True}, False), ({"z": None}, True), ({"missing": None}, False),
    ({"missing": {"$ne": None}}, True), ({"arr": 1}, True), ({"arr": "two"}, True), ({"arr": {"k": 1}}, False),
    ({"arr": {"$all": [{"k": 1}]}}, True), ({"arr": {"$eq": [1, "two", None, [3], {"k": 1}]}}, True),
    ({"arr": {"$eq": [1, "two"]}}, False), ({"arr": {"$in": [None]}}, True), ({"z": {"$in": [None]}}, True),
    ({"arr.0": 1}, True), ({"arr.4.k": 1}, True), ({"arr.k": 1}, False), ({"arr.00": 1}, False), ({"o.a": 1}, True),
    ({"o": {"a": 1, "c": [2]}}, True), ({"o": {"c": [2], "a": 1}}, False), ({"o": {"a": 1}}, False),
    ({"n": {"$gt": 4}}, True), ({"n": {"$gt": 5}}, False), ({"n": {"$gte": 5}}, True), ({"n": {"$lt": "6"}}, False),
    ({"s": {"$gt": "a", "$lt": "u"}}, True), ({"d": {"$gte": {"$date": 100}}}, True), ({"d": {"$gt": 99}}, False),
    ({"b": {"$gt": False}}, True), ({"arr": {"$gt": 0}}, False), ({"missing": {"$lt": 1}}, False),
    ({"n": {"$in": [4, 5]}}, True), ({"n": {"$nin": [4, 5]}}, False), ({"n": {"$in": []}}, False),
    ({"n": {"$nin": []}}, True), ({"o": {"$in": [{"a": 1, "c": [2]}]}}, True),
    ({"a": {"$in": []}, "n": {"$in": [5]}}, True), ({"$or": [{"n": {"$in": []}}, {"s": "text"}]}, True),
    ({"$or": [{"n": {"$in": []}}]}, False), ({"$or": [{"n": {"$nin": []}}, {"s": "no"}]}, True),
    ({"n": {"$exists": True}}, True), ({"z": {"$exists": True}}, True), ({"q": {"$exists": False}}, True),
    ({"arr.9": {"$exists": True}}, False), ({"_id": {"$exists": True}}, True), ({"_id": {"$exists": False}}, False),
    ({"arr": {"$size": 5}}, True), ({"empty": {"$size": 0}}, True), ({"s": {"$size": 1}}, False),
    ({"arr": {"$all": [1, "two"]}}, True), ({"arr": {"$all": [1, 9]}}, False), ({"n": {"$all": [5]}}, True),
    ({"$not": {"n": 5}}, False), ({"$not": {"n": {"$gt": 4}}}, False), ({"$not": {"missing": {"$gt": 4}}}, False),
    ({"$not": {"arr": {"$size": 5}}}, False), ({"$not": {"q": {"$size": 5}}}, True),
    ({"$not": {"n": 5, "s": "no"}}, True), ({"$not": {"q": {"$exists": True}}}, True),
    ({"$not": {"q": {"$all": [1]}}}, True), ({"$or": [{"n": 1}, {"s": "text"}]}, True),
    ({"$and": [{"n": 5}, {"s": "no"}]}, False), ({"$and": [[{"n": 5}]]}, True),
    ({"n": {"$gt": 1, "b": 2}}, False), ({"u": UUID}, True), ({"u": {"$uuid": UUID.upper()}}, True),
    ({"us": {"$uuid": UUID}}, False), ({"us.0": {"$uuid": UUID}}, True), ({"ds": {"$date": 7}}, True),
    ({"d": {"$date": 100}}, True), ({"d": 100}, False), ({"$vectorize": {"$exists": True}}, True),
    ({"$vector": {"$exists": True}}, False), ({"$vectorize": {"$eq": "t"}}, False),
    ({"$vectorize": {"$ne": "t"}}, True),
    ({"_id": "x"}, True), ({"_id": {"$in": ["x", 1]}}, True), ({"_id": {"$gt": "a"}}, True),
    ({"_id": {"$ne": "y"}}, True),
]  # fmt: skip


@pytest.mark.parametrize(("filter_json", "expected"), MATCHING, ids=str)
def test_meaning(filter_json: Any, *, expected: bool) -> None:
    assert matches(filter_json) is expected


REFUSED: list[tuple[Any, str]] = [
    ([], "FILTER_UNSUPPORTED_DATA_TYPE"), (5, "FILTER_UNSUPPORTED_DATA_TYPE"),
    ({"$and": [5]}, "FILTER_INVALID_EXPRESSION"), ({"$or": 5}, "FILTER_INVALID_EXPRESSION"),
    ({"$or": {"a": 1}}, "FILTER_INVALID_EXPRESSION"), ({"$not": []}, "FILTER_INVALID_EXPRESSION"),
    ({"a": [1]}, "FILTER_INVALID_EXPRESSION"), ({"$vector": [1]}, "FILTER_INVALID_EXPRESSION"),
    ({"$vectorize": "t"}, "FILTER_INVALID_EXPRESSION"), ({"$gt": 1}, "FILTER_INVALID_EXPRESSION"),
    ({"": 1}, "FILTER_INVALID_EXPRESSION"), ({"a&b": 1}, "FILTER_INVALID_EXPRESSION"),
    ({"a": {"b": {"$eq": 1}}}, "FILTER_INVALID_EXPRESSION"), ({"a": {"$gt": [1]}}, "FILTER_INVALID_EXPRESSION"),
    ({"a": {"$gt": None}}, "FILTER_INVALID_EXPRESSION"), ({"a": {"$in": 5}}, "FILTER_INVALID_EXPRESSION"),
    ({"a": {"$in": list(range(101))}}, "FILTER_INVALID_EXPRESSION"),
    ({"a": {"$exists": 1}}, "FILTER_INVALID_EXPRESSION"),
    ({"a": {"$all": []}}, "FILTER_INVALID_EXPRESSION"), ({"a": {"$size": -1}}, "FILTER_INVALID_EXPRESSION"),
    ({"a": {"$size": 1.5}}, "FILTER_INVALID_EXPRESSION"), ({"a": {"$match": "x"}}, "FILTER_INVALID_EXPRESSION"),
    ({"$lexical": {"$eq": "x"}}, "FILTER_INVALID_EXPRESSION"),
    ({"$lexical": {"$match": 5}}, "FILTER_INVALID_EXPRESSION"),
    ({"$lexical": {"$match": "x"}}, "LEXICAL_NOT_ENABLED_FOR_COLLECTION"),
    ({"$not": {"$lexical": {"$match": "x"}}}, "FILTER_INVALID_EXPRESSION"),
    ({"a": {"$regex": "x"}}, "FILTER_UNSUPPORTED_OPERATOR"), ({"a": {"$EQ": 1}}, "FILTER_UNSUPPORTED_OPERATOR"),
    ({"_id": {"$gt": 1, "$lt": 9}}, "FILTER_MULTIPLE_ID_FILTER"),
    ({"$or": [{"_id": 1}, {"_id": 2}]}, "FILTER_MULTIPLE_ID_FILTER"),
    ({"$or": [{"_id": 1}, {"a": 2}]}, "FILTER_INVALID_EXPRESSION"),
    ({"_id": {"$ne": True}}, "FILTER_UNSUPPORTED_DATA_TYPE"), ({"_id": {"a": 1}}, "SHRED_BAD_DOCID_TYPE"),
    ({"_id": ""}, "SHRED_BAD_DOCID_VALUE"), ({"a": {"$date": "x"}}, "SHRED_BAD_EJSON_VALUE"),
    ({"a": {"$gt": {"$date": "x"}}}, "FILTER_INVALID_EXPRESSION"), ({"a": {"$uuid": "x"}}, "SHRED_BAD_EJSON_VALUE"),
    ({f"f{at}": 1 for at in range(65)}, "FILTER_FIELDS_LIMIT_VIOLATION"),
    ({"_id": {"$all": [1]}}, "INTERNAL_SERVER_ERROR"), ({"_id": {"$size": 1}}, "FILTER_INVALID_EXPRESSION"),
    ({"a": {"$in": [{"$date": 1}]}}, "INTERNAL_SERVER_ERROR"),
    ({"_id": {"$gt": {"$uuid": UUID}}}, "UNEXPECTED_SERVER_ERROR"), ({"_id": [1]}, "FILTER_INVALID_EXPRESSION"),
]  # fmt: skip


@pytest.mark.parametrize(("filter_json", "code"), REFUSED, ids=str)
def test_refusals(filter_json: Any, code: str) -> None:
    assert refusal(filter_json) == code


def test_limits_hold_exactly() -> None:
    filters.parse({f"f{at}": 1 for at in range(64)}, rules())
    filters.parse({"a": {"$in": list(range(100))}}, rules())


UNINDEXED = [
    (of([], ["secret", "o.q"]), {"secret": 1}, "FILTER_PATH_UNINDEXED"),
    (of([], ["secret", "o.q"]), {"o.q.r": 1}, "FILTER_PATH_UNINDEXED"),
    (of([], ["secret", "o.q"]), {"o": {"p": 1, "q": 2}}, "FILTER_PATH_UNINDEXED"),
    (of([], ["*"]), {"a": 1}, "FILTER_PATH_UNINDEXED"),
    (of([], ["*"]), {"$vector": {"$exists": True}}, "FILTER_PATH_UNINDEXED"),
    (of([], ["*"]), {"_id": {"$gt": 1}}, "FILTER_ID_NOT_INDEXED"),
    (of(["a"], []), {"b": 1}, "FILTER_PATH_UNINDEXED"),
    (of(["a"], []), {"_id": {"$ne": 1}}, "FILTER_ID_NOT_INDEXED"),
]


@pytest.mark.parametrize(("indexing", "filter_json", "code"), UNINDEXED, ids=str)
def test_paths_that_are_not_indexed(indexing: Indexing, filter_json: Any, code: str) -> None:
    assert refusal(filter_json, indexing) == code


@pytest.mark.parametrize(
    ("indexing", "filter_json"),
    [
        (of([], ["secret", "o.q"]), {"a": 1, "o.p": 1, "o.qq": 1}),
        (of([], ["*"]), {"_id": {"$in": [1]}}),
        (of(["a"], []), {"a.b": 1, "_id": 5, "$vector": {"$exists": True}}),
        (of(["*"], []), {"anything": 1}),
    ],
    ids=str,
)
def test_paths_that_are_indexed(indexing: Indexing, filter_json: Any) -> None:
    filters.parse(filter_json, rules(indexing))


SMALL = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "a", "b"])
VALUE = SMALL | st.lists(SMALL, max_size=2) | st.dictionaries(st.sampled_from("ab"), SMALL, max_size=2)
DOCUMENTS = st.dictionaries(st.sampled_from(["a", "b"]), VALUE, max_size=2).map(lambda members: {"_id": 1, **members})


@given(document=DOCUMENTS, operand=SMALL)
def test_ne_is_the_complement_of_eq(document: Any, operand: Any) -> None:
    assert matches({"a": {"$eq": operand}}, document) != matches({"a": {"$ne": operand}}, document)


@given(document=DOCUMENTS, operands=st.lists(SMALL, min_size=1, max_size=3))
def test_nin_is_the_complement_of_in(document: Any, operands: Any) -> None:
    assert matches({"a": {"$in": operands}}, document) != matches({"a": {"$nin": operands}}, document)


@given(document=DOCUMENTS, operand=SMALL)
def test_not_of_an_equality_is_ne(document: Any, operand: Any) -> None:
    assert matches({"$not": {"a": operand}}, document) == matches({"a": {"$ne": operand}}, document)


@given(document=DOCUMENTS, operand=st.integers(-2, 2))
def test_greater_or_not_greater_is_every_number(document: Any, operand: int) -> None:
    greater, not_greater = (matches({"a": {operator: operand}}, document) for operator in ("$gt", "$lte"))
    value = document.get("a")
    assert (greater or not_greater) == (isinstance(value, int) and not isinstance(value, bool))
    assert not (greater and not_greater)
