"""A served world: what the ready line promises, how a database is chosen, and what a bug of ours looks like."""

import asyncio
import json
import socket
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.unit.mocks.world.lab import Served

from vectorproof.mocks.config import LifecycleConfig, load_world
from vectorproof.mocks.parts import Parts, Reply, Seen
from vectorproof.mocks.serving import ListeningError, Serving
from vectorproof.mocks.world import make_world

MEMBERS = {
    "data_api", "devops", "control", "jina", "jina_control", "token", "cassandra_token", "database_id", "api_endpoint",
    "databases", "keyspace", "provider_key", "key_name",
}  # fmt: skip
FIND: dict[str, Any] = {"findCollections": {}}
KEYSPACE = "default_keyspace"


def collections(served: Served, **how: str) -> list[str]:
    """List the collections of the database that a request reaches this way."""
    reply = served.command(FIND, KEYSPACE, **how)
    return list(reply.json["status"]["collections"])


@pytest.fixture(scope="module")
def marked(default: Served) -> Served:
    """Make a collection of its own name in each of the two databases."""
    for database in default.ready["databases"]:
        made = default.command(
            {"createCollection": {"name": f"in_{database['name']}"}}, KEYSPACE, X_Sim_Database=database["id"]
        )
        assert made.json == {"status": {"ok": 1}}
    return default


def test_ready_line_has_exactly_the_promised_members(default: Served) -> None:
    ready = default.ready

    assert set(ready) == MEMBERS
    assert json.loads(json.dumps(ready)) == ready
    assert [ready[name].removeprefix(ready["data_api"]) for name in ("devops", "control")] == ["/v2", "/sim/v1"]
    assert ready["jina_control"] == f"{ready['jina']}/__mock__"
    assert (ready["keyspace"], ready["key_name"]) == (KEYSPACE, "jina-main")
    assert [set(database) for database in ready["databases"]] == [{"id", "region", "name", "data_api"}] * 2


def test_request_without_a_database_means_the_default_one(marked: Served) -> None:
    assert collections(marked) == ["in_products"]
    assert collections(marked, prefix="/api/json") == ["in_products"]


def test_header_chooses_a_database(marked: Served) -> None:
    assert collections(marked, X_Sim_Database=marked.ready["databases"][1]["id"]) == ["in_support"]


def test_host_chooses_a_database_before_the_header_does(marked: Served) -> None:
    one, two = marked.ready["databases"]
    host = f"{two['id']}-{two['region']}.apps.astra.datastax.com"

    assert collections(marked, Host=host) == ["in_support"]
    assert collections(marked, Host=host, X_Sim_Database=one["id"]) == ["in_support"]


def test_port_of_its_own_chooses_a_database_before_all_else(marked: Served) -> None:
    one, two = marked.ready["databases"]

    assert collections(marked, origin=two["data_api"]) == ["in_support"]
    assert collections(marked, origin=two["data_api"], X_Sim_Database=one["id"]) == ["in_support"]
    assert collections(marked, origin=marked.ready["api_endpoint"], prefix="/api/json") == ["in_products"]


def test_cassandra_token_reaches_the_default_database(marked: Served) -> None:
    assert collections(marked, Token=marked.ready["cassandra_token"]) == ["in_products"]


@pytest.mark.parametrize("token", ["AstraCS:wrong:0", "Cassandra:Y2Fzc2FuZHJh:d3Jvbmc="])
def test_wrong_token_is_refused(default: Served, token: str) -> None:
    assert default.command(FIND, KEYSPACE, Token=token).status == 401


def test_surfaces_share_the_port_and_name_their_fidelity(default: Served) -> None:
    bearer = f"Bearer {default.ready['token']}"
    urls = (f"{default.ready['devops']}/databases", default.ready["control"],
            f"{default.ready['data_api']}/internal/sync/a/v1/databases/x/integrations-type/jinaAI/creds/k")  # fmt: skip
    seen = [default.send("GET", url, Authorization=bearer).headers["x-sim-fidelity"] for url in urls]

    assert seen == ["devops", "simulator-only", "internal"]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_nothing_is_at_other_addresses_of_the_credential_service(default: Served, method: str) -> None:
    path = "/internal/sync/default/v1/databases/x/integrations-type/jinaAI/creds"
    reply = default.send(method, f"{default.ready['data_api']}{path}")

    assert (reply.status, reply.headers["x-sim-fidelity"]) == (404, "internal")


def test_same_seed_gives_the_same_secrets_and_another_gives_others() -> None:
    config = load_world("default")
    people = [make_world(config, seed=seed).people for seed in (1, 1, 2)]

    assert people[0].default_token == people[1].default_token != people[2].default_token
    assert people[0].database_ids == people[1].database_ids != people[2].database_ids


def test_no_secret_is_in_a_representation() -> None:
    world = make_world(load_world("default"))
    secrets = [world.people.default_token, *world.people.provider_secrets.values()]

    assert not [secret for secret in secrets if str(secret) in repr(world)]


