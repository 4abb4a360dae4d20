"""A parallel test's own world has an account of its own at the provider: nobody shares its faults, limits and calls."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from tests.unit.mocks.world.lab import SERVICE, Reply, Served

from vectorproof.mocks.config import load_world

KS = "default_keyspace"


@dataclass(frozen=True)
class Room:
    """One parallel test: a world, whose key is stored for its database, and a collection that is bound to it."""

    served: Served
    world: Any

    @property
    def key(self) -> Any:
        """What the world was given at the provider."""
        return self.world["providerKey"]

    def command(self, command: dict[str, Any], *path: str) -> Reply:
        """Send a command to the world's database."""
        database = self.world["databases"][0]["id"]
        return self.served.command(command, KS, *path, Token=self.world["token"], X_Sim_Database=database)

    def writes(self, document_id: str) -> str | None:
        """Load one text; give the code of what was wrong."""
        document = {"_id": document_id, "$vectorize": f"text {document_id}"}
        return self.command({"insertOne": {"document": document}}, "c").code

    def calls(self) -> list[Any]:
        """Read what the provider was asked with the world's key."""
        calls: list[Any] = self.served.provider("GET", f"/journal?key={self.key['id']}")["calls"]
        return calls


def entered(served: Served) -> Room:
    """Make a world and a collection in it that embeds."""
    room = Room(served, served.control("POST", "/control/worlds", {}).json)
    keys = f"/organizations/{room.world['id']}/integrations/jinaAI/keys"
    stored = {"name": "k", "secret": room.key["key"], "databases": [room.world["databases"][0]["id"]]}
    assert served.control("POST", keys, stored, room.world["token"]).status == 201
    service = {**SERVICE, "authentication": {"providerKey": "k"}}
    assert room.command({"createCollection": {"name": "c", "options": {"vector": {"service": service}}}}).code is None
    return room


@pytest.fixture
def rooms(fresh: Served) -> tuple[Room, Room]:
    """Let two tests share a server."""
    return entered(fresh), entered(fresh)


def test_the_journal_of_a_key_is_its_worlds(rooms: tuple[Room, Room]) -> None:
    one, other = rooms

    assert one.writes("a") is None

    assert (len(one.calls()), len(other.calls())) == (1, 0)
    assert one.key["account"] != other.key["account"]


def test_a_fault_of_one_does_not_befall_the_other(rooms: tuple[Room, Room]) -> None:
    one, other = rooms
    fault = {"match": {"key": one.key["id"]}, "times": 9, "fault": {"name": "rate-rpm"}}
    one.served.provider("POST", "/faults", {"faults": [fault]})

    assert (one.writes("a"), other.writes("a")) == ("EMBEDDING_PROVIDER_RATE_LIMITED", None)


@pytest.mark.parametrize("change", [{"balance_tokens": 0}, {"limits": {"rpm": 0}}])
def test_a_limit_and_a_balance_of_one_are_not_the_others(rooms: tuple[Room, Room], change: dict[str, Any]) -> None:
    one, other = rooms
    one.served.provider("PATCH", f"/accounts/{one.key['account']}", change)

    assert one.writes("a") is not None
    assert other.writes("a") is None


def test_a_key_ends_with_its_world(rooms: tuple[Room, Room]) -> None:
    one, other = rooms
    assert one.writes("a") is None
    before = len(one.served.provider("GET", "/accounts")["accounts"])
    one.served.control("DELETE", f"/control/worlds/{one.world['id']}")

    ids = [key["id"] for key in one.served.provider("GET", "/keys")["keys"]]
    assert one.key["id"] not in ids
    assert other.key["id"] in ids
    assert len(one.served.provider("GET", "/accounts")["accounts"]) == before - 1
    assert other.writes("a") is None


def test_where_the_provider_is_another_one_no_key_is_given() -> None:
    config = load_world("default")
    elsewhere = replace(config.provider, urls={"jinaAI": "http://127.0.0.1:9/v1/embeddings"})
    served = Served(replace(config, provider=elsewhere))
    try:
        made = served.control("POST", "/control/worlds", {}).json
    finally:
        served.close()

    assert made["providerKey"] is None
