"""Trouble at the credential service, by plan: what a client of the Data API sees, how often is asked, what is counted.

Source: jina-api 4.4; control-plane C.5, last row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from tests.unit.mocks.world.lab import SERVICE, Served

from vectorproof.mocks.config import ProviderConfig, load_world

KS = "default_keyspace"
BOUND = {**SERVICE, "authentication": {"providerKey": "jina-main"}}
UNRESOLVED = "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE"
INVALID = "VECTORIZE_CREDENTIAL_INVALID"
MISSING = "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"
UNEXPECTED = "UNEXPECTED_SERVER_ERROR"
DEAD = "EMBEDDING_PROVIDER_CLIENT_ERROR"


@dataclass(frozen=True)
class Row:
    """A fault, what creating and using answer, and how often the service is asked by each."""

    fault: dict[str, Any]
    create: str | None
    use: str | None
    asked: int = 1
    provider_calls: int = 0


ROWS = {
    "status 500": Row({"name": "status"}, UNRESOLVED, UNRESOLVED, 4),
    "status 503": Row({"name": "status", "status": 503}, UNRESOLVED, UNRESOLVED, 4),
    "status 504": Row({"name": "status", "status": 504}, UNRESOLVED, UNRESOLVED, 4),
    "status 401": Row({"name": "status", "status": 401}, UNRESOLVED, UNRESOLVED, 4),
    "status 404": Row({"name": "status", "status": 404}, UNRESOLVED, UNRESOLVED, 4),
    "silent": Row({"name": "silent", "seconds": 0}, UNEXPECTED, UNEXPECTED),
    "closed": Row({"name": "closed"}, UNEXPECTED, UNEXPECTED),
    "html": Row({"name": "html"}, UNEXPECTED, UNEXPECTED),
    "empty": Row({"name": "empty"}, INVALID, MISSING),
    "other name": Row({"name": "other-name"}, INVALID, MISSING),
    "invalid": Row({"name": "invalid"}, INVALID, MISSING),
    "not found": Row({"name": "not-found"}, INVALID, UNRESOLVED),
    "blank secret": Row({"name": "blank-secret"}, None, DEAD, provider_calls=1),
}


@pytest.fixture
def served() -> Iterator[Served]:
    """Serve a default world with a bound collection, whose Data API is not patient."""
    impatient = ProviderConfig(timeout_ms=200, backoff_ms=0)
    served = Served(replace(load_world("default"), provider=impatient))
    assert create(served, "bound").json == {"status": {"ok": 1}}
    yield served
    served.close()


def create(served: Served, name: str) -> Any:
    """Create a collection that names the stored key."""
    return served.command({"createCollection": {"name": name, "options": {"vector": {"service": BOUND}}}}, KS)


def insert(served: Served, document_id: str = "1", **headers: str) -> Any:
    """Insert a text."""
    document = {"_id": document_id, "$vectorize": "a text"}
    return served.command({"insertOne": {"document": document}}, KS, "bound", **headers)


def plan(served: Served, fault: dict[str, Any], times: int = 100, **members: object) -> None:
    """Plan a fault."""
    body = {"faults": [{"fault": fault, "times": times, **members}]}
    reply = served.control("POST", "/control/credential-faults", body)
    assert reply.status == 201, reply


def account(served: Served) -> dict[str, Any]:
    """Read the account of the only fault."""
    (entry,) = served.control("GET", "/control/credential-faults").json["faults"]
    found: dict[str, Any] = entry
    return found


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_each_fault_shows_as_documented(served: Served, row: Row) -> None:
    plan(served, row.fault)

    assert create(served, "another").code == row.create
    assert account(served)["met"] == row.asked
    assert insert(served).code == row.use
    assert account(served)["met"] == 2 * row.asked
    assert len(served.provider("GET", "/journal")["calls"]) == row.provider_calls
    found = served.command({"find": {}}, KS, "bound")
    assert found.json["data"]["documents"] == [], "reads go on, and nothing was written"
    assert insert(served, x_embedding_api_key=served.ready["provider_key"]).code is None, "a sent key needs no service"


def test_failure_that_ends_in_time_is_survived(served: Served) -> None:
    plan(served, {"name": "status", "status": 503}, times=3)

    assert insert(served).code is None
    told = account(served)
    assert (told["times"], told["met"], told["unmet"]) == (3, 3, 0)
    calls = served.control("GET", "/control/calls?kind=sync").json["calls"]
    assert [(c["fault"], c["status"]) for c in calls[1:]] == [("status", 503)] * 3 + [(None, 200)]
    assert told["calls"] == [c["n"] for c in calls[1:4]]


def test_useless_answer_is_remembered(served: Served) -> None:
    served.control("PUT", "/control/propagation", {"credentialCacheMs": 300_000})
    plan(served, {"name": "empty"}, times=1)

    assert (insert(served).code, insert(served).code) == (MISSING, MISSING)
    served.control("POST", "/control/clock", {"advance_s": 301})
    assert insert(served).code is None


def test_refusal_is_never_remembered(served: Served) -> None:
    served.control("PUT", "/control/propagation", {"credentialCacheMs": 300_000})
    plan(served, {"name": "not-found"}, times=1)

    assert (insert(served, "1").code, insert(served, "2").code) == (UNRESOLVED, None)


def test_older_eras_wrap_the_failure_at_creation(served: Served) -> None:
    served.control("PUT", "/control/profile", {"era": "E2"})
    plan(served, {"name": "status"})

    error = create(served, "another").json["errors"][0]

    assert error["errorCode"] == INVALID
    assert "Sync service has internal server error. Error Code: 500" in error["message"]


def test_entry_is_met_by_what_it_names(served: Served) -> None:
    database = served.ready["database_id"]
    plan(served, {"name": "status"}, match={"purpose": "secret", "key": "jina-main", "database": database}, nth=2)

    assert create(served, "another").code is None
    assert insert(served, "1").code is None
    assert insert(served, "2").code == UNRESOLVED
    assert served.control("DELETE", f"/control/credential-faults/{account(served)['id']}").status == 204
    assert insert(served, "3").code is None
    assert served.control("DELETE", "/control/credential-faults/none").status == 404


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ({}, "faults[0].fault"), ({"fault": {"name": "nothing"}}, "faults[0].fault.name"),
        ({"fault": {"name": []}}, "faults[0].fault.name"),
        ({"fault": {"name": "html"}, "match": {"database": "another's"}}, "faults[0].match.database"),
        ({"fault": {"name": "status", "status": 200}}, "faults[0].fault.status"),
        ({"fault": {"name": "html", "colour": 1}}, "faults[0].fault.colour"),
        ({"fault": {"name": "html"}, "times": 0}, "faults[0].times"),
        ({"fault": {"name": "html"}, "nth": True}, "faults[0].nth"),
        ({"fault": {"name": "silent", "seconds": 61}}, "faults[0].fault.seconds"),
        ({"fault": {"name": "html"}, "match": {"purpose": "fun"}}, "faults[0].match.purpose"),
        ({"fault": {"name": "html"}, "match": {"key": 5}}, "faults[0].match.key"),
        ({"fault": {"name": "html"}, "match": {"kye": "x"}}, "faults[0].match.kye"),
    ],
)  # fmt: skip
def test_wrong_entry_is_refused_by_its_place(served: Served, entry: object, place: str) -> None:
    refused = served.control("POST", "/control/credential-faults", {"faults": [entry]})

    assert refused.status == 400
    assert place in refused.json["errors"][0]["message"]
    assert served.control("GET", "/control/credential-faults").json == {"faults": []}


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        ({"name": "status", "status": 502}, 502, None), ({"name": "empty"}, 200, {"credentials": {}}),
        ({"name": "invalid"}, 200, {"credentials": {"jina-main.providerKey": False}}),
        ({"name": "blank-secret"}, 200, {"credentials": {"jina-main.providerKey": ""}}),
        ({"name": "other-name"}, 200, {"credentials": {"another.providerKey": "none"}}),
        ({"name": "not-found"}, 200, {"errors": [{"ID": "GVC-005", "message": "Credential not found"}]}),
    ],
)  # fmt: skip
def test_the_services_own_routes_meet_the_same_plan(served: Served, fault: Any, status: int, body: object) -> None:
    plan(served, fault, times=1)
    at = f"databases/{served.ready['database_id']}/integrations-type/jinaAI/creds/jina-main.providerKey"
    url = f"{served.ready['data_api']}/internal/sync/default/v1/{at}"
    bearer = f"Bearer {served.ready['token']}"

    broken = served.send("GET", url, Authorization=bearer)
    right = served.send("GET", url, Authorization=bearer)

    assert broken.status == status
    assert body is None or broken.json == body
    assert right.json == {"credentials": {"jina-main.providerKey": served.ready["provider_key"]}}
    assert account(served)["met"] == 1


def test_page_and_silence_on_the_services_own_routes(served: Served) -> None:
    at = f"databases/{served.ready['database_id']}/integrations-type/jinaAI/creds/jina-main.providerKey"
    url = f"{served.ready['data_api']}/internal/sync/default/v1/{at}/valid"
    bearer = f"Bearer {served.ready['token']}"
    plan(served, {"name": "html"}, times=1)
    assert served.send("GET", url, Authorization=bearer).headers["content-type"].startswith("text/html")

    plan(served, {"name": "closed"}, times=1)

    with pytest.raises(OSError, match=r"(?i)reset|closed|response"):
        served.send("GET", url, Authorization=bearer)
