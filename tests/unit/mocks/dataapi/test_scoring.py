"""A long search by vector: computed in a thread, while others are served, with the result of the moment it ends."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.mocks.dataapi.lab import TOKEN, Lab

from vectorproof.mocks.dataapi import DataApiParts
from vectorproof.mocks.dataapi.clauses.ids import DocumentKey, key_of
from vectorproof.mocks.dataapi.storage import vectors
from vectorproof.mocks.dataapi.storage.vectors import Matrix, VectorIndex, cosine

coordinates = st.integers(1, 9).map(float)
writes = st.tuples(st.sampled_from(["put", "remove", "clear"]), st.integers(0, 12), st.tuples(coordinates, coordinates))


def key(number: int) -> DocumentKey:
    return key_of(f"d{number}")


def write(index: VectorIndex, how: str, number: int, vector: tuple[float, float]) -> None:
    if how == "put":
        index.put(key(number), vector)
    elif how == "remove":
        index.remove(key(number))
    else:
        index.clear()


@settings(deadline=None)
@given(
    before=st.lists(writes, min_size=1, max_size=30),
    after=st.lists(writes, max_size=30),
    computed_late=st.booleans(),
    limit=st.integers(1, 20),
)
def test_scores_of_before_give_the_neighbours_of_now(
    *, before: list[Any], after: list[Any], computed_late: bool, limit: int
) -> None:
    index = VectorIndex(2, cosine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "_WORTH_A_THREAD", 0)
        for one in before:
            write(index, *one)
        scoring = index.scoring((3.0, 4.0))
    assert scoring is not None
    if not computed_late:
        scoring.compute()
    for one in after:
        write(index, *one)
    if computed_late:
        scoring.compute()

    assert index.nearest((3.0, 4.0), limit, None, scoring) == index.nearest((3.0, 4.0), limit, None)


def test_few_documents_are_scored_where_they_are() -> None:
    index = VectorIndex(2, cosine)
    index.put(key(1), (1.0, 2.0))

    assert index.scoring((3.0, 4.0)) is None


class Slow:
    """A similarity that lasts until it is told to go on."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.goes_on = threading.Event()

    def cosine(self, matrix: Matrix, norms: Matrix, query: Matrix) -> Matrix:
        """Wait, unless it is about what was written meanwhile."""
        found = cosine(matrix, norms, query)
        if len(matrix) > 1:
            self.begun.set()
            assert self.goes_on.wait(20)
        return found


def searched(port: int) -> list[str]:
    """Search on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    body = json.dumps({"find": {"sort": {"$vector": [1, 0]}}})
    connection.request("POST", "/v1/ks/c", body, {"Token": TOKEN, "Content-Type": "application/json"})
    found = json.loads(connection.getresponse().read())
    connection.close()
    return [document["_id"] for document in found["data"]["documents"]]


def test_others_are_served_during_a_search_and_what_they_write_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_WORTH_A_THREAD", 0)
    slow = Slow()
    lab = Lab(parts=DataApiParts(similarity={"cosine": slow.cosine}))
    try:
        documents = [
            {"_id": "far", "$vector": [0, 1]},
            {"_id": "mid", "$vector": [1, 1]},
            {"_id": "gone", "$vector": [1, 0]},
        ]
        lab.filled("c", *documents, vector={"dimension": 2, "metric": "cosine"})
        with ThreadPoolExecutor(1) as callers:
            search = callers.submit(searched, lab.port)
            assert slow.begun.wait(20)
            inserted = lab.run("c", "insertOne", document={"_id": "new", "$vector": [1, 0.1]})
            deleted = lab.run("c", "deleteOne", filter={"_id": "gone"})
            done = search.done()
            slow.goes_on.set()

            assert (inserted.codes, deleted.json["status"], done) == ([], {"deletedCount": 1}, False)
            assert search.result(20) == ["new", "mid", "far"]
    finally:
        slow.goes_on.set()
        lab.close()
