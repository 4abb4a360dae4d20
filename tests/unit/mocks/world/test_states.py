"""Control-plane state by command, cell by cell (control-plane C.5): what the state of a key does to a command."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.unit.mocks.world.lab import SERVICE, Served

from vectorproof.mocks.config import load_world

KS = "default_keyspace"
NOWHERE = "VECTORIZE_CREDENTIAL_INVALID"
GONE = "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE"
DEAD = "EMBEDDING_PROVIDER_CLIENT_ERROR"
PLAIN = {"_id": "1", "n": 1}


class Stage:
    """One world with a key of a known secret in the scope of one database, and a collection that is bound to it."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.world = served.control("POST", "/control/worlds", {"databases": [{"name": "a"}, {"name": "b"}]}).json
        self.secrets = [served.provider("POST", "/keys", {}) for _ in range(2)]
        self.a, self.b = (database["id"] for database in self.world["databases"])
        self.keys = f"/organizations/{self.world['id']}/integrations/jinaAI/keys"
        self.add("k", 0, self.a)
        assert self.create("bound").json == {"status": {"ok": 1}}
        assert self.insert("bound", "first").json == {"status": {"insertedIds": ["first"]}}

    def command(self, command: dict[str, Any], *path: str, **headers: str) -> Any:
        """Send a command to the first database."""
        token = self.world["token"]
        return self.served.command(command, KS, *path, Token=token, X_Sim_Database=self.a, **headers)

    def control(self, method: str, path: str, body: object = None) -> None:
        """Change a key or a scope, successfully."""
        reply = self.served.control(method, self.keys + path, body, self.world["token"])
        assert reply.status in {201, 204}, reply

    def add(self, name: str, secret: int, *databases: str) -> None:
        """Add a key with the n-th secret."""
        self.control("POST", "", {"name": name, "secret": self.secrets[secret]["key"], "databases": list(databases)})

    def create(self, name: str, key: str = "k") -> Any:
        """Create a collection that names a key."""
        service = {**SERVICE, "authentication": {"providerKey": key}}
        return self.command({"createCollection": {"name": name, "options": {"vector": {"service": service}}}})

    def insert(self, collection: str, document_id: str, **headers: str) -> Any:
        """Insert a text."""
        document = {"_id": document_id, "$vectorize": "a text", **({"n": 1} if document_id == "first" else {})}
        return self.command({"insertOne": {"document": document}}, collection, **headers)

    def search(self, **headers: str) -> Any:
        """Search by a text."""
        return self.command({"find": {"sort": {"$vectorize": "a text"}}}, "bound", **headers)

    def served_by(self, secret: int) -> int:
        """Count the calls that the provider answered for the n-th secret."""
        journal = self.served.provider("GET", f"/journal?key={self.secrets[secret]['id']}")
        return len([call for call in journal["calls"] if call["status"] == 200])


def untouched(_stage: Stage) -> None:
    """Key exists, database in scope."""


def out_of_scope(stage: Stage) -> None:
    """Key exists, database not in scope."""
    stage.control("DELETE", f"/k/scope/{stage.a}?confirm=a")


def other_database_only(stage: Stage) -> None:
    """Key was moved to another database."""
    stage.control("POST", "/k/scope", {"databases": [stage.b]})
    out_of_scope(stage)


def removed(stage: Stage) -> None:
    """Key removed."""
    stage.control("DELETE", "/k?confirm=k")


def rotated(stage: Stage) -> None:
    """Same name added again, database in scope."""
    removed(stage)
    stage.add("k", 1, stage.a)


def rotated_elsewhere(stage: Stage) -> None:
    """Same name added again, database not in the new scope."""
    removed(stage)
    stage.add("k", 1, stage.b)


def renamed(stage: Stage) -> None:
    """Another name added instead."""
    removed(stage)
    stage.add("k2", 1, stage.a)


def dead(stage: Stage) -> None:
    """Key fine, secret dead at the provider."""
    stage.served.provider("DELETE", f"/keys/{stage.secrets[0]['id']}")


@dataclass(frozen=True)
class Row:
    """What each kind of command answers in a state: an error's code, or None for success."""

    state: Callable[[Stage], None]
    create: str | None
    embed: str | None
    create_under_other_name: str | None = NOWHERE


