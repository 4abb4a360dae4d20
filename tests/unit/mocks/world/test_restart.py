"""A world that ends and begins again on one directory is the same world, to the last digit."""

import resource
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.unit.mocks.world.lab import SERVICE, Served

from vectorproof.mocks.config import load_world
from vectorproof.mocks.core.ledger import KeptError
from vectorproof.mocks.dataapi.storage.rows import COLLECTIONS
from vectorproof.mocks.durability import SqliteLedger
from vectorproof.mocks.identity import OtherWorldError
from vectorproof.mocks.snapshots import save
from vectorproof.mocks.world import make_world

KS = "default_keyspace"
INTEGRATION = "/organizations/{}/integrations/jinaAI/keys"


@contextmanager
def served(directory: Path, world: str = "default", seed: int = 0) -> Generator[Served]:
    """Serve a world that a directory keeps."""
    with SqliteLedger(directory) as ledger:
        one = Served(load_world(world), seed=seed, ledger=ledger)
        try:
            yield one
        finally:
            one.close()


def done(served: Served, command: dict[str, Any], *path: str, **headers: str) -> Any:
    """Run a command that must succeed."""
    reply = served.command(command, *path, **headers)
    assert "errors" not in reply.json, reply.json
    return reply.json


def documents(served: Served, collection: str) -> bytes:
    """Give the bytes of the answer that shows all documents of a small collection."""
    return served.command({"find": {"projection": {"*": 1}}}, KS, collection).raw


def test_documents_of_every_kind_are_there_to_the_last_digit(tmp_path: Path) -> None:
    vectorize = {"vector": {"service": {**SERVICE, "authentication": {"providerKey": "jina-main"}}}}
    own = [
        {
            "_id": 1,
            "n": [100.0, 1e-9, 0.1, 12345678901234567890123, -0.0],
            "s": "é\n\u2028",
            "deep": {"a": [None, True]},
        },
        {"_id": {"$uuid": "0196a3f0-0000-7000-8000-000000000000"}, "at": {"$date": 5}},
        {"_id": None},
        {"_id": {"$date": 7}},
        {"_id": "1"},
    ]
    sort = {"find": {"sort": {"$vectorize": "a boat"}, "projection": {"*": 1}, "options": {"includeSimilarity": True}}}
    with served(tmp_path / "d") as first:
        done(first, {"createCollection": {"name": "own", "options": {"defaultId": {"type": "uuidv7"}}}}, KS)
        done(first, {"createCollection": {"name": "embedded", "options": vectorize}}, KS)
        done(first, {"insertMany": {"documents": own}}, KS, "own")
        texts = [{"_id": str(n), "$vectorize": text} for n, text in enumerate(("a ship", "a tree", "a cat"))]
        done(first, {"insertMany": {"documents": texts}}, KS, "embedded")
        before = [documents(first, "own"), documents(first, "embedded"), first.command(sort, KS, "embedded").raw]
    with served(tmp_path / "d") as second:
        after = [documents(second, "own"), documents(second, "embedded"), second.command(sort, KS, "embedded").raw]

    assert after == before
    assert before[2].count(b"$similarity") == 3


def test_a_full_disk_is_said_and_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with served(tmp_path / "d") as one:
        done(one, {"createCollection": {"name": "c"}}, KS)
        done(one, {"insertOne": {"document": {"_id": "kept"}}}, KS, "c")
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**12, hard))
        try:
            refused = one.command({"insertOne": {"document": {"_id": "late"}}}, KS, "c")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert (refused.status, "x-sim-bug" in refused.headers) == (507, False)
        assert refused.json["message"].startswith(f"--data-dir {tmp_path / 'd'} cannot be written: ")
        done(one, {"insertOne": {"document": {"_id": "after"}}}, KS, "c")

    with served(tmp_path / "d") as again:
        found = done(again, {"find": {}}, KS, "c")["data"]["documents"]
    assert {each["_id"] for each in found} == {"kept", "late", "after"}


def test_changes_and_deletions_are_there_too(tmp_path: Path) -> None:
    with served(tmp_path / "d") as first:
        for name in ("kept", "emptied", "dropped", "again"):
            done(first, {"createCollection": {"name": name}}, KS)
            done(first, {"insertMany": {"documents": [{"_id": n} for n in range(4)]}}, KS, name)
        done(first, {"updateOne": {"filter": {"_id": 1}, "update": {"$set": {"x": 2.50}}}}, KS, "kept")
        done(first, {"findOneAndReplace": {"filter": {"_id": 2}, "replacement": {"y": 1}}}, KS, "kept")
        done(first, {"deleteOne": {"filter": {"_id": 3}}}, KS, "kept")
        done(first, {"deleteMany": {}}, KS, "emptied")
        done(first, {"deleteCollection": {"name": "dropped"}}, KS)
        done(first, {"deleteCollection": {"name": "again"}}, KS)
        done(first, {"createCollection": {"name": "again", "options": {"indexing": {"deny": ["a"]}}}}, KS)
        explained = done(first, {"findCollections": {"options": {"explain": True}}}, KS)
        before = documents(first, "kept")
    with served(tmp_path / "d") as second:
        assert done(second, {"findCollections": {"options": {"explain": True}}}, KS) == explained
        assert documents(second, "kept") == before
        assert [documents(second, name) for name in ("emptied", "again")].count(
            b'{"data":{"documents":[],"nextPageState":null}}'
        ) == 2
        # Made again as it was: the same settings change nothing.
        done(second, {"createCollection": {"name": "again", "options": {"indexing": {"deny": ["a"]}}}}, KS)


