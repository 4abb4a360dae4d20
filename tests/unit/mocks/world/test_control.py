"""Test control of a world over the wire: reset, state, clock, profile and propagation."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.mocks.world.lab import SERVICE, Served

from vectorproof.mocks.config import load_world

KS = "default_keyspace"
BOUND = {**SERVICE, "authentication": {"providerKey": "jina-main"}}
GONE = "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE"


@pytest.fixture
def served() -> Iterator[Served]:
    """Serve a default world."""
    served = Served(load_world("default"))
    yield served
    served.close()


def create(served: Served, name: str, service: object = None, **headers: str) -> Any:
    """Create a collection, of a service if one is given."""
    options = {"options": {"vector": {"service": service}}} if service else {}
    return served.command({"createCollection": {"name": name, **options}}, KS, **headers)


def insert(served: Served, document_id: str, **headers: str) -> Any:
    """Insert a text into the bound collection."""
    document = {"_id": document_id, "$vectorize": f"text {document_id}"}
    return served.command({"insertOne": {"document": document}}, KS, "bound", **headers)


def keys(served: Served) -> str:
    """Give the path to the keys of the world's organization."""
    return f"/organizations/{served.organization()}/integrations/jinaAI/keys"


def state(served: Served, token: str | None = None) -> Any:
    """Read everything that exists."""
    reply = served.control("GET", "/control/state", token=token)
    assert reply.status == 200
    return reply.json


def world(served: Served) -> Any:
    """Make a parallel test's own world."""
    return served.control("POST", "/control/worlds", {}).json


def test_reset_brings_the_beginning_back(served: Served) -> None:
    def shown() -> object:
        seen = state(served)["organizations"]
        for token in (token for one in seen for token in one["tokens"]):
            token.pop("createdAt")
        for entry in (entry for one in seen for key in one["keys"] for entry in (key, *key["scope"])):
            entry.pop("createdAt", None)
            entry.pop("addedAt", None)
        return seen

    before, provider = shown(), served.provider("GET", "/keys")
    other = world(served)
    create(served, "bound", BOUND)
    insert(served, "1")
    served.control("DELETE", f"{keys(served)}/jina-main?confirm=jina-main")
    served.control("PUT", "/control/profile", {"era": "E1"})
    served.control("POST", "/control/clock", {"advance_s": 86_400})
    served.provider("POST", "/keys", {})
    assert shown() != before

    assert served.control("POST", "/control/reset").status == 204

    assert shown() == before
    assert served.provider("GET", "/keys") == provider
    assert served.provider("GET", "/journal")["calls"] == []
    assert served.command({"findCollections": {}}, KS).json == {"status": {"collections": []}}
    assert served.control("GET", "/control/calls").json["calls"][0]["command"] == "findCollections"
    assert served.control("GET", "/control/state", token=other["token"]).status == 401
    assert world(served)["id"] == other["id"], "the same ids come again"


def test_what_one_test_can_do_reaches_no_other(served: Served) -> None:
    one, two = world(served), world(served)

    for path, body in (("/control/reset", None), ("/control/clock", {"advance_s": 1})):
        refused = served.control("POST", path, body, one["token"])
        assert (refused.status, refused.json["errors"][0]["code"]) == (409, "WORLD_SHARED")
    assert [o["id"] for o in state(served, one["token"])["organizations"]] == [one["id"]]
    assert {one["id"], two["id"]} < {o["id"] for o in state(served)["organizations"]}
    assert served.control("PUT", "/control/profile", {"era": "E1"}, one["token"]).json["era"] == "E1"
    assert served.control("GET", "/control/profile", None, two["token"]).json["era"] == "E3"
    fault = {"faults": [{"fault": {"name": "status"}}]}
    assert served.control("POST", "/control/credential-faults", fault, one["token"]).status == 201
    assert len(served.control("GET", "/control/credential-faults", None, one["token"]).json["faults"]) == 1
    assert served.control("GET", "/control/credential-faults", None, two["token"]).json == {"faults": []}


