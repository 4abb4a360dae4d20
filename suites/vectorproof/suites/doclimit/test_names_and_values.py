"""How members may be called, what values may be wrapped, and what comes back of it all."""

import json
from decimal import Decimal
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, document_is, found_ids, holds, inserted, refused_with
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import object_in
from vectorproof.harness.judging import Judge
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_NAMES: Final = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda name: not name.startswith("$") and name != "_id"
)
_WORDS: Final = st.text("abcdefghij", min_size=1, max_size=8)
_DEPTHS: Final = st.integers(0, 4)


@requirement("DOCLIMIT-012")
@boundaries(
    {"a space": {"name": " "}, "dots and ampersands": {"name": "a.b&c&&."}, "another alphabet": {"name": "имя"}}
)
@costly(3)
@given(name=_NAMES)
def test_name(target: Target, name: str) -> None:
    """Whatever is not empty and has no dollar in front is a name."""
    with target.space() as space:
        collection = space.database.collection()
        document = {"_id": "1", name: {name: 1}}
        space.check("DOCLIMIT-012", collection.insert_one(document), inserted("1"))
        space.check("DOCLIMIT-012", collection.find_one({}), document_is(document))


_NO_NAMES = (
    Row(
        "DOCLIMIT-013",
        {"no name at the root": ("", 0), "no name far below": ("", 4)},
        _DEPTHS.map(lambda depth: ("", depth)),
    ),
    Row(
        "DOCLIMIT-014",
        {"a dollar at the root": ("$a", 0), "a dollar below": ("$set", 2), "a dollar alone": ("$", 1)},
        st.tuples(_WORDS.map("$x".__add__), _DEPTHS),
    ),
    Row(
        "DOCLIMIT-015",
        {"$vector below": ("$vector", 1), "$vectorize below": ("$vectorize", 2), "$lexical below": ("$lexical", 3)},
        st.tuples(st.sampled_from(("$vector", "$vectorize", "$lexical")), st.integers(1, 4)),
    ),
)


@requirement(*ids(_NO_NAMES))
@boundaries(edges(_NO_NAMES))
@costly(3)
@given(row=rows_of(_NO_NAMES))
def test_no_name(target: Target, row: Drawn) -> None:
    """What is no name is refused at whatever depth it stands."""
    name, depth = row.value
    inner: dict[str, Any] = {name: 1, "b": 2}
    for _ in range(depth):
        inner = {"in": inner}
    with target.space() as space:
        answer = space.database.collection().insert_one({"_id": "1", **inner})
        space.check(row.requirement, answer, _refused("SHRED_BAD_FIELD_NAME"))


_NO_VALUES = (
    Row(
        "DOCLIMIT-016",
        {"a date in words": {"$date": "2024-01-01"}, "half a millisecond": {"$date": 1.5}},
        _WORDS.map(lambda word: {"$date": word}),
    ),
    Row(
        "DOCLIMIT-017",
        {"a UUID without its dashes": {"$uuid": "1" * 32}, "a UUID that is a number": {"$uuid": 5}},
        _WORDS.map(lambda word: {"$uuid": word}),
    ),
    Row(
        "DOCLIMIT-018",
        {
            "23 digits": {"$objectId": "1" * 23},
            "25 digits": {"$objectId": "1" * 25},
            "a letter too far": {"$objectId": "1" * 23 + "g"},
        },
        st.integers(0, 60).filter(lambda n: n != 24).map(lambda n: {"$objectId": "a" * n}),
    ),
)


@requirement(*ids(_NO_VALUES))
@boundaries(edges(_NO_VALUES))
@costly(3)
@given(row=rows_of(_NO_VALUES))
def test_no_value(target: Target, row: Drawn) -> None:
    """A wrapper around what it is not for is refused."""
    with target.space() as space:
        answer = space.database.collection().insert_one({"_id": "1", "v": row.value})
        space.check(row.requirement, answer, _refused("SHRED_BAD_EJSON_VALUE"))


