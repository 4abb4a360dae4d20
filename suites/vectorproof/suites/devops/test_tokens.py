"""Tokens, their roles, and who may do what."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import equals, holds
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import objects_in, texts_in
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Space
from vectorproof.harness.target import Target
from vectorproof.suites.devops.answers import at, describes, ids_in, lists, refused, told
from vectorproof.suites.devops.asking import listed, own, shown, wish

_ADMINISTRATOR = "Organization Administrator"
_INTEGRATIONS = ("org-integrations-read", "org-integrations-write")
_ADDRESSES = ("/tokens", "/clientIdSecrets")
_UNKNOWN = "AstraCS:" + "a" * 24 + ":" + "0" * 64
_GETS = (
    "/currentOrg", "/databases", "/databases/{id}", "/databases/{id}/datacenters", "/regions/serverless",
    "/organizations/roles", "/clientIdSecrets",
)  # fmt: skip
_TOLD = ("clientId", "secret", "token")
_Row = tuple[str, str, Any]
_CHANGES: Mapping[str, _Row] = {
    "create a database": ("POST", "/databases", wish("AWS", "us-east-2", "a")),
    "terminate": ("POST", "/databases/{id}/terminate", None),
    "add a keyspace": ("POST", "/databases/{id}/keyspaces/another", None),
    "drop a keyspace": ("DELETE", "/databases/{id}/keyspaces/default_keyspace", None),
    "list tokens": ("GET", "/clientIdSecrets", None),
    "list roles": ("GET", "/organizations/roles", None),
    "make a token": ("POST", "/tokens", {"roles": []}),
    "delete a token": ("DELETE", "/clientIdSecrets/nobody", None),
}
_DESCRIPTIONS = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=30)


@requirement("DEVOPS-019", "DEVOPS-020", "DEVOPS-021")
@boundaries(
    {
        "the newer address": {"address": "/tokens", "text": "for a test", "role": 0},
        "the older one": {"address": "/clientIdSecrets", "text": "", "role": 1},
    }
)
@costly(8)
@given(address=st.sampled_from(_ADDRESSES), text=_DESCRIPTIONS, role=st.integers(0, 9))
def test_life(target: Target, address: str, text: str, role: int) -> None:
    """A token is told once, works, is listed without its secret, and is unknown when it is deleted."""
    with target.space(Needs(devops=True, fresh=True)) as space:
        found = _seeing(space)
        chosen = found[role % len(found)]
        made = _made(space, address, {"roles": [chosen], "description": text})
        token, client = str(at(made.body, "token")), str(at(made.body, "clientId"))
        space.check("DEVOPS-019", made, _told(chosen))
        bearer = {"Authorization": f"Bearer {token}"}
        description = shown(space, own(space))
        space.check("DEVOPS-019", made, describes(orgId=at(description.body, "orgId"), description=text))
        space.check("DEVOPS-019", _asked_by(space, bearer), lists(own(space)))
        everybody = space.devops.send("GET", "/clientIdSecrets", title="list tokens")
        space.check("DEVOPS-020", everybody, _lists_token(client, chosen, text))
        space.check("DEVOPS-020", everybody, _without((token, str(at(made.body, "secret")))))
        gone = space.devops.send("DELETE", f"/clientIdSecrets/{client}", title="delete a token")
        space.check("DEVOPS-021", gone, holds("it is accepted", lambda seen: seen.status in (200, 204)))
        space.check("DEVOPS-021", _asked_by(space, bearer), refused(401))


@requirement("DEVOPS-022")
@boundaries(
    {
        "without a token": {"path": "/databases", "bearer": ""},
        "an unknown one": {"path": "/databases", "bearer": f"Bearer {_UNKNOWN}"},
    }
)
@costly(8)
@given(
    path=st.sampled_from(_GETS),
    bearer=st.sampled_from(["", "Bearer", f"Bearer {_UNKNOWN}", f"Basic {_UNKNOWN}", "Bearer AstraCS:a:b"]),
)
def test_unknown_callers(target: Target, path: str, bearer: str) -> None:
    """Nobody is told anything without a token that is known."""
    with target.space(Needs(devops=True)) as space:
        one = next(iter(ids_in(listed(space, limit=1))), "")
        answer = space.devops.send(
            "GET", path.replace("{id}", one), title="ask as nobody known", headers={"Authorization": bearer}
        )
        space.check("DEVOPS-022", answer, refused(401))


@requirement("DEVOPS-023")
@boundaries({change: {"change": change} for change in _CHANGES})
@costly(12)
@given(change=st.sampled_from(sorted(_CHANGES)))
def test_without_permission(target: Target, change: str) -> None:
    """Who may only look at databases changes none, and neither reads nor makes tokens."""
    with target.space(Needs(devops=True, fresh=True)) as space:
        weak = _made(space, "/tokens", {"roles": [_role_of(space, "Read Only User")]})
        bearer = {"Authorization": f"Bearer {at(weak.body, 'token')}"}
        method, path, body = _CHANGES[change]
        answer = space.devops.send(
            method, path.replace("{id}", own(space)), body, title=f"{change} without the right", headers=bearer
        )
        space.check("DEVOPS-023", answer, refused(403))
        space.check("DEVOPS-023", _asked_by(space, bearer), lists(own(space)))
        after = shown(space, own(space))
        space.check("DEVOPS-023", after, describes(status="ACTIVE", info__keyspaces=[space.database.keyspace]))


@requirement("DEVOPS-025")
def test_roles(target: Target) -> None:
    """Integrations are the administrators' business alone; each role is shown by its id as it is in the list."""
    with target.space(Needs(devops=True, fresh=True)) as space:
        roles = _roles(space)
        holders = [
            one["Name"] for one in objects_in(roles.body) if {*_INTEGRATIONS} & {*texts_in(at(one, "Policy.actions"))}
        ]
        space.check("DEVOPS-025", holders, equals([_ADMINISTRATOR], "roles"))
        path = f"/organizations/roles/{_role_of(space, _ADMINISTRATOR)}"
        alone = space.devops.send("GET", path, title="show a role")
        both = told("both permissions", "Policy.actions", lambda seen: {*_INTEGRATIONS} <= {*texts_in(seen)})
        space.check("DEVOPS-025", alone, both)