def test_limits_quota_and_journal_are_each_tests_own(served: Served) -> None:
    one, two = world(served), world(served)
    served.control("PUT", "/control/profile", {"limits": {"indexes": 0}}, one["token"])

    def creates(made: Any) -> str | None:
        target = {"Token": made["token"], "X_Sim_Database": made["databases"][0]["id"]}
        code: str | None = create(served, "c", **target).code
        return code

    assert (creates(one), creates(two)) == ("TOO_MANY_INDEXES_FOR_COLLECTION", None)
    poor, rich = (served.provider("POST", "/keys", {}) for _ in range(2))
    served.provider("PATCH", f"/accounts/{poor['account']}", {"balance_tokens": 0})
    texts = {"model": "jina-embeddings-v2-base-en", "input": ["x"]}
    url = f"{served.ready['jina']}/v1/embeddings"
    asked = [served.send("POST", url, texts, Authorization=f"Bearer {key['key']}").status for key in (poor, rich)]
    assert asked == [403, 200]
    seen = [served.provider("GET", f"/journal?key={key['id']}")["calls"] for key in (poor, rich)]
    assert [[call["status"] for call in calls] for calls in seen] == [[403], [200]]


def test_state_shows_everything_and_no_secret(served: Served) -> None:
    create(served, "bound", BOUND)
    insert(served, "1")

    reply = served.control("GET", "/control/state")

    (one,) = reply.json["organizations"]
    (collection,) = one["databases"][0]["collections"]
    assert (collection["name"], collection["documents"]) == ("bound", 1)
    assert collection["options"]["vector"]["service"]["authentication"] == {"providerKey": "jina-main.providerKey"}
    assert [key["name"] for key in one["keys"]] == ["jina-main"]
    assert [token["roles"] for token in one["tokens"]] == [["Organization Administrator"], ["Read Only User"]]
    secrets = [served.ready["token"], served.ready["provider_key"]]
    assert not [secret for secret in secrets if secret in reply.raw.decode()]


def test_clock_goes_forward_for_everybody(served: Served) -> None:
    answer = served.control("POST", "/control/clock", {"to": "2100-01-01T00:00:00Z"})

    assert answer.json["now"].startswith("2100-01-01T00:00:0")
    assert state(served)["now"].startswith("2100-01-01")
    shown = served.control("POST", "/control/worlds", {}).json["databases"][0]["id"]
    database = next(d for o in state(served)["organizations"] for d in o["databases"] if d["id"] == shown)
    assert database["creationTime"].startswith("2100-01-01")
    for body in ({"to": "2000-01-01T00:00:00Z"}, {"advance_s": -1}, {}, {"to": "x"}, {"advance_s": 1, "to": "x"}):
        assert served.control("POST", "/control/clock", body).status == 400


def test_clock_stops_where_dates_end(served: Served) -> None:
    century = {"advance_s": 100 * 365 * 86_400}
    answers = [served.control("POST", "/control/clock", century).status for _ in range(81)]

    assert (answers[0], answers[-1]) == (200, 400)
    assert state(served)["now"].startswith("99")
    assert served.control("GET", f"/control/calls?since={'9' * 5000}").status == 400


def test_clock_is_the_providers_too(served: Served) -> None:
    before = served.provider("POST", "/clock", {"advance_s": 0})["monotonic_s"]
    served.control("POST", "/control/clock", {"advance_s": 1000})

    assert served.provider("POST", "/clock", {"advance_s": 0})["monotonic_s"] > before + 999