ROWS = (
    Row(untouched, create=None, embed=None),
    Row(out_of_scope, create=NOWHERE, embed=GONE),
    Row(other_database_only, create=NOWHERE, embed=GONE),
    Row(removed, create=NOWHERE, embed=GONE),
    Row(rotated, create=None, embed=None),
    Row(rotated_elsewhere, create=NOWHERE, embed=GONE),
    Row(renamed, create=NOWHERE, embed=GONE, create_under_other_name=None),
    Row(dead, create=None, embed=DEAD),
)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Serve one world; every test makes an organization of its own in it."""
    made = Served(load_world("default"))
    yield made
    made.close()


@pytest.fixture(params=ROWS, ids=[row.state.__name__ for row in ROWS])
def cell(served: Served, request: pytest.FixtureRequest) -> tuple[Stage, Row]:
    """Bring a stage into the state of a row."""
    stage, row = Stage(served), request.param
    row.state(stage)
    return stage, row


def test_create_collection(cell: tuple[Stage, Row]) -> None:
    stage, row = cell

    assert stage.create("another").code == row.create
    assert stage.create("bound").code == row.create
    assert stage.create("third", key="k2").code == row.create_under_other_name
    listed = set(stage.command({"findCollections": {}}).json["status"]["collections"])
    assert listed == {"bound"} | ({"another"} if row.create is None else set()) | (
        {"third"} if row.create_under_other_name is None else set()
    )


def test_write_and_search_by_text(cell: tuple[Stage, Row]) -> None:
    stage, row = cell

    assert (stage.insert("bound", "second").code, stage.search().code) == (row.embed, row.embed)
    found = stage.command({"find": {"filter": {"_id": "second"}}}, "bound").json["data"]["documents"]
    assert len(found) == (row.embed is None)


def test_header_wins_whatever_the_key_is(cell: tuple[Stage, Row]) -> None:
    stage, _ = cell
    before = stage.served_by(1)
    header = {"x_embedding_api_key": stage.secrets[1]["key"]}

    assert (stage.insert("bound", "by-header", **header).code, stage.search(**header).code) == (None, None)
    assert stage.served_by(1) == before + 2


def test_reads_and_plain_writes_go_on(cell: tuple[Stage, Row]) -> None:
    stage, _ = cell
    before = stage.served_by(0) + stage.served_by(1)
    vector = {"find": {"filter": {"_id": "first"}, "projection": {"$vector": 1}}}
    stored = stage.command(vector, "bound").json["data"]["documents"][0]["$vector"]
    by_vector = stage.command({"find": {"sort": {"$vector": stored}}}, "bound")

    assert [d["_id"] for d in by_vector.json["data"]["documents"]] == ["first"]
    assert stage.command({"countDocuments": {}}, "bound").json["status"]["count"] == 1
    assert stage.command({"insertOne": {"document": PLAIN}}, "bound").code is None
    assert stage.command({"updateOne": {"filter": {"_id": "1"}, "update": {"$set": {"n": 2}}}}, "bound").code is None
    assert stage.command({"deleteOne": {"filter": {"_id": "1"}}}, "bound").json["status"]["deletedCount"] == 1
    assert stage.served_by(0) + stage.served_by(1) == before


def test_key_that_was_taken_away_serves_again_when_it_is_back(served: Served) -> None:
    stage = Stage(served)
    out_of_scope(stage)
    assert stage.search().code == GONE

    stage.control("POST", "/k/scope", {"databases": [stage.a]})

    assert stage.search().code is None


def test_rotation_serves_old_collections_with_the_new_secret_only(served: Served) -> None:
    stage = Stage(served)
    rotated(stage)
    old, new = stage.served_by(0), stage.served_by(1)

    assert stage.search().code is None
    assert (stage.served_by(0), stage.served_by(1)) == (old, new + 1)


def test_ended_world_takes_its_documents_keys_and_tokens_with_it(served: Served) -> None:
    stage, other = Stage(served), Stage(served)

    assert served.control("DELETE", f"/control/worlds/{stage.world['id']}").status == 204

    assert stage.command({"findCollections": {}}).status == 404
    assert served.command({"findCollections": {}}, KS, Token=stage.world["token"]).status == 401
    assert other.search().code is None
    assert set(other.command({"findCollections": {}}).json["status"]["collections"]) == {"bound"}


def test_token_of_one_world_reaches_no_database_of_another(served: Served) -> None:
    stage, other = Stage(served), Stage(served)
    foreign = served.command({"findCollections": {}}, KS, Token=stage.world["token"], X_Sim_Database=other.a)

    assert foreign.status == 401
