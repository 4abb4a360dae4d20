"""Application tokens over the DevOps API: made with roles, listed without their text, deleted for good, expiring."""

import pytest
from tests.unit.mocks.controlplane.lab import ADMIN, ORG, READER, STRANGER, Lab, database_id

ONE = f"/v2/databases/{database_id(1)}"


def role(lab: Lab, name: str) -> str:
    """Find the id of a role by its name."""
    roles = lab.send("GET", "/v2/organizations/roles").json
    return str(next(each["ID"] for each in roles if each["Name"] == name))


def made(lab: Lab, *names: str, **members: object) -> dict[str, str]:
    """Make a token with these roles."""
    reply = lab.send("POST", "/v2/tokens", {"roles": [role(lab, name) for name in names], **members})
    assert reply.status == 200
    token: dict[str, str] = reply.json
    return token


def test_roles_say_what_they_may(lab: Lab) -> None:
    roles = {each["Name"]: each["Policy"] for each in lab.send("GET", "/v2/organizations/roles").json}

    managing = {name for name, policy in roles.items() if "org-integrations-write" in policy["actions"]}
    assert managing == {"Organization Administrator"}
    assert len(roles) == 6
    assert all(resource.startswith(f"drn:astra:org:{ORG}") for resource in roles["Admin User"]["resources"])
    one = role(lab, "Admin User")
    assert lab.send("GET", f"/v2/organizations/roles/{one}").json["Name"] == "Admin User"
    assert lab.send("GET", "/v2/organizations/roles/nobody").status == 404


def test_new_token_may_what_its_roles_may(lab: Lab) -> None:
    wide, narrow = made(lab, "Admin User"), made(lab, "Read Only User")
    both = made(lab, "Read Only User", "Admin User")

    assert {t["token"].split(":")[1] for t in (wide, narrow)} == {wide["clientId"], narrow["clientId"]}
    made_keyspace = {
        name: lab.send("POST", f"{ONE}/keyspaces/{name}", token=t["token"]).status
        for name, t in (("wide", wide), ("narrow", narrow), ("both", both))
    }
    assert made_keyspace == {"wide": 201, "narrow": 403, "both": 201}
    assert lab.send("GET", lab.keys(), token=wide["token"]).code == "FORBIDDEN"
    assert lab.send("POST", "/v2/tokens", {"roles": wide["roles"]}, token=wide["token"]).status == 403


def test_listing_tells_no_token(lab: Lab) -> None:
    token = made(lab, "Admin User", description="for the tests")
    listed = lab.send("GET", "/v2/clientIdSecrets")

    entry = next(each for each in listed.json["clients"] if each["clientId"] == token["clientId"])
    assert (entry["description"], entry["roles"], entry["tokenExpiry"]) == ("for the tests", token["roles"], None)
    assert len(listed.json["clients"]) == 3
    assert not [
        secret for secret in (token["token"], token["secret"], ADMIN, STRANGER) if secret in listed.raw.decode()
    ]


def test_deleted_token_is_unknown(lab: Lab) -> None:
    token = made(lab, "Admin User")
    path = f"/v2/clientIdSecrets/{token['clientId']}"

    assert lab.send("DELETE", path, token=STRANGER).status == 404
    assert lab.send("GET", ONE, token=token["token"]).status == 200
    assert lab.send("DELETE", path).status == 204
    refused = lab.send("GET", ONE, token=token["token"])
    assert (refused.status, refused.json["errors"][0]["ID"]) == (401, 340018)
    assert lab.send("DELETE", path).status == 404


def test_token_expires_by_the_worlds_clock(lab: Lab) -> None:
    token = made(lab, "Admin User", tokenExpiry="2100-01-01T00:00:00Z")["token"]
    assert lab.send("GET", ONE, token=token).status == 200

    lab.clock.advance(100 * 366 * 86_400)

    assert lab.send("GET", ONE, token=token).status == 401
    assert lab.send("GET", ONE).status == 200


@pytest.mark.parametrize(
    "body",
    [{}, {"roles": []}, {"roles": "x"}, {"roles": ["x"]}, {"roles": [5]}, {"role": []}, {"orgId": "x"},
     {"tokenExpiry": "soon"}, {"tokenExpiry": "9999-12-31T23:59:59-14:00"},
     {"tokenExpiry": "0001-01-01T00:00:00+14:00"}, {"description": 5}],
)  # fmt: skip
def test_wrong_wish_makes_no_token(lab: Lab, body: dict[str, object]) -> None:
    right = {"roles": [role(lab, "Admin User")]} if "roles" not in body and body else {}

    assert lab.send("POST", "/v2/tokens", {**right, **body}).status == 400
    assert len(lab.send("GET", "/v2/clientIdSecrets").json["clients"]) == 2


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v2/tokens"), ("POST", "/v2/clientIdSecrets"), ("GET", "/v2/clientIdSecrets"),
     ("DELETE", "/v2/clientIdSecrets/x"), ("GET", "/v2/organizations/roles"), ("GET", "/v2/organizations/roles/x")],
)  # fmt: skip
def test_reader_manages_no_tokens(lab: Lab, method: str, path: str) -> None:
    assert lab.send(method, path, {}, token=READER).status == 403
