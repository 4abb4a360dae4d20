"""Order, vectors, versions and limits of what is stored (data-api 4.5, 12, 14)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vectorproof.mocks.dataapi.clauses.ids import key_of
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.storage.collection import Collection, Writing
from vectorproof.mocks.dataapi.storage.definition import (
    Definition,
    IndexingLists,
    Lexical,
    Rerank,
    VectorDefinition,
)
from vectorproof.mocks.dataapi.storage.store import Databases
from vectorproof.mocks.dataapi.storage.token_order import token
from vectorproof.mocks.dataapi.storage.vectors import VectorIndex, cosine, dot_product, euclidean


def definition(
    name: str = "c", *, dimension: int | None = None, lexical: bool = False, deny: tuple[str, ...] | None = None
) -> Definition:
    vector = VectorDefinition(dimension, "cosine", "other") if dimension else None
    indexing = None if deny is None else IndexingLists(None, deny)
    return Definition(name, None, vector, indexing, Lexical(enabled=lexical), Rerank(enabled=False))


def writing(document_id: object, vector: tuple[float, ...] | None = None) -> Writing:
    return Writing(key_of(document_id), {"_id": document_id}, vector)


def test_tokens_are_those_of_a_real_database() -> None:
    """The order in which Cassandra 5.0 gave these numeric and textual ids."""
    seen = ["both", "h2", "long", "w", "h", 5]
    assert sorted(seen, key=lambda each: token(key_of(each))) == seen


def test_long_keys_go_through_whole_blocks() -> None:
    tokens = {token(key_of("x" * length)) for length in range(1, 70)}
    assert len(tokens) == 69
    assert all(-(2**63) <= each < 2**63 for each in tokens)


@given(st.lists(st.integers(0, 50), unique=True), st.lists(st.integers(0, 50)))
def test_a_scan_gives_what_is_there_once_and_in_order(inserted: list[int], deleted: list[int]) -> None:
    collection = Collection("ks", definition(), None)
    for at, each in enumerate(inserted):
        assert collection.insert(writing(each))
        if at % 3 == 0:
            list(collection.scan())
    for each in deleted:
        stored = collection.get(key_of(each))
        if stored is not None:
            assert collection.delete(stored)
    keys = [stored.key for stored in collection.scan()]
    assert sorted(keys) == sorted(key_of(each) for each in set(inserted) - set(deleted))
    assert [token(key) for key in keys] == sorted(token(key) for key in keys)


def test_a_scan_goes_on_behind_a_position() -> None:
    collection = Collection("ks", definition(), None)
    for each in range(10):
        collection.insert(writing(each))
    keys = [stored.key for stored in collection.scan()]
    assert [stored.key for stored in collection.scan(collection.position(keys[3]))] == keys[4:]


def test_a_write_over_what_somebody_else_changed_fails() -> None:
    collection = Collection("ks", definition(), None)
    collection.insert(writing(1))
    read = collection.get(key_of(1))
    assert read is not None
    assert collection.replace(read, writing(1))
    assert not collection.replace(read, writing(1))
    assert not collection.delete(read)
    assert not collection.insert(writing(1))


VECTORS = arrays.arrays(
    np.float32, (8, 3), elements=st.floats(-2, 2, width=32).filter(lambda x: x == 0 or abs(x) > 0.01)
)


@pytest.mark.parametrize("metric", [cosine, dot_product, euclidean])
@given(vectors=VECTORS, removed=st.sets(st.integers(0, 7), max_size=4), limit=st.integers(1, 9))
def test_the_nearest_are_those_of_brute_force(
    metric: object, vectors: np.ndarray, removed: set[int], limit: int
) -> None:
    vectors = vectors + np.float32(3)
    index, query = VectorIndex(3, metric), np.array([1, 2, 3], dtype=np.float32)  # type: ignore[arg-type]  # a parameter
    for at, vector in enumerate(vectors):
        index.put(key_of(at), vector.tolist())
    for at in removed:
        index.remove(key_of(at))
    expected = sorted((reference(metric, vectors[at], query) for at in range(8) if at not in removed), reverse=True)
    found = index.nearest(query.tolist(), limit, None)
    assert [near for _, near in found] == pytest.approx(expected[:limit], abs=1e-5)
    some = [key_of(at) for at in range(0, 8, 2)]
    assert {key for key, _ in index.nearest(query.tolist(), 99, some)} <= set(some)


def reference(metric: object, vector: np.ndarray, query: np.ndarray) -> float:
    a, b = vector.astype(float), query.astype(float)
    if metric is cosine:
        return float((1 + a @ b / np.linalg.norm(a) / np.linalg.norm(b)) / 2)
    return float((1 + a @ b) / 2) if metric is dot_product else float(1 / (1 + np.sum((a - b) ** 2)))


def test_many_rows_grow_the_matrix() -> None:
    index = VectorIndex(2, dot_product)
    for at in range(100):
        index.put(key_of(at), (float(at), 0.0))
    index.put(key_of(3), (1000.0, 0.0))
    assert [key for key, _ in index.nearest((1.0, 0.0), 2, None)] == [key_of(3), key_of(99)]
    index.clear()
    assert index.nearest((1.0, 0.0), 2, None) == []


@pytest.mark.parametrize(
    ("made", "count"),
    [
        (definition(), 8),
        (definition(dimension=2), 9),
        (definition(dimension=2, lexical=True), 10),
        (definition(lexical=True), 9),
        (definition(deny=("*",), dimension=2, lexical=True), 2),
        (definition(deny=("*",)), 0),
        (definition(deny=("a",)), 8),
    ],
)
def test_indexes_that_a_collection_takes(made: Definition, count: int) -> None:
    assert len(made.indexes()) == count


def test_the_database_refuses_the_index_that_is_one_too_many_and_leaves_the_collection_half_made() -> None:
    store = Databases()
    keyspace = store.keyspace("db", "ks")
    store.create("db", keyspace, definition("a"), None, 12)
    with pytest.raises(WireError, match="TOO_MANY_INDEXES_FOR_COLLECTION"):
        store.create("db", keyspace, definition("b"), None, 12)
    assert store.index_count("db") == 12
    assert len(keyspace.collections["b"].indexes) == 4


def test_a_keyspace_that_comes_back_is_empty() -> None:
    store = Databases()
    store.create("db", store.keyspace("db", "ks"), definition(), None, 100)
    store.keep_only("db", ("other",))
    assert not store.keyspace("db", "ks").collections
    store.create("db", store.keyspace("db", "ks"), definition(), None, 100)
    store.forget("db")
    assert store.index_count("db") == 0
