"""Worlds for parallel tests over the wire: fresh, isolated, limited by their creation date, and gone at the end."""

from typing import Any

import pytest
from tests.unit.mocks.controlplane.lab import LIMITS, ORG, READER, SECRET, Lab, database_id

PATH = "/sim/v1/control/worlds"


def made(lab: Lab, *databases: dict[str, Any]) -> Any:
    """Make a world with these databases, or with one plain one."""
    reply = lab.send("POST", PATH, {"databases": list(databases)} if databases else {})
    assert reply.status == 201
    return reply.json


def test_world_has_an_organization_tokens_and_databases_of_its_own(lab: Lab) -> None:
    world = made(lab, {"name": "a"}, {"name": "b", "region": "eastus", "vector": False, "keyspaces": ["k1", "k2"]})

    assert world["organization"]["id"] == world["id"] != ORG
    assert [(d["name"], d["region"], d["keyspaces"]) for d in world["databases"]] == [
        ("a", "us-east-2", ["default_keyspace"]),
        ("b", "eastus", ["k1", "k2"]),
    ]
    listed = lab.send("GET", "/v2/databases", token=world["token"]).json
    assert [d["id"] for d in listed] == [d["id"] for d in world["databases"]]
    assert ["dbType" in d["info"] for d in listed] == [True, False]


def test_worlds_see_nothing_of_each_other(lab: Lab) -> None:
    one, two = made(lab), made(lab)
    name = {"name": "k", "secret": SECRET, "databases": [one["databases"][0]["id"]]}
    keys = f"/sim/v1/organizations/{one['id']}/integrations/jinaAI/keys"
    assert lab.send("POST", keys, name, token=one["token"]).status == 201

    assert lab.send("GET", keys, token=two["token"]).status == 404
    assert lab.send("GET", keys).status == 404
    assert lab.send("GET", f"/v2/databases/{one['databases'][0]['id']}", token=two["token"]).status == 404
    theirs = f"/sim/v1/organizations/{two['id']}/integrations/jinaAI/keys"
    assert lab.send("POST", theirs, name, token=two["token"]).status == 404
    assert len({one["token"], one["unprivilegedToken"], two["token"], two["unprivilegedToken"]}) == 4


def test_unprivileged_token_may_look_and_no_more(lab: Lab) -> None:
    world = made(lab)
    token = world["unprivilegedToken"]

    assert lab.send("GET", "/v2/databases", token=token).status == 200
    assert lab.send("GET", f"/sim/v1/organizations/{world['id']}/integrations", token=token).status == 403


@pytest.mark.parametrize(
    ("created", "budget"),
    [("2024-06-23T00:00:00Z", 50), ("2024-06-23T23:59:59Z", 50), ("2024-06-24T00:00:00Z", 100),
     ("2024-06-25T00:00:00Z", 100), (None, 100)],
)  # fmt: skip
def test_creation_date_decides_the_number_of_indexes(lab: Lab, created: str | None, budget: int) -> None:
    wanted = {} if created is None else {"creationTime": created}
    database = lab.tenants.database(made(lab, wanted)["databases"][0]["id"])

    assert database is not None
    assert database.index_budget == budget
    assert (database.created_ms < LIMITS.from_ms) == (budget == 50)


def test_pace_of_the_provider_is_the_worlds_own(lab: Lab) -> None:
    world = made(lab, {"provider": {"timeoutMs": 250, "backoffMs": 0}}, {})
    paces = [lab.tenants.database(d["id"]) for d in world["databases"]]

    assert [(d.pace.timeout_s, d.pace.backoff_s) for d in paces if d] == [(0.25, 0.0), (5.0, 1.0)]


def test_ended_world_is_gone_and_the_others_are_not(lab: Lab) -> None:
    world, other = made(lab), made(lab)

    assert lab.send("DELETE", f"{PATH}/{world['id']}").status == 204
    assert lab.data_api.forgotten == [world["databases"][0]["id"]]
    assert lab.send("GET", "/v2/currentOrg", token=world["token"]).status == 401
    assert lab.send("GET", "/v2/currentOrg", token=world["unprivilegedToken"]).status == 401
    assert lab.send("GET", "/v2/currentOrg", token=other["token"]).status == 200
    assert lab.send("DELETE", f"{PATH}/{world['id']}").status == 404


def test_a_made_world_ends_itself_and_no_other(lab: Lab) -> None:
    world, other = made(lab), made(lab)

    assert lab.send("DELETE", f"{PATH}/{other['id']}", token=world["token"]).status == 404
    assert lab.send("GET", "/v2/currentOrg", token=other["token"]).status == 200
    assert lab.send("DELETE", f"{PATH}/{world['id']}", token=world["token"]).status == 204
    assert lab.send("GET", "/v2/currentOrg", token=world["token"]).status == 401


def test_declared_organization_cannot_be_ended(lab: Lab) -> None:
    assert lab.send("DELETE", f"{PATH}/{ORG}").status == 404
    assert lab.send("GET", f"/v2/databases/{database_id(1)}").status == 200


@pytest.mark.parametrize(
    "body",
    [
        {"databases": []}, {"databases": {}}, {"databases": [5]}, {"databases": [{"nmae": "x"}]}, {"database": []},
        {"databases": [{"creationTime": "yesterday"}]}, {"databases": [{"creationTime": 5}]},
        {"databases": [{"creationTime": "9999-12-31T23:59:59-14:00"}]},
        {"databases": [{"name": ""}]}, {"databases": [{"name": "n" * 51}]}, {"databases": [{"name": "a\nb"}]},
        {"databases": [{"name": 5}]}, {"databases": [{"keyspaces": "x"}]},
        {"databases": [{"provider": {"timeout": 5}}]}, {"databases": [{"vector": "yes"}]},
        {"databases": [{"vector": 0}]},
        {"databases": [{"region": ""}]}, {"databases": [{"region": "a/b"}]}, {"databases": [{"region": "us--east"}]},
        {"databases": [{"keyspaces": ["a b"]}]}, {"databases": [{"keyspaces": ["k", "k"]}]},
        {"databases": [{"provider": {"timeoutMs": -1}}]}, {"databases": [{"provider": {"timeoutMs": True}}]},
    ],
)  # fmt: skip
def test_wrong_wish_is_refused(lab: Lab, body: object) -> None:
    refused = lab.send("POST", PATH, body)

    assert (refused.status, refused.code) == (400, "REQUEST_INVALID")


@pytest.mark.parametrize(("token", "status"), [(None, 401), ("wrong", 401), (READER, 403)])
def test_only_an_administrator_makes_and_ends_worlds(lab: Lab, token: str | None, status: int) -> None:
    world = made(lab)

    assert lab.send("POST", PATH, {}, token=token).status == status
    assert lab.send("DELETE", f"{PATH}/{world['id']}", token=token).status == status


def test_probe_needs_no_token_and_names_capabilities(lab: Lab) -> None:
    about = lab.send("GET", "/sim/v1", token=None).json

    assert about["product"] == "vectorproof"
    assert set(about["capabilities"]) == {
        "create-collection-form", "credential-faults", "credential-service", "fresh-databases", "key-control",
        "load-data",
    }  # fmt: skip
