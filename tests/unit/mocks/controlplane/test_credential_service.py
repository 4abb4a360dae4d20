"""The credential service over the wire: one answer for every way of not being found, always inside a 200."""

import pytest
from tests.unit.mocks.controlplane.lab import ADMIN, READER, SECRET, STRANGER, Lab, database_id

from vectorproof.mocks.core.tokens import CASSANDRA_TOKEN

NOT_FOUND = {"errors": [{"ID": "GVC-005", "message": "Credential not found"}]}


def path(database: str, reference: str, *, provider: str = "jinaAI", alias: str = "a") -> str:
    """Give the path of one question."""
    return f"/internal/sync/{alias}/v1/databases/{database}/integrations-type/{provider}/creds/{reference}"


def test_key_in_scope_is_valid_and_gives_its_secret(lab: Lab) -> None:
    lab.add("k", 1)

    assert lab.send("GET", path(database_id(1), "k.providerKey/valid")).json == {"credentials": {"k.providerKey": True}}
    found = lab.send("GET", path(database_id(1), "k.providerKey"))
    assert found.json == {"credentials": {"k.providerKey": SECRET}}
    assert found.headers["x-sim-fidelity"] == "internal"


@pytest.mark.parametrize("suffix", ["", "/valid"])
@pytest.mark.parametrize(
    ("database", "reference", "provider"),
    [
        (1, "no.providerKey", "jinaAI"),
        (2, "k.providerKey", "jinaAI"),
        (77, "k.providerKey", "jinaAI"),
        (1, "k.providerKey", "openai"),
        (1, "k.providerKey", "no"),
        (1, "k", "jinaAI"),
        (1, "k.accessId", "jinaAI"),
        (1, ".providerKey", "jinaAI"),
        (1, "K.providerKey", "jinaAI"),
        (1, "k.providerKey.providerKey", "jinaAI"),
    ],
)
def test_every_way_of_not_being_found_is_one_answer(
    lab: Lab, database: int, reference: str, provider: str, suffix: str
) -> None:
    lab.add("k", 1)

    answer = lab.send("GET", path(database_id(database), reference + suffix, provider=provider))

    assert (answer.status, answer.json) == (200, NOT_FOUND)


def test_scope_counts_at_the_moment_of_the_question(lab: Lab) -> None:
    lab.add("k", 1, 2)
    question = path(database_id(2), "k.providerKey")
    assert "credentials" in lab.send("GET", question).json

    lab.send("DELETE", f"{lab.key('k')}/scope/{database_id(2)}?confirm=db-2")
    assert lab.send("GET", question).json == NOT_FOUND
    assert "credentials" in lab.send("GET", path(database_id(1), "k.providerKey")).json

    lab.send("POST", f"{lab.key('k')}/scope", {"databases": [database_id(2)]})
    assert "credentials" in lab.send("GET", question).json


def test_rotation_by_the_same_name_gives_the_new_secret(lab: Lab) -> None:
    lab.add("k", 1)
    lab.send("DELETE", lab.key("k") + "?confirm=k")
    assert lab.send("GET", path(database_id(1), "k.providerKey")).json == NOT_FOUND

    lab.add("k", 1, secret="jina_the_new_secret_999")

    assert lab.send("GET", path(database_id(1), "k.providerKey")).json["credentials"]["k.providerKey"].endswith("_999")


@pytest.mark.parametrize("alias", ["default", "db-1", database_id(1)])
def test_single_tenant_means_the_database_of_the_alias(lab: Lab, alias: str) -> None:
    lab.add("k", 1)

    assert "credentials" in lab.send("GET", path("SINGLE-TENANT", "k.providerKey", alias=alias)).json
    assert lab.send("GET", path("SINGLE-TENANT", "k.providerKey", alias="db-2")).json == NOT_FOUND


@pytest.mark.parametrize(
    ("token", "status"),
    [(ADMIN, 200), (READER, 200), (CASSANDRA_TOKEN, 200), (STRANGER, 401), ("wrong", 401), (None, 401)],
)
def test_secrets_are_for_tokens_of_the_organization(lab: Lab, token: str | None, status: int) -> None:
    lab.add("k", 1)

    answer = lab.send("GET", path(database_id(1), "k.providerKey"), token=token)

    assert (answer.status, SECRET.encode() in answer.raw) == (status, status == 200)


def test_alias_by_a_name_that_several_worlds_have_means_the_callers_own(lab: Lab) -> None:
    for number in ("one", "two"):
        world = lab.send("POST", "/sim/v1/control/worlds", {"databases": [{"name": "ours"}]}).json
        key = {"name": "k", "secret": f"jina_of_world_{number}", "databases": [world["databases"][0]["id"]]}
        assert lab.send("POST", lab.keys(organization=world["id"]), key, token=world["token"]).status == 201

        found = lab.send("GET", path("SINGLE-TENANT", "k.providerKey", alias="ours"), token=world["token"])

        assert found.json == {"credentials": {"k.providerKey": f"jina_of_world_{number}"}}