def test_keyspaces_are_the_same_for_the_devops_api_and_the_data_api(at_once: Served) -> None:
    fresh, bearer = at_once, f"Bearer {at_once.ready['token']}"
    url = f"{fresh.ready['devops']}/databases/{fresh.ready['database_id']}"
    plain = {"createCollection": {"name": "c"}}

    assert fresh.send("POST", f"{url}/keyspaces/second", Authorization=bearer).status == 201
    assert "second" in fresh.command({"findKeyspaces": {}}).json["status"]["keyspaces"]
    assert fresh.send("GET", url, Authorization=bearer).json["info"]["additionalKeyspaces"] == ["second"]
    assert fresh.command(plain, "second").json == {"status": {"ok": 1}}

    assert fresh.send("DELETE", f"{url}/keyspaces/second", Authorization=bearer).status == 202
    assert fresh.command(plain, "second").code == "UNKNOWN_KEYSPACE"
    assert fresh.send("GET", url, Authorization=bearer).json["info"]["keyspaces"] == [KEYSPACE]


def test_a_new_collection_is_seen_after_a_delay_of_the_worlds_clock() -> None:
    served = Served(replace(load_world("default"), lifecycle=LifecycleConfig(collection_ms=60_000)))
    try:
        create = {"createCollection": {"name": "slow"}}
        assert served.command(create, KEYSPACE).json == served.command(create, KEYSPACE).json == {"status": {"ok": 1}}
        early = served.command({"findOne": {}}, KEYSPACE, "slow").json["errors"][0]
        assert (early["errorCode"], collections(served)) == ("UNKNOWN_COLLECTION_OR_TABLE", [])

        served.control("POST", "/control/clock", {"advance_s": 60})

        assert collections(served) == ["slow"]
        assert served.command({"findOne": {}}, KEYSPACE, "slow").json == {"data": {"document": None}}
    finally:
        served.close()


@pytest.mark.parametrize("taken", ["port", "jina_port"])
def test_port_in_use_is_said_and_nothing_is_left_open(taken: str) -> None:
    async def serve(port: int, jina_port: int) -> None:
        async with Serving(make_world(load_world("default")), "127.0.0.1", port, jina_port):
            raise AssertionError("it listens on a port that is in use")

    with socket.create_server(("127.0.0.1", 0)) as other:
        used = other.getsockname()[1]
        ports = {"port": 0, "jina_port": 0} | {taken: used}
        with pytest.raises(ListeningError, match=f"port {used} of 127.0.0.1 is in use"):
            asyncio.run(serve(**ports))


def test_self_managed_world_has_no_stored_keys() -> None:
    served = Served(load_world("self-managed"))
    try:
        assert (served.ready["key_name"], served.ready["provider_key"] is None) == (None, False)
        assert served.control("GET", "").json["capabilities"] == ["fresh-databases"]
        assert served.control("GET", f"/organizations/{served.organization()}/integrations").status == 404
        options = {"vector": {"service": {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en",
                                          "authentication": {"providerKey": "k"}}}}  # fmt: skip
        refused = served.command({"createCollection": {"name": "c", "options": options}}, KEYSPACE)
        assert refused.code == "INVALID_CREATE_COLLECTION_OPTIONS"
    finally:
        served.close()


@pytest.mark.parametrize(("world", "status"), [("self-managed", 404), ("default", 501)])
def test_a_self_managed_server_has_no_devops_api(world: str, status: int) -> None:
    served = Served(load_world(world))
    try:
        assert served.send("POST", f"{served.ready['data_api']}/v2", {}).status == status
    finally:
        served.close()


def test_rewrite_has_the_last_word_on_every_surface_and_sees_the_request() -> None:
    asked: list[tuple[str, bytes]] = []

    def doubled(seen: Seen) -> Reply:
        asked.append((seen.path, seen.request_body))
        return replace(seen.reply, status=299, body=seen.reply.body * 2)

    served = Served(load_world("default"), parts=replace(Parts(), rewrite=doubled))
    try:
        replies = (served.send("GET", served.ready["control"]), served.send("GET", served.ready["jina_control"]))
        answered = served.command(FIND, KEYSPACE)
    finally:
        served.close()
    assert [reply.status for reply in (*replies, answered)] == [299] * 3
    assert answered.raw == b'{"status":{"collections":[]}}' * 2
    assert asked[-1] == (f"/v1/{KEYSPACE}", json.dumps(FIND).encode())


def test_client_that_goes_away_in_the_middle_is_no_bug_of_ours(
    default: Served, caplog: pytest.LogCaptureFixture
) -> None:
    where = urlsplit(str(default.ready["data_api"]))
    head = f"POST /sim/v1/control/worlds HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {default.ready['token']}\r\n"
    for _ in range(20):
        with socket.create_connection((where.hostname, where.port)) as connection:
            connection.sendall(f"{head}Content-Length: 100\r\n\r\n{{".encode())
    # Whatever became of them was over before a later request is answered.
    assert [default.command(FIND, KEYSPACE).status for _ in range(20)] == [200] * 20

    assert "bug" not in caplog.text


def test_bug_of_ours_is_owned_up_to_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_seen: Seen) -> Reply:
        raise KeyError("canary")

    served = Served(load_world("default"), parts=replace(Parts(), rewrite=broken))
    try:
        reply = served.send("GET", served.ready["control"])
    finally:
        served.close()
    assert (reply.status, reply.headers["x-sim-bug"]) == (500, "1")
    assert "errors" not in reply.json
    assert "KeyError" in caplog.text
    assert "canary" not in reply.raw.decode() + caplog.text