def test_keyspaces_and_the_count_of_indexes_are_the_same(tmp_path: Path) -> None:
    with served(tmp_path / "d") as first:
        done(first, {"createKeyspace": {"name": "more"}})
        done(first, {"createKeyspace": {"name": "less"}})
        done(first, {"createCollection": {"name": "gone"}}, "less")
        done(first, {"dropKeyspace": {"name": "less"}})
        for at in range(9):
            done(first, {"createCollection": {"name": f"c{at}"}}, "more")
    with served(tmp_path / "d") as second:
        found = done(second, {"findKeyspaces": {}})["status"]["keyspaces"]
        done(second, {"createCollection": {"name": "last"}}, KS)
        full = [second.command({"createCollection": {"name": f"x{at}"}}, KS).code for at in range(3)]
        done(second, {"createKeyspace": {"name": "less"}})

        assert done(second, {"findCollections": {}}, "less")["status"]["collections"] == []
    assert "more" in found
    assert "less" not in found
    assert full == [None, "TOO_MANY_INDEXES_FOR_COLLECTION", "TOO_MANY_INDEXES_FOR_COLLECTION"]


def test_keys_with_scopes_and_made_worlds_with_tokens_are_there(tmp_path: Path) -> None:
    with served(tmp_path / "d") as first:
        path = INTEGRATION.format(first.organization())
        database = first.ready["database_id"]
        assert first.control("POST", path, {"name": "mine", "secret": "s3cret", "databases": [database]}).status == 201
        assert first.control("DELETE", f"{path}/jina-main?confirm=jina-main").status < 300
        listed = first.control("GET", path).json
        world = first.control("POST", "/control/worlds", {"databases": [{"keyspaces": ["ks"]}, {}]}).json
        how = {"Token": world["token"], "X_Sim_Database": world["databases"][0]["id"]}
        done(first, {"createCollection": {"name": "theirs"}}, "ks", **how)
    with served(tmp_path / "d") as second:
        assert second.control("GET", path).json == listed
        assert done(second, {"findCollections": {}}, "ks", **how)["status"]["collections"] == ["theirs"]
        assert second.control("DELETE", f"/control/worlds/{world['id']}").status == 204
    with served(tmp_path / "d") as third:
        assert third.control("DELETE", f"/control/worlds/{world['id']}").status == 404
        assert third.command({"findCollections": {}}, "ks", **how).status != 200

    assert [key["name"] for key in listed] == ["mine"]


def test_made_up_ids_are_never_given_twice(tmp_path: Path) -> None:
    given: list[str] = []
    for _ in range(3):
        with served(tmp_path / "d") as one:
            done(one, {"createCollection": {"name": "c"}}, KS)
            answer = done(one, {"insertMany": {"documents": [{}, {}]}}, KS, "c")
            given += answer["status"]["insertedIds"]

    assert len(set(given)) == 6


@pytest.mark.parametrize(("world", "seed"), [("default", 1), ("self-managed", 0)])
def test_another_world_is_not_served_from_a_directory(tmp_path: Path, world: str, seed: int) -> None:
    with SqliteLedger(tmp_path / "d") as ledger:
        make_world(load_world("default"), ledger=ledger)

    with SqliteLedger(tmp_path / "d") as ledger, pytest.raises(OtherWorldError, match="made with seed 0"):
        make_world(load_world(world), seed=seed, ledger=ledger)
    with SqliteLedger(tmp_path / "d") as ledger:
        assert make_world(load_world("default"), ledger=ledger).people.database_ids


def test_a_collection_whose_analyzer_is_unknown_is_named_and_nothing_is_given_up(tmp_path: Path) -> None:
    with served(tmp_path / "d") as one:
        done(
            one,
            {"createCollection": {"name": "c", "options": {"lexical": {"enabled": True, "analyzer": "german"}}}},
            KS,
        )
    with SqliteLedger(tmp_path / "d") as ledger:
        ((key, row),) = ledger.rows(COLLECTIONS)
        ledger.put(COLLECTIONS, key, lambda: row.replace(b"german", b"martian"))
        ledger.commit()
        saved = save(ledger, with_secrets=False)

    with SqliteLedger(tmp_path / "d") as ledger, pytest.raises(KeptError, match=r"/c cannot be read.*'martian'"):
        make_world(load_world("default"), ledger=ledger)
    with served(tmp_path / "other") as other:
        done(other, {"createCollection": {"name": "mine"}}, KS)
        assert "'martian'" in str(other.world.state.refusal(saved))
        assert done(other, {"findCollections": {}}, KS)["status"]["collections"] == ["mine"]