@requirement("DOCLIMIT-019")
@boundaries(
    {
        "the epoch": {"value": {"$date": 0}},
        "before the epoch": {"value": {"$date": -1}},
        "a UUID": {"value": {"$uuid": "11111111-2222-4333-8444-555555555555"}},
        "an object id": {"value": {"$objectId": "0123456789abcdef01234567"}},
    }
)
@costly(3)
@given(
    value=st.one_of(
        st.integers(-(2**53), 2**53).map(lambda n: {"$date": n}),
        st.uuids().map(lambda one: {"$uuid": str(one)}),
        st.text("0123456789abcdef", min_size=24, max_size=24).map(lambda digits: {"$objectId": digits}),
    )
)
def test_value(target: Target, value: dict[str, Any]) -> None:
    """A wrapped value comes back in its wrapper, alone and inside others."""
    document = {"_id": "1", "v": value, "in": {"l": [value, 1]}}
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one(document)
        space.check("DOCLIMIT-019", collection.find_one({}), document_is(document))


@requirement("DOCLIMIT-020", "DOCLIMIT-021")
@boundaries({"one letter each": {"first": "a", "second": "b"}, "with an ampersand": {"first": "a&", "second": "b"}})
@costly(3)
@given(first=st.text("ab&", min_size=1, max_size=4), second=st.text("ab&", min_size=1, max_size=4))
def test_dots(target: Target, first: str, second: str) -> None:
    """A dot in a name and a member of a member are two things, and each has a path of its own."""
    with target.space() as space:
        collection = space.database.collection()
        flat, deep = {"_id": "flat", f"{first}.{second}": 1}, {"_id": "deep", first: {second: 1}}
        collection.insert_many([flat, deep])
        space.check("DOCLIMIT-020", collection.find_one({"_id": "flat"}), document_is(flat))
        escaped = [segment.replace("&", "&&") for segment in (first, second)]
        space.check("DOCLIMIT-021", collection.find({"&.".join(escaped): 1}), found_ids("flat"))
        space.check("DOCLIMIT-020", collection.find({".".join(escaped): 1}), found_ids("deep"))


@requirement("DOCLIMIT-022")
@boundaries(
    {
        "a tenth": {"number": "0.1"},
        "beyond a float": {"number": "12345678901234567890.123456789"},
        "smallest": {"number": "1E-30"},
    }
)
@costly(3)
@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=12).map(str)
)
def test_decimals(target: Target, number: str) -> None:
    """A number is the one that was sent, digit by digit, and is found by itself."""
    with target.space() as space:
        collection = space.database.collection()
        body = f'{{"insertOne": {{"document": {{"_id": "1", "n": {number}}}}}}}'
        space.database.send_text(body, keyspace=collection.keyspace, collection=collection.name)
        space.check(
            "DOCLIMIT-022",
            collection.find_one({}),
            holds(f"n = {number}", lambda seen: _number(seen) == Decimal(number)),
        )


@requirement("DOCLIMIT-023")
@boundaries({"_id last": {"names": ["b", "a", "_id"]}, "_id within": {"names": ["z", "_id", "a"]}})
@costly(3)
@given(
    names=st.lists(_WORDS, min_size=1, max_size=5, unique=True).flatmap(lambda names: st.permutations(["_id", *names]))
)
def test_order(target: Target, names: list[str]) -> None:
    """Members stay in their order; the id is the first of them."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one(dict.fromkeys(names, "1"))
        wanted = ["_id", *(name for name in names if name != "_id")]
        space.check(
            "DOCLIMIT-023",
            collection.find_one({}),
            holds(f"the members {wanted}", lambda seen: list(seen.document or {}) == wanted),
        )


def _refused(code: str) -> Judge[Exchange]:
    return all_of(refused_with(code, family="REQUEST", scope="DOCUMENT"), holds("no id inserted", _inserted_nothing))


def _inserted_nothing(seen: Exchange) -> bool:
    return seen.status_member.get("insertedIds") == []


def _number(seen: Exchange) -> object:
    body = object_in(json.loads(seen.raw, parse_float=Decimal, parse_int=Decimal)) or {}
    data = object_in(body.get("data")) or {}
    return (object_in(data.get("document")) or {}).get("n")
