"""Commands side by side: what runs between two waits is whole, and who comes too late reads again (data-api 14)."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import KEY, TOKEN, V2, Lab

CALLERS = 8
LOST = "FAILED_CONCURRENT_OPERATIONS"
Command = dict[str, Any]


@pytest.fixture
def bound(fresh: Lab) -> Lab:
    """Serve one collection that embeds, with one document in it."""
    fresh.create("c", vector={"service": {"provider": "jinaAI", "modelName": V2}})
    fresh.run("c", "insertOne", document={"_id": 1, "n": 0})
    return fresh


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Give callers that do not wait for each other."""
    with ThreadPoolExecutor(CALLERS) as callers:
        yield callers


def ask(lab: Lab, command: Command) -> Any:
    """Run a command on a connection of its own."""
    client = http.client.HTTPConnection("127.0.0.1", lab.port, timeout=20)
    headers = {"Token": TOKEN, "Content-Type": "application/json", "x-embedding-api-key": KEY}
    client.request("POST", "/v1/ks/c", json.dumps(command).encode(), headers)
    answer = json.loads(client.getresponse().read())
    client.close()
    return answer


def together(pool: ThreadPoolExecutor, lab: Lab, command: Callable[[int], Command]) -> list[Any]:
    """Have all callers send a command at once."""
    start = threading.Barrier(CALLERS)

    def send(number: int) -> Any:
        start.wait(10)
        return ask(lab, command(number))

    return list(pool.map(send, range(CALLERS)))


def held(pool: ThreadPoolExecutor, lab: Lab, command: Command) -> tuple[Future[Any], threading.Event]:
    """Send a command whose text the provider holds back until the event is set; it has read its document by then."""
    lab.provider.gate = gate = threading.Event()
    future = pool.submit(ask, lab, command)
    assert lab.provider.waiting.acquire(timeout=10)
    lab.provider.gate = None
    return future, gate


def found(lab: Lab) -> list[Any]:
    """Read all documents, without their vectors."""
    return list(lab.run("c", "find", sort={"_id": 1}).json["data"]["documents"])


def embedding(**rest: Any) -> Command:
    """Make an update that has to wait for the provider."""
    return {"updateOne": {"filter": {"_id": 1}, "update": {"$set": {"$vectorize": "text", **rest}}}}


def test_one_of_many_inserts_of_an_id_wins(bound: Lab, pool: ThreadPoolExecutor) -> None:
    answers = together(pool, bound, lambda number: {"insertOne": {"document": {"_id": "x", "by": number}}})
    won = [number for number, answer in enumerate(answers) if "errors" not in answer]
    lost = {error["errorCode"] for answer in answers for error in answer.get("errors", [])}

    assert (len(won), lost) == (1, {"DOCUMENT_ALREADY_EXISTS"})
    assert bound.run("c", "findOne", filter={"_id": "x"}).json["data"]["document"]["by"] == won[0]


def test_every_increment_that_is_told_of_is_there(bound: Lab, pool: ThreadPoolExecutor) -> None:
    answers = together(pool, bound, lambda _: {"updateOne": {"filter": {"_id": 1}, "update": {"$inc": {"n": 1}}}})

    assert sum(answer["status"]["modifiedCount"] for answer in answers) == CALLERS
    assert found(bound) == [{"_id": 1, "n": CALLERS}]


def test_one_of_many_deletions_deletes(bound: Lab, pool: ThreadPoolExecutor) -> None:
    answers = together(pool, bound, lambda _: {"deleteOne": {"filter": {"_id": 1}}})

    assert sorted(answer["status"]["deletedCount"] for answer in answers) == [0] * (CALLERS - 1) + [1]


def test_one_of_many_upserts_inserts_and_the_others_update(bound: Lab, pool: ThreadPoolExecutor) -> None:
    update = {"filter": {"_id": "u"}, "update": {"$inc": {"n": 1}}, "options": {"upsert": True}}
    answers = together(pool, bound, lambda _: {"updateOne": update})

    assert sum("upsertedId" in answer["status"] for answer in answers) == 1
    assert bound.run("c", "findOne", filter={"_id": "u"}).json["data"]["document"]["n"] == CALLERS


def test_many_insert_many_are_each_whole(bound: Lab, pool: ThreadPoolExecutor) -> None:
    together(pool, bound, lambda number: {"insertMany": {"documents": [{"of": number} for _ in range(20)]}})
    counts = [bound.run("c", "countDocuments", filter={"of": at}).json["status"]["count"] for at in range(CALLERS)]

    assert counts == [20] * CALLERS


def test_who_comes_too_late_reads_again(bound: Lab, pool: ThreadPoolExecutor) -> None:
    late, gate = held(pool, bound, embedding(late=True))
    bound.run("c", "updateOne", filter={"_id": 1}, update={"$inc": {"n": 5}})
    gate.set()

    assert late.result(10)["status"] == {"matchedCount": 1, "modifiedCount": 1}
    assert found(bound) == [{"_id": 1, "n": 5, "late": True}]


def test_a_document_that_no_longer_matches_is_passed_over(bound: Lab, pool: ThreadPoolExecutor) -> None:
    command = embedding(late=True)
    command["updateOne"]["filter"] = {"_id": 1, "n": 0}
    late, gate = held(pool, bound, command)
    bound.run("c", "updateOne", filter={"_id": 1}, update={"$inc": {"n": 1}})
    gate.set()

    assert late.result(10)["status"] == {"matchedCount": 1, "modifiedCount": 0}
    assert found(bound) == [{"_id": 1, "n": 1}]


def test_a_document_that_is_gone_is_passed_over_and_does_not_come_back(bound: Lab, pool: ThreadPoolExecutor) -> None:
    late, gate = held(pool, bound, embedding(late=True))
    bound.run("c", "deleteOne", filter={"_id": 1})
    gate.set()

    assert late.result(10)["status"] == {"matchedCount": 1, "modifiedCount": 0}
    assert found(bound) == []


def test_who_is_always_too_late_is_told_so_with_the_document(bound: Lab, pool: ThreadPoolExecutor) -> None:
    late, closed = held(pool, bound, embedding(late=True))
    for attempt in range(4):
        bound.run("c", "updateOne", filter={"_id": 1}, update={"$inc": {"n": 1}})
        bound.provider.gate, opened = threading.Event(), closed
        closed = bound.provider.gate
        opened.set()
        # The fourth was the last.
        assert attempt == 3 or bound.provider.waiting.acquire(timeout=10)
    answer = late.result(10)

    assert [error["errorCode"] for error in answer["errors"]] == [LOST]
    assert answer["errors"][0]["documentIds"] == [1]
    assert answer["status"] == {"matchedCount": 1, "modifiedCount": 0}
    assert "late" not in found(bound)[0]


def test_a_collection_that_is_dropped_meanwhile_breaks_nobody(bound: Lab, pool: ThreadPoolExecutor) -> None:
    late, gate = held(pool, bound, {"insertOne": {"document": {"_id": 2, "$vectorize": "text"}}})
    bound.keyspace("deleteCollection", name="c")
    gate.set()
    late.result(10)

    assert bound.keyspace("findCollections").json["status"]["collections"] == []
    assert bound.create("c").codes == []
    assert found(bound) == []
