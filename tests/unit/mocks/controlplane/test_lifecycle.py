"""Databases come, are worked on and go, as the world's clock goes on: over the wire, state by state."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.mocks.controlplane.lab import ORG, READER, STRANGER, Lab, database_id

from vectorproof.mocks.controlplane import ControlPlaneParts, Lifecycle

ONE = f"/v2/databases/{database_id(1)}"
WISH = {
    "name": "new one".replace(" ", "_"),
    "cloudProvider": "gcp",
    "tier": "serverless",
    "capacityUnits": 1,
    "region": "us-east1",
    "dbType": "vector",
}
# Longer than any test runs: only the clock that a test steps brings these moments.
SLOW = Lifecycle(pending_ms=100_000, initializing_ms=200_000, maintenance_ms=300_000, terminating_ms=400_000)
BUSY = {"errors": [{"ID": 2000049, "message": "database is not in a valid state to perform requested action"}]}


@pytest.fixture
def slow() -> Iterator[Lab]:
    """Serve a control plane whose databases take their time."""
    lab = Lab(ControlPlaneParts(), lifecycle=SLOW)
    yield lab
    lab.close()


def status(lab: Lab, path: str = ONE) -> str:
    """Read the state of a database."""
    return str(lab.send("GET", path).json["status"])


def made(lab: Lab, **members: Any) -> str:
    """Make a database and give its path."""
    reply = lab.send("POST", "/v2/databases", {**WISH, **members})
    assert (reply.status, reply.raw) == (201, b"")
    return f"/v2/databases/{reply.headers['location']}"


def test_new_database_becomes_active_step_by_step(slow: Lab) -> None:
    path = made(slow)
    seen = [status(slow, path)]
    for seconds in (99, 2, 198, 2):
        slow.clock.advance(seconds)
        seen.append(status(slow, path))

    assert seen == ["PENDING", "PENDING", "INITIALIZING", "INITIALIZING", "ACTIVE"]


def test_listing_goes_on_after_a_database_that_has_ended_meanwhile(slow: Lab) -> None:
    first = [d["id"] for d in slow.send("GET", "/v2/databases?limit=1").json]
    assert first == [database_id(1)]
    slow.send("POST", f"{ONE}/terminate")
    slow.clock.advance(401)
    assert status(slow) == "TERMINATED"

    rest = [d["id"] for d in slow.send("GET", f"/v2/databases?limit=1&starting_after={first[0]}").json]

    assert rest == [database_id(2)]


def test_new_database_is_as_wished(lab: Lab) -> None:
    shown = lab.send("GET", made(lab, keyspace="mine")).json

    assert (shown["orgId"], shown["status"], shown["info"]["name"]) == (ORG, "ACTIVE", WISH["name"])
    assert shown["info"]["keyspaces"] == ["mine"]
    assert (shown["info"]["cloudProvider"], shown["info"]["dbType"]) == ("GCP", "vector")
    assert "dbType" not in lab.send("GET", made(lab, dbType=None)).json["info"]
    assert lab.send("GET", made(lab)).json["info"]["keyspaces"] == ["default_keyspace"]


def test_listing_shows_new_databases_by_their_state(slow: Lab) -> None:
    made(slow)

    counts = {state: len(slow.send("GET", f"/v2/databases?include={state}").json) for state in ("pending", "active")}
    assert counts == {"pending": 1, "active": 13}


@pytest.mark.parametrize(
    ("member", "value"),
    [("name", None), ("name", ""), ("name", "a" * 51), ("name", "-a"), ("name", "a b"), ("name", 5),
     ("cloudProvider", "ibm"), ("cloudProvider", "aws"), ("tier", "C10"), ("capacityUnits", 0),
     ("capacityUnits", True), ("region", "nowhere"), ("dbType", "graph"), ("keyspace", "a-b"),
     ("pcuGroupUUID", "x"), ("colour", "red")],
)  # fmt: skip
def test_wrong_wish_makes_no_database(lab: Lab, member: str, value: object) -> None:
    refused = lab.send("POST", "/v2/databases", {**WISH, member: value})

    assert refused.status == 400
    assert member in refused.json["errors"][0]["message"] or WISH["region"] in refused.json["errors"][0]["message"]
    assert len(lab.send("GET", "/v2/databases?include=all").json) == 13


@pytest.mark.parametrize("body", [b"{", b"[]", b"null"])
def test_wish_that_is_no_object_is_refused(lab: Lab, body: bytes) -> None:
    assert lab.send("POST", "/v2/databases", body).status == 400


@pytest.mark.parametrize(("name", "right"), [("a", True), ("a" * 50, True), ("a&+-_()<>.,@1", True)])
def test_names_at_the_edge_are_taken(lab: Lab, name: str, *, right: bool) -> None:
    assert (lab.send("POST", "/v2/databases", {**WISH, "name": name}).status == 201) is right


def test_keyspace_is_there_when_the_work_is_done(slow: Lab) -> None:
    assert slow.send("POST", f"{ONE}/keyspaces/second").status == 201

    during = slow.send("GET", ONE).json
    refused = [slow.send("POST", f"{ONE}/keyspaces/third"), slow.send("DELETE", f"{ONE}/keyspaces/default_keyspace"),
               slow.send("POST", f"{ONE}/terminate")]  # fmt: skip
    slow.clock.advance(301)
    after = slow.send("GET", ONE).json

    assert (during["status"], during["info"]["keyspaces"]) == ("MAINTENANCE", ["default_keyspace"])
    assert [(reply.status, reply.json) for reply in refused] == [(409, BUSY)] * 3
    assert (after["status"], after["info"]["keyspaces"]) == ("ACTIVE", ["default_keyspace", "second"])
    assert after["info"]["additionalKeyspaces"] == ["second"]


def test_keyspace_that_exists_is_not_doubled(lab: Lab) -> None:
    assert lab.send("POST", f"{ONE}/keyspaces/default_keyspace").status == 201

    assert lab.send("GET", ONE).json["info"]["keyspaces"] == ["default_keyspace"]


def test_dropping_a_keyspace_goes_through_the_data_api(slow: Lab) -> None:
    nothing = slow.send("DELETE", f"{ONE}/keyspaces/nothing")
    assert (nothing.status, status(slow)) == (204, "ACTIVE")

    dropped = slow.send("DELETE", f"{ONE}/keyspaces/default_keyspace")

    assert (dropped.status, status(slow)) == (202, "MAINTENANCE")
    assert slow.data_api.asked == [(database_id(1), None, None, {"dropKeyspace": {"name": "default_keyspace"}})]


def test_terminated_database_stays_readable_and_loses_everything(slow: Lab) -> None:
    assert slow.add("k", 1, 2).status == 201

    assert slow.send("POST", f"{ONE}/terminate").status == 202

    assert slow.data_api.forgotten == [database_id(1)]
    assert slow.scope("k") == [database_id(2)]
    assert status(slow) == "TERMINATING"
    assert slow.send("POST", slow.keys() + "/k/scope", {"databases": [database_id(1)]}).code == "SCOPE_DB_STATE"
    slow.clock.advance(401)
    ended = slow.send("GET", ONE).json
    assert (ended["status"], ended["availableActions"]) == ("TERMINATED", [])
    assert ended["terminationTime"] > ended["creationTime"]
    assert slow.send("POST", f"{ONE}/terminate").json == BUSY
    assert database_id(1) not in [d["id"] for d in slow.send("GET", "/v2/databases").json]
    assert database_id(1) in [d["id"] for d in slow.send("GET", "/v2/databases?include=all").json]


@pytest.mark.parametrize(("token", "code"), [(READER, 403), (STRANGER, 404), ("AstraCS:wrong:aa", 401), (None, 401)])
def test_only_who_may_terminates(lab: Lab, token: str | None, code: int) -> None:
    assert lab.send("POST", f"{ONE}/terminate", token=token).status == code
    assert status(lab) == "ACTIVE"


@pytest.mark.parametrize(("token", "code"), [(READER, 403), ("AstraCS:wrong:aa", 401), (None, 401)])
def test_only_who_may_creates(lab: Lab, token: str | None, code: int) -> None:
    assert lab.send("POST", "/v2/databases", WISH, token=token).status == code
    assert len(lab.send("GET", "/v2/databases?include=all").json) == 13


def test_each_database_has_one_datacenter(lab: Lab) -> None:
    shown = lab.send("GET", f"{made(lab)}/datacenters").json

    assert [(one["region"], one["cloudProvider"], one["regionZone"]) for one in shown] == [("us-east1", "GCP", "na")]


def test_regions_have_the_members_that_clients_read(lab: Lab) -> None:
    regions = lab.send("GET", "/v2/regions/serverless?region-type=vector&filter-by-org=enabled").json

    members = {"classification", "cloudProvider", "displayName", "enabled", "name", "region_type",
               "reservedForQualifiedUsers", "zone"}  # fmt: skip
    assert {frozenset(region) for region in regions} == {frozenset(members)}
    assert {region["cloudProvider"] for region in regions} == {"AWS", "GCP", "AZURE"}
    assert lab.send("GET", "/v2/regions/serverless?filter-by-org=maybe").status == 400
    assert lab.send("POST", "/v2/pcus/actions/get", {}).json == []
