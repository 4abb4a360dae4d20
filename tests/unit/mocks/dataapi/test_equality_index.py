"""An index only makes filters quicker: in any sequence of writes it finds what a look at each document finds."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorproof.mocks.dataapi.clauses import ids, values
from vectorproof.mocks.dataapi.clauses.filters import Comparison
from vectorproof.mocks.dataapi.clauses.matching import compiled
from vectorproof.mocks.dataapi.storage import collection as storage
from vectorproof.mocks.dataapi.storage.collection import Collection, Stored, Writing
from vectorproof.mocks.dataapi.storage.definition import Definition, Lexical, Rerank

PATHS = (("a",), ("b", "c"), ("b", "0"))
scalars = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        -3,
        Decimal("1.5"),
        Decimal(1),
        "",
        "1",
        "x",
        {"$date": 5},
        {"$date": "no"},
        {"$uuid": "u"},
    ]
)
some = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("c"), inner), max_leaves=4
)
documents = st.fixed_dictionaries({}, optional={"a": some, "b": some})
writes = st.tuples(st.sampled_from(["insert", "replace", "delete"]), st.integers(0, 30), documents)
questions = st.tuples(st.just("ask"), st.sampled_from(PATHS), scalars)


@pytest.fixture(autouse=True)
def _index_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use an index however few documents there are."""
    monkeypatch.setattr(storage, "_INDEXED_FROM", 0)


def made() -> Collection:
    return Collection("ks", Definition("c", None, None, None, Lexical(enabled=False), Rerank(enabled=False)), None)


def write(collection: Collection, how: str, number: int, document: dict[str, Any]) -> None:
    key = ids.key_of(f"d{number}")
    writing = Writing(key, {"_id": f"d{number}", **document}, None)
    stored = collection.get(key)
    if how == "insert":
        collection.insert(writing)
    elif stored is not None and how == "replace":
        collection.replace(stored, writing)
    elif stored is not None:
        collection.delete(stored)


def answers(collection: Collection, path: tuple[str, ...], operand: Any) -> tuple[list[Stored], list[Stored]]:
    """Give what matches among the candidates of the index, and among all documents."""
    matches = compiled(Comparison(".".join(path), path, "$eq", operand))
    found = [one for one in collection.containing(path, values.operand(operand)) if matches(one.document)]
    return found, [one for one in collection.scan() if matches(one.document)]


@settings(deadline=None)
@given(st.lists(writes | questions, max_size=60), questions)
def test_index_finds_what_a_scan_finds(steps: list[tuple[Any, Any, Any]], last: tuple[Any, Any, Any]) -> None:
    collection = made()
    for step in [*steps, last]:
        if step[0] != "ask":
            write(collection, *step)
            continue
        found, expected = answers(collection, step[1], step[2])

        assert found == expected


def test_each_page_begins_behind_the_last_one() -> None:
    collection = made()
    for number in range(200):
        write(collection, "insert", number, {"a": number % 4})
    whole = list(collection.containing(("a",), values.operand(1)))
    middle = collection.position(whole[20].key)

    assert len(whole) == 50
    assert list(collection.containing(("a",), values.operand(1), middle)) == whole[21:]


def test_an_index_looks_at_few_documents() -> None:
    collection = made()
    for number in range(1_000):
        write(collection, "insert", number, {"a": f"g{number // 10}"})

    assert len(list(collection.containing(("a",), values.operand("g7")))) == 10


def test_paths_beyond_the_most_are_searched_without_an_index() -> None:
    collection = made()
    write(collection, "insert", 1, {f"p{number}": 1 for number in range(40)})
    found = [len(list(collection.containing((f"p{number}",), values.operand(2)))) for number in range(40)]

    assert found == [0] * 16 + [1] * 24


def test_new_documents_come_in_the_order_of_tokens_however_many() -> None:
    collection = made()
    for many in (1, 100, 1, 70, 3):
        for number in range(len(collection), len(collection) + many):
            write(collection, "insert", number, {})
        keys = [stored.key for stored in collection.scan()]

        assert keys == sorted(keys, key=collection.position)
        assert len(keys) == len(collection)
