"""Sorting, projection, paths and JSON text, as tables (data-api 6, 7, 11)."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.mocks.dataapi.clauses import ids, projections, sorting
from vectorproof.mocks.dataapi.clauses.paths import PathError, split
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import BigInt, compact, read, without_lone_surrogates

DOCUMENT = {
    "_id": 1, "a": 5, "o": {"x": 1, "y": 2}, "arr": [{"x": 1, "y": 2}, 3, [{"x": 9}]], "nums": [1, 2, 3, 4],
    "$vector": [1, 2], "$vectorize": "t",
}  # fmt: skip
REST = {"a": 5, "o": {"x": 1, "y": 2}, "arr": DOCUMENT["arr"], "nums": [1, 2, 3, 4]}


def shown(projection: Any) -> dict[str, Any]:
    return projections.parse(given=True, projection_json=projection).apply(DOCUMENT)


PROJECTED: list[tuple[Any, Any]] = [
    ({}, {"_id": 1, **REST}), ({"*": 1}, DOCUMENT), ({"*": 0}, {}), ({"a": 1}, {"_id": 1, "a": 5}),
    ({"a": 1, "_id": 0}, {"a": 5}), ({"_id": 1}, {"_id": 1, **REST}), ({"_id": 0}, REST),
    ({"$vector": 1}, {"_id": 1, **REST, "$vector": [1, 2]}),
    ({"a": 1, "$vector": 1}, {"_id": 1, "a": 5, "$vector": [1, 2]}),
    ({"a": 0, "o": 0, "arr": 0}, {"_id": 1, "nums": [1, 2, 3, 4]}), ({"o.x": 1}, {"_id": 1, "o": {"x": 1}}),
    ({"o": {"x": 1}}, {"_id": 1, "o": {"x": 1}}), ({"arr.x": 1}, {"_id": 1, "arr": [{"x": 1}, 3, [{"x": 9}]]}),
    ({"a.b": 1}, {"_id": 1, "a": 5}), ({"missing": 1}, {"_id": 1}), ({"a": {}}, {"_id": 1, **REST}),
    ({"nums": {"$slice": 2}}, {"_id": 1, **REST, "nums": [1, 2]}),
    ({"nums": {"$slice": -1}}, {"_id": 1, **REST, "nums": [4]}),
    ({"nums": {"$slice": [1, 2]}}, {"_id": 1, **REST, "nums": [2, 3]}),
    ({"nums": {"$slice": [-3, 2]}}, {"_id": 1, **REST, "nums": [2, 3]}),
    ({"a": 1, "nums": {"$slice": 1}}, {"_id": 1, "a": 5, "nums": [1]}),
    ({"a": True, "o.y": 1}, {"_id": 1, "a": 5, "o": {"y": 2}}),
]  # fmt: skip


@pytest.mark.parametrize(("projection", "expected"), PROJECTED, ids=str)
def test_projection(projection: Any, expected: Any) -> None:
    assert shown(projection) == expected


@pytest.mark.parametrize(
    ("projection", "code"),
    [(value, "UNSUPPORTED_PROJECTION_DEFINITION") for value in (None, 5, "a", ["a"])]
    + [
        (value, "UNSUPPORTED_PROJECTION_PARAM")
        for value in (
            {"*": 1, "a": 1},
            {"*": "x"},
            {"a": 1, "b": 0},
            {"a": "x"},
            {"a": None},
            {"a": [1]},
            {"$x": 1},
            {"": 1},
            {"a": {"$elemMatch": 1}},
            {"a&b": 1},
            {"a": 1, "a.b": 1},
            {"a.b": 1, "a": {"b": 1}},
            {"a..b": 1},
            {"a": {"$slice": "x"}},
            {"a": {"$slice": [1, -1]}},
            {"a": {"$slice": [1]}},
            {"a": {"$slice": 1.5}},
        )
    ],
    ids=str,
)
def test_projection_refusals(projection: Any, code: str) -> None:
    with pytest.raises(WireError) as raised:
        projections.parse(given=True, projection_json=projection)
    assert raised.value.spec.code == code


@given(st.lists(st.integers(), max_size=6), st.integers(-8, 8))
def test_slice_is_pythons_slice(items: list[int], count: int) -> None:
    document = {"_id": 1, "a": items}
    found = projections.parse(given=True, projection_json={"a": {"$slice": count}}).apply(document)["a"]
    assert found == (items[:count] if count >= 0 else items[count:])


ORDER: list[Any] = [
    "missing", None, -1, 2, "A", "a", {"x": 1}, [1], False, True, {"$date": 1}, {"$date": 2},
]  # fmt: skip


@pytest.mark.parametrize("descending", [False, True])
def test_order_of_types(*, descending: bool) -> None:
    documents = [
        {"_id": at} if value == "missing" else {"_id": at, "v": value} for at, value in reversed([*enumerate(ORDER)])
    ]
    clause = sorting.parse({"v": -1 if descending else 1})
    found = [document["_id"] for document in sorting.ordered(documents, clause.fields)]
    assert found == sorted(range(len(ORDER)), reverse=descending)


def test_ties_go_by_id_and_later_keys_count_less() -> None:
    documents = [{"_id": "b", "v": 1, "w": 1}, {"_id": "a", "v": 1, "w": 1}, {"_id": "c", "v": 1, "w": 2}]
    clause = sorting.parse({"v": 1, "w": -1})
    assert [document["_id"] for document in sorting.ordered(documents, clause.fields)] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("sort", "code"),
    [
        (5, "SORT_CLAUSE_INVALID"), ([], "SORT_CLAUSE_INVALID"), ({"$vector": [1], "a": 1}, "SORT_CLAUSE_INVALID"),
        ({"$vectorize": "t", "$vector": [1]}, "SORT_CLAUSE_INVALID"), ({"$lexical": 5}, "SORT_CLAUSE_INVALID"),
        ({"$vector": "x"}, "SORT_CLAUSE_VALUE_INVALID"), ({"$vector": []}, "SHRED_BAD_VECTOR_SIZE"),
        ({"$vector": [1, "x"]}, "SHRED_BAD_VECTOR_VALUE"), ({"$vector": {"$binary": "!"}}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"$vector": {"a": 1}}, "SORT_CLAUSE_VALUE_INVALID"), ({"$vectorize": ""}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"$vectorize": 5}, "SORT_CLAUSE_VALUE_INVALID"), ({"a": 2}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"a": Decimal(1)}, "SORT_CLAUSE_VALUE_INVALID"), ({"a": True}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"": 1}, "SORT_CLAUSE_PATH_INVALID"), ({"$hybrid": "t"}, "SORT_CLAUSE_PATH_INVALID"),
        ({"a&b": 1}, "SORT_CLAUSE_PATH_INVALID"),
    ],
    ids=str,
)  # fmt: skip
def test_sort_refusals(sort: Any, code: str) -> None:
    with pytest.raises(WireError) as raised:
        sorting.parse(sort)
    assert raised.value.spec.code == code


def test_binary_sort_is_the_same_as_an_array() -> None:
    assert sorting.parse({"$vector": {"$binary": "P4AAAEAAAAA="}}) == sorting.parse({"$vector": [1, 2]})


@given(st.lists(st.text(max_size=4), min_size=1, max_size=4))
def test_escaped_paths_come_apart_again(names: list[str]) -> None:
    path = ".".join(name.replace("&", "&&").replace(".", "&.") for name in names)
    assert split(path) == tuple(names)


@given(st.text(alphabet="ab.&", max_size=8))
def test_a_path_is_split_or_refused(path: str) -> None:
    try:
        segments = split(path)
    except PathError:
        assert "&" in path
    else:
        assert len(segments) >= 1


@pytest.mark.parametrize(
    ("sent", "back"),
    [("100.00", "1E+2"), ("1e3", "1E+3"), ("-0.0", "0"), ("1.0", "1"), ("0.10", "0.1"), ("1E-7", "1E-7"),
    ("1000", "1000"),
     ("12345678901234567890", "12345678901234567890"), ("0.1234567890123456789", "0.1234567890123456789")],
)  # fmt: skip
def test_numbers_keep_their_digits(sent: str, back: str) -> None:
    assert compact(read(sent.encode(), 100)) == back


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(JSON)
def test_json_comes_back_as_it_was(value: Any) -> None:
    assert json.loads(compact(read(json.dumps(value).encode(), 5000))) == value


@pytest.mark.parametrize(
    "raw", [b"{", b"{wrong}", b'{"a":1,"a":2}', b"NaN", b'{"a":\xff}', b'"\x01"', b"1e99999999999999"]
)
def test_what_is_no_json(raw: bytes) -> None:
    with pytest.raises(WireError) as raised:
        read(raw, 100)
    assert raised.value.spec.code == "REQUEST_NOT_JSON"


def test_a_number_may_have_a_hundred_characters_and_no_more() -> None:
    assert isinstance(read(b"1" * 100, 100), BigInt)
    with pytest.raises(WireError, match="SHRED_DOC_LIMIT_VIOLATION"):
        read(b"1" * 101, 100)


def test_what_follows_the_first_value_is_ignored_and_nothing_is_null() -> None:
    assert read(b'{"a":1} trailing', 100) == {"a": 1}
    assert read(b"  ", 100) is None


def test_half_characters_become_question_marks() -> None:
    assert read(b'"\\ud800x"', 100) == "?x"
    assert without_lone_surrogates({"\udc00": ["\ud800"]}) == {"?": ["?"]}


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("5", 5, False), (5, Decimal(5), True), (1000, Decimal("1E+3"), False), (True, "true", False),
        (None, "null", False),
        ({"$uuid": "6F1C2F4E-6D1B-4D3A-9E58-0A1B2C3D4E5F"}, "6f1c2f4e-6d1b-4d3a-9e58-0a1b2c3d4e5f", True),
        ({"$objectId": "65A1B2C3D4E5F60718293A4B"}, "65a1b2c3d4e5f60718293a4b", True), ({"$date": 5}, 5, False),
    ],
)  # fmt: skip
def test_which_ids_are_the_same(left: Any, right: Any, *, same: bool) -> None:
    assert (ids.key_of(left) == ids.key_of(right)) is same


@pytest.mark.parametrize(
    "document_id",
    [[], {}, {"a": 1}, {"$uuid": "zz"}, {"$objectId": "1"}, {"$date": "x"}, {"$foo": 1}, {"$uuid": 5}],
    ids=str,
)
def test_what_cannot_be_an_id(document_id: Any) -> None:
    with pytest.raises(WireError, match="SHRED_BAD_DOCID_TYPE"):
        ids.key_of(document_id)
