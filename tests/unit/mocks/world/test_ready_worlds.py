"""Each ready world shows what it is for, when it is served."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.unit.mocks.world.lab import SERVICE, Served

from vectorproof.mocks.config import load_world, world_names
from vectorproof.mocks.world import make_world

KS = "default_keyspace"
GONE = "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE"


@pytest.fixture
def serve() -> Iterator[Callable[[str], Served]]:
    """Serve ready worlds by name until the test ends."""
    served: list[Served] = []

    def begin(name: str) -> Served:
        served.append(Served(load_world(name)))
        return served[-1]

    yield begin
    for each in served:
        each.close()


def create(served: Served, name: str, origin: str, key: str | None = "jina-main", **headers: str) -> Any:
    """Create a collection that names a stored key."""
    service = {**SERVICE, **({"authentication": {"providerKey": key}} if key else {})}
    command = {"createCollection": {"name": name, "options": {"vector": {"service": service}}}}
    return served.command(command, KS, origin=origin, **headers)


def insert(served: Served, collection: str, origin: str, **headers: str) -> Any:
    """Insert a text."""
    command = {"insertOne": {"document": {"_id": "1", "$vectorize": "a text"}}}
    return served.command(command, KS, collection, origin=origin, **headers)


@pytest.mark.parametrize("name", world_names())
def test_each_ready_world_can_be_made(name: str) -> None:
    config = load_world(name)

    assert make_world(config).people.database_ids.keys() == {database.name for database in config.databases}


def test_ten_databases_share_a_key_that_an_eleventh_has_not(serve: Callable[[str], Served]) -> None:
    served = serve("ten-databases")
    origins = {database["name"]: database["data_api"] for database in served.ready["databases"]}

    codes = [create(served, "c", origins[f"database-{number}"]).code for number in range(1, 12)]

    assert codes == [None] * 10 + ["VECTORIZE_CREDENTIAL_INVALID"]
    assert insert(served, "c", origins["database-10"]).code is None
    path = f"/organizations/{served.organization()}/integrations/jinaAI/keys/jina-main/scope"
    eleventh = next(d["id"] for d in served.ready["databases"] if d["name"] == "database-11")
    assert served.control("POST", path, {"databases": [eleventh]}).status == 204
    assert create(served, "c", origins["database-11"]).code is None


def test_old_database_holds_half_of_what_a_new_one_does(serve: Callable[[str], Served]) -> None:
    served = serve("old-database")

    def fitting(origin: str) -> int:
        return next(n for n in range(20) if create(served, f"c{n}", origin).code == "TOO_MANY_INDEXES_FOR_COLLECTION")

    counts = {database["name"]: fitting(database["data_api"]) for database in served.ready["databases"]}

    assert counts == {"old": 5, "new": 10}


def test_two_organizations_share_nothing_but_a_name(serve: Callable[[str], Served]) -> None:
    served = serve("two-organizations")
    ours, theirs = (database["data_api"] for database in served.ready["databases"])
    their_token = next(t.secret for t in served.world.people.tokens.of(served.world.people.organization_ids["Theirs"]))

    assert create(served, "c", ours).code is None
    assert create(served, "c", theirs).status == 401
    assert create(served, "c", theirs, Token=their_token).code is None
    assert insert(served, "c", ours).code is None
    assert insert(served, "c", theirs, Token=their_token).code is None
    used = [call["account"] for call in served.provider("GET", "/journal")["calls"]]
    assert used == ["ours", "theirs"]
    organization = served.organization(their_token)
    assert served.control("GET", f"/organizations/{organization}/integrations").status == 404
    own = f"/organizations/{organization}/integrations/jinaAI/keys"
    assert served.control("DELETE", f"{own}/jina-main?confirm=jina-main", token=their_token).status == 204
    assert (insert(served, "c", theirs, Token=their_token).code, insert(served, "c", ours).status) == (GONE, 200)


def test_exhausted_key_is_refused_by_the_provider_and_the_other_serves(serve: Callable[[str], Served]) -> None:
    served = serve("exhausted-key")
    origin = served.ready["api_endpoint"]
    assert create(served, "poor", origin, "jina-spent").code is None
    assert create(served, "rich", origin, "jina-funded").code is None

    refused = insert(served, "poor", origin)

    assert refused.code == "EMBEDDING_PROVIDER_CLIENT_ERROR"
    assert "balance" in refused.json["errors"][0]["message"].lower()
    assert insert(served, "rich", origin).code is None
    assert served.command({"find": {}}, KS, "poor", origin=origin).json["data"]["documents"] == []