def test_profile_changes_era_edition_and_names(served: Served) -> None:
    def unknown(**headers: str) -> Any:
        return served.command({"find": {}}, KS, "nothing", **headers).json["errors"][0]

    assert create(served, "a" * 48).json == {"status": {"ok": 1}}
    assert create(served, "a" * 49).code == "UNSUPPORTED_SCHEMA_NAME"
    assert set(unknown()) >= {"family", "title"}

    served.control("PUT", "/control/profile", {"era": "E1", "collectionNameMax": 50})

    assert set(unknown()) == {"message", "errorCode"}
    assert create(served, "a" * 50).json == {"status": {"ok": 1}}
    assert create(served, "a" * 51).code is not None
    assert create(served, "a" * 49 + "-").code is not None
    served.control("PUT", "/control/profile", {"edition": "self-managed"})
    assert served.command({"findCollections": {}}, KS, prefix="/api/json").status == 404
    assert create(served, "keyed", BOUND).code == "INVALID_CREATE_COLLECTION_OPTIONS"


def test_profile_changes_limits_of_databases(served: Served) -> None:
    assert served.control("PUT", "/control/profile", {"limits": {"indexes": 10}}).status == 200

    assert create(served, "one").json == {"status": {"ok": 1}}
    assert create(served, "two").code == "TOO_MANY_INDEXES_FOR_COLLECTION"
    served.control("PUT", "/control/profile", {"limits": {"indexes": 100, "collections": 2}})
    assert create(served, "two").json == {"status": {"ok": 1}}
    assert create(served, "three").code == "TOO_MANY_COLLECTIONS"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("profile", {"era": "E4"}), ("profile", {"edition": "cloud"}), ("profile", {"collectionNameMax": 49}),
        ("profile", {"limits": 5}), ("profile", {"limits": {"indexes": -1}}), ("profile", {"limits": {"rows": 1}}),
        ("profile", {"keyDelayMs": 1}), ("propagation", {"keyDelayMs": -1}), ("propagation", {"keyDelayMs": True}),
        ("propagation", {"era": "E1"}),
    ],
)  # fmt: skip
def test_wrong_profile_is_refused(served: Served, path: str, body: object) -> None:
    before = served.control("GET", "/control/profile").json

    assert served.control("PUT", f"/control/{path}", body).status == 400
    assert served.control("GET", "/control/profile").json == before


def test_changes_of_keys_arrive_after_the_delay(served: Served) -> None:
    create(served, "bound", BOUND)
    served.control("PUT", "/control/propagation", {"keyDelayMs": 60_000})
    served.control("DELETE", f"{keys(served)}/jina-main?confirm=jina-main")

    assert served.control("GET", keys(served)).json == []
    assert insert(served, "late").code is None
    served.control("POST", "/control/clock", {"advance_s": 61})
    assert insert(served, "later").code == GONE
    secret = {"name": "jina-main", "secret": served.ready["provider_key"], "databases": [served.ready["database_id"]]}
    assert served.control("POST", keys(served), secret).status == 201
    assert insert(served, "still").code == GONE
    served.control("POST", "/control/clock", {"advance_s": 61})
    assert insert(served, "again").code is None


def test_remembered_credentials_outlive_the_key_while_they_are_used(served: Served) -> None:
    create(served, "bound", BOUND)
    served.control("PUT", "/control/propagation", {"credentialCacheMs": 300_000})
    assert insert(served, "1").code is None
    served.control("DELETE", f"{keys(served)}/jina-main?confirm=jina-main")

    for number in range(3):
        served.control("POST", "/control/clock", {"advance_s": 299})
        assert insert(served, f"used {number}").code is None
    assert create(served, "another", BOUND).code == "VECTORIZE_CREDENTIAL_INVALID", "creation is never remembered"
    other = served.control("POST", f"{keys(served)}", {"name": "x", "secret": "s" * 20}).status
    assert other == 201
    served.control("POST", "/control/clock", {"advance_s": 301})
    assert insert(served, "too late").code == GONE


@pytest.mark.parametrize("path", ["state", "clock", "profile", "propagation", "calls", "credential-faults"])
def test_reader_sees_nothing_of_it(served: Served, path: str) -> None:
    made = world(served)

    assert served.control("GET", f"/control/{path}", None, made["unprivilegedToken"]).status == 403
    assert served.control("GET", f"/control/{path}", None, "AstraCS:wrong:aa").status == 401
