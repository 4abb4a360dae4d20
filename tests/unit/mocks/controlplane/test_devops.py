"""The DevOps API over the wire: what clients of the document read, and the honest rest."""

import pytest
from tests.unit.mocks.controlplane.lab import ORG, READER, STRANGER, Lab, database_id

ONE = f"/v2/databases/{database_id(1)}"


def test_current_organization_is_that_of_the_token(lab: Lab) -> None:
    assert lab.send("GET", "/v2/currentOrg").json == {"id": ORG, "name": "Ours"}
    assert lab.send("GET", "/v2/currentOrg", token=STRANGER).json["name"] == "Theirs"


def test_database_has_the_members_that_clients_read(lab: Lab) -> None:
    shown = lab.send("GET", ONE).json

    info = shown["info"]
    assert (shown["id"], shown["orgId"], shown["status"]) == (database_id(1), ORG, "ACTIVE")
    assert shown["creationTime"] == "2025-02-19T21:20:00Z"
    assert (info["name"], info["region"], info["dbType"], info["keyspace"]) == (
        "db-1",
        "us-east1",
        "vector",
        "default_keyspace",
    )
    assert info["cloudProvider"] == info["datacenters"][0]["cloudProvider"] == "GCP"


def test_database_that_is_no_vector_database_has_no_type(lab: Lab) -> None:
    assert "dbType" not in lab.send("GET", f"/v2/databases/{database_id(13)}").json["info"]


@pytest.mark.parametrize("number", [77, 99])
def test_unknown_and_foreign_databases_are_not_found(lab: Lab, number: int) -> None:
    refused = lab.send("GET", f"/v2/databases/{database_id(number)}")

    assert (refused.status, set(refused.json["errors"][0])) == (404, {"ID", "message"})


def test_listing_pages_by_the_last_id(lab: Lab) -> None:
    first = [d["id"] for d in lab.send("GET", "/v2/databases?limit=10").json]
    rest = [d["id"] for d in lab.send("GET", f"/v2/databases?limit=10&starting_after={first[-1]}").json]

    assert first + rest == [database_id(n) for n in range(1, 14)]


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 13), ("?include=all", 13), ("?include=active", 13), ("?include=hibernated", 0),
     ("?include=terminated", 0), ("?provider=AWS", 4),
     ("?provider=gcp", 5), ("?provider=Azure", 4), ("?provider=ALL", 13)],
)  # fmt: skip
def test_listing_filters(lab: Lab, query: str, count: int) -> None:
    assert len(lab.send("GET", f"/v2/databases{query}").json) == count


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=%C2%B2",
        f"limit={'9' * 5000}",
        "include=x",
        "provider=x",
        "starting_after=x",
    ],
)
def test_wrong_filters_are_refused(lab: Lab, query: str) -> None:
    assert lab.send("GET", f"/v2/databases?{query}").status == 400


@pytest.mark.parametrize(
    ("token", "text"), [(None, "organization ID not present"), ("AstraCS:gone:0", "auth-manager returned 404")]
)
def test_wrong_token_gets_the_observed_words(lab: Lab, token: str | None, text: str) -> None:
    refused = lab.send("GET", "/v2/databases", token=token)

    assert refused.status == 401
    assert text in refused.json["errors"][0]["message"]


@pytest.mark.parametrize("name", ["a" * 49, "a-b", "_a", "dse", "System"])
def test_wrong_keyspace_name_is_refused(lab: Lab, name: str) -> None:
    assert lab.send("POST", f"{ONE}/keyspaces/{name}").status == 400
    assert lab.data_api.asked == []


def test_refusal_of_the_data_api_is_no_success(lab: Lab) -> None:
    lab.data_api.answers["dropKeyspace"] = [{"errors": [{"errorCode": "X", "message": "No way."}]}]

    refused = lab.send("DELETE", f"{ONE}/keyspaces/default_keyspace")

    assert refused.status == 400
    assert "No way" in refused.json["errors"][0]["message"]


def test_keyspaces_need_permission(lab: Lab) -> None:
    assert lab.send("GET", ONE, token=READER).status == 200
    assert lab.send("POST", f"{ONE}/keyspaces/x", token=READER).status == 403
    assert lab.send("DELETE", f"{ONE}/keyspaces/default_keyspace", token=READER).status == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", f"{ONE}/park"), ("POST", f"{ONE}/secureBundleURL"), ("GET", "/v2/availableRegions"), ("PUT", ONE),
     ("POST", f"{ONE}/datacenters"), ("POST", "/v2/organizations/roles"), ("GET", "/v2/nothing/at/all"),
     ("DELETE", "/v2/databases"), ("GET", "/v2")],
)  # fmt: skip
def test_the_rest_says_that_it_is_not_simulated(lab: Lab, method: str, path: str) -> None:
    answer = lab.send(method, path)

    said = f"{method} {path} is not simulated"
    assert (answer.status, answer.json) == (501, {"errors": [{"ID": 9990501, "message": said}]})
    assert answer.headers["x-sim-fidelity"] == "devops"
