"""Ids and races, rule by rule (reference section 14)."""

import asyncio
import http.client
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import DATABASE, KEY, TOKEN, V3, Lab, Reply
from tests.unit.mocks.dataapi.sections.rows import covers

from vectorproof.mocks.core.ledger import Remembered
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.storage.collection import Writing
from vectorproof.mocks.dataapi.storage.definition import Definition, Lexical, Rerank
from vectorproof.mocks.dataapi.storage.rows import COLLECTIONS
from vectorproof.mocks.dataapi.storage.store import Databases

TEXTS = {"vector": {"dimension": 8, "service": {"provider": "jinaAI", "modelName": V3}}}
HEADERS = {"Token": TOKEN, "Content-Type": "application/json"}


def at_once(lab: Lab, path: str, bodies: list[Any], workers: int = 8) -> list[Any]:
    """Send commands over connections of their own, several at a time; gives the bodies of the answers."""

    def sent(body: Any) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", lab.port, timeout=20)
        try:
            connection.request("POST", path, json.dumps(body).encode(), HEADERS)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(sent, bodies))


def interfering(lab: Lab, command: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    """Make a provider that another writer overtakes: each time it is asked, the other one's command runs meanwhile."""
    running: set[asyncio.Task[Any]] = set()

    def answer(_: dict[str, Any]) -> None:
        running.add(asyncio.get_running_loop().create_task(lab.api.execute(DATABASE, "ks", "c", command)))

    return answer


@pytest.fixture
def racing(fresh: Lab) -> Lab:
    """Serve a collection ``c`` with one document, that embeds texts."""
    fresh.filled("c", {"_id": 1, "n": 0}, **TEXTS)
    return fresh


def change(lab: Lab, filter_json: Any = None) -> Reply:
    """Change the document in a way that takes some time."""
    return lab.run("c", "updateOne", KEY, filter=filter_json, update={"$set": {"$vectorize": "a"}})


@covers("14")
def test_of_those_who_insert_one_id_one_wins(fresh: Lab) -> None:
    fresh.filled("c")
    replies = at_once(fresh, "/v1/ks/c", [{"insertOne": {"document": {"_id": 1, "by": at}}} for at in range(20)])
    winners = [reply for reply in replies if "errors" not in reply]
    losers = [reply["errors"][0]["errorCode"] for reply in replies if "errors" in reply]
    assert (len(winners), losers) == (1, ["DOCUMENT_ALREADY_EXISTS"] * 19)


@covers("14")
def test_no_increment_is_lost(fresh: Lab) -> None:
    fresh.filled("c", {"_id": 1, "n": 0})
    replies = at_once(fresh, "/v1/ks/c", [{"updateOne": {"filter": {"_id": 1}, "update": {"$inc": {"n": 1}}}}] * 40)
    done = sum(reply["status"]["modifiedCount"] for reply in replies)
    assert fresh.run("c", "findOne").json["data"]["document"]["n"] == done == 40


@covers("14")
def test_of_those_who_delete_one_document_one_does(fresh: Lab) -> None:
    fresh.filled("c", {"_id": 1})
    replies = at_once(fresh, "/v1/ks/c", [{"deleteOne": {"filter": {"_id": 1}}}] * 10)
    assert sorted(reply["status"]["deletedCount"] for reply in replies) == [0] * 9 + [1]


@covers("14")
def test_an_upsert_by_many_makes_one_document(fresh: Lab) -> None:
    fresh.filled("c")
    body = {"updateOne": {"filter": {"_id": 1}, "update": {"$inc": {"n": 1}}, "options": {"upsert": True}}}
    replies = at_once(fresh, "/v1/ks/c", [body] * 10)
    assert sum("upsertedId" in reply["status"] for reply in replies) == 1
    assert fresh.run("c", "findOne").json["data"]["document"] == {"_id": 1, "n": 10}


@covers("14")
def test_who_is_overtaken_each_time_gives_up(racing: Lab) -> None:
    racing.provider.answer = interfering(racing, {"updateOne": {"filter": {"_id": 1}, "update": {"$inc": {"n": 1}}}})
    reply = change(racing, {"_id": 1})
    assert (reply.status, reply.codes) == (200, ["FAILED_CONCURRENT_OPERATIONS"])
    assert reply.json["status"] == {"matchedCount": 1, "modifiedCount": 0}
    (error,) = reply.json["errors"]
    assert (error["family"], error["scope"], error["documentIds"]) == ("SERVER", "DATABASE", [1])
    assert len(racing.provider.calls) == 4
    assert racing.run("c", "findOne").json["data"]["document"] == {"_id": 1, "n": 4}


@covers("14")
def test_who_is_overtaken_once_tries_again_with_what_there_is_now(racing: Lab) -> None:
    overtaking = interfering(racing, {"updateOne": {"filter": {"_id": 1}, "update": {"$inc": {"n": 1}}}})
    racing.provider.answer = lambda body: overtaking(body) if len(racing.provider.calls) == 1 else None
    assert change(racing).json == {"status": {"matchedCount": 1, "modifiedCount": 1}}
    assert len(racing.provider.calls) == 2
    assert racing.run("c", "findOne", projection={"*": 1}).json["data"]["document"]["n"] == 1


@covers("14")
@pytest.mark.parametrize(
    "command",
    [{"deleteOne": {"filter": {"_id": 1}}}, {"updateOne": {"filter": {"_id": 1}, "update": {"$set": {"n": 9}}}}],
    ids=str,
)
def test_what_is_gone_or_no_longer_meant_is_skipped(command: dict[str, Any], racing: Lab) -> None:
    racing.provider.answer = interfering(racing, command)
    assert change(racing, {"n": 0}).json == {"status": {"matchedCount": 1, "modifiedCount": 0}}
    assert racing.run("c", "countDocuments", filter={"$vectorize": {"$exists": True}}).json["status"] == {"count": 0}


@covers("14")
def test_an_id_is_free_at_once(fresh: Lab) -> None:
    fresh.filled("c", {"_id": 1, "n": 1})
    fresh.run("c", "deleteOne", filter={"_id": 1})
    assert fresh.run("c", "insertOne", document={"_id": 1, "n": 2}).codes == []
    assert fresh.run("c", "findOne").json["data"]["document"] == {"_id": 1, "n": 2}


def replaced(lab: Lab) -> Callable[[dict[str, Any]], None]:
    """Make a provider during whose work the collection is dropped and another one of its name is made."""
    running: set[asyncio.Task[Any]] = set()

    async def replace() -> None:
        await lab.api.execute(DATABASE, "ks", None, {"deleteCollection": {"name": "c"}})
        await lab.api.execute(DATABASE, "ks", None, {"createCollection": {"name": "c"}})

    def answer(_: dict[str, Any]) -> None:
        running.add(asyncio.get_running_loop().create_task(replace()))

    return answer


@covers("14")
def test_what_waited_for_its_vector_writes_nothing_into_another_collection_of_the_name(racing: Lab) -> None:
    racing.provider.answer = replaced(racing)
    inserted = racing.run("c", "insertOne", KEY, document={"_id": 2, "$vectorize": "a"})
    assert (inserted.codes, inserted.json["status"]) == (["INVALID_DATABASE_QUERY"], {"insertedIds": []})
    assert inserted.json["errors"][0]["documentIds"] == [2]
    assert racing.ids("c") == []


@covers("14")
def test_a_change_that_waited_for_its_vector_has_no_collection_any_more(racing: Lab) -> None:
    racing.provider.answer = replaced(racing)
    assert change(racing).codes == ["INVALID_DATABASE_QUERY"]
    assert racing.ids("c") == []


@covers("14")
def test_what_a_dropped_collection_is_still_told_is_kept_for_nobody() -> None:
    ledger = Remembered()
    store = Databases(ledger)
    keyspace = store.keyspace("db", "ks")
    settings = Definition("c", None, None, None, Lexical(enabled=False), Rerank(enabled=False))
    old = store.create("db", keyspace, settings, None, 100)
    assert old.insert(Writing((1, "a"), {"_id": "a"}, None))
    read = old.get((1, "a"))
    assert read is not None
    store.drop("db", keyspace, "c")
    store.create("db", keyspace, settings, None, 100)
    with pytest.raises(WireError, match="INVALID_DATABASE_QUERY"):
        old.insert(Writing((1, "b"), {"_id": "b"}, None))
    with pytest.raises(WireError, match="INVALID_DATABASE_QUERY"):
        old.replace(read, Writing((1, "a"), {"_id": "a", "n": 1}, None))
    with pytest.raises(WireError, match="INVALID_DATABASE_QUERY"):
        old.delete(read)
    assert ledger.shelves() == (COLLECTIONS,)