def _roles(space: Space) -> Exchange:
    return space.devops.send("GET", "/organizations/roles", title="list roles")


def _seeing(space: Space) -> list[str]:
    """Give the ids of all roles that may look at databases."""
    found = objects_in(_roles(space).body)
    return [str(role.get("ID")) for role in found if "org-db-view" in texts_in(at(role, "Policy.actions"))]


def _role_of(space: Space, name: str) -> str:
    return next((str(role.get("ID")) for role in objects_in(_roles(space).body) if role.get("Name") == name), "")


def _made(space: Space, address: str, body: dict[str, Any]) -> Exchange:
    """Make a token; what is secret of it is kept out of the record."""
    made = space.devops.send("POST", address, body, title="make a token")
    for member, placeholder in (("token", "$TOKEN"), ("secret", "$CLIENT_SECRET"), ("clientId", "$CLIENT")):
        space.devops.steps.redactor.number(str(at(made.body, member) or ""), placeholder)
    return made


def _asked_by(space: Space, bearer: Mapping[str, str]) -> Exchange:
    return space.devops.send("GET", "/databases", title="list databases by the token", headers=bearer)


def _told(role: str) -> Judge[Exchange]:
    return holds(
        "a client id, a secret, and a token with the role that was asked for",
        lambda seen: (
            seen.ok
            and all(isinstance(at(seen.body, name), str) and at(seen.body, name) for name in _TOLD)
            and at(seen.body, "roles") == [role]
        ),
    )


def _lists_token(client: str, role: str, text: str) -> Judge[Exchange]:
    def right(seen: Exchange) -> bool:
        found = [one for one in objects_in(at(seen.body, "clients")) if one.get("clientId") == client]
        return [(one.get("roles"), one.get("description")) for one in found] == [([role], text)]

    return holds("the token once, with its role and description", right)


def _without(secrets: tuple[str, ...]) -> Judge[Exchange]:
    return holds("no secret in the answer", lambda seen: not any(one.encode() in seen.raw for one in secrets))
