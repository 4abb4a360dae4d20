"""Application tokens and roles: made, listed and deleted; a token's text is told once, when it is made (B.1)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, cast

from aiohttp import web

from vectorproof.mocks.controlplane.access import READ_ROLES, READ_TOKENS, WRITE_TOKENS
from vectorproof.mocks.controlplane.devops.bodies import invalid, members
from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, empty_response, json_response
from vectorproof.mocks.controlplane.times import parsed, written
from vectorproof.mocks.core.roles import BY_ID, ROLES, Role
from vectorproof.mocks.core.tokens import Token

_CLIENTS: Final = "/v2/clientIdSecrets"
_SECRET_CHARACTERS: Final = 100


@dataclass(frozen=True, slots=True)
class ClientTokens:
    """The tokens of an organization, and the roles that they can have."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations; a token can be asked for at two addresses, of which one is older."""
        return (
            Route("POST", "/v2/tokens", self.made),
            Route("POST", _CLIENTS, self.made),
            Route("GET", _CLIENTS, self.listed),
            Route("DELETE", f"{_CLIENTS}/{{client}}", self.deleted),
            Route("GET", "/v2/organizations/roles", self.roles),
            Route("GET", "/v2/organizations/roles/{role}", self.role),
        )

    async def made(self, request: web.Request) -> web.Response:
        """Make a token with the roles of the body, each named by its id."""
        caller = self.plane.access.devops(request, WRITE_TOKENS)
        body = await members(request, "roles", "description", "tokenExpiry", "orgId")
        if body.get("orgId", caller.organization_id) != caller.organization_id:
            raise invalid("orgId is the caller's own organization")
        token = Token(
            secret=self.plane.ids.astra_token(),
            organization_id=caller.organization_id,
            roles=_roles(body.get("roles")),
            description=_text(body.get("description", "")),
            created_ms=self.plane.clock.now_ms(),
            expires_ms=_expiry(body.get("tokenExpiry")),
        )
        self.plane.tokens.add(token)
        secret = self.plane.ids.alphanumeric(_SECRET_CHARACTERS)
        shown = {**_shown(token), "orgId": token.organization_id, "token": token.secret, "secret": secret}
        return json_response(shown)

    async def listed(self, request: web.Request) -> web.Response:
        """List the organization's tokens by what is public of them."""
        caller = self.plane.access.devops(request, READ_TOKENS)
        return json_response({"clients": [_shown(token) for token in self.plane.tokens.of(caller.organization_id)]})

    async def deleted(self, request: web.Request) -> web.Response:
        """Delete a token: from now on it is unknown."""
        caller = self.plane.access.devops(request, WRITE_TOKENS)
        wanted = request.match_info["client"]
        found = [t for t in self.plane.tokens.of(caller.organization_id) if t.client_id == wanted]
        if not found:
            raise ControlError("CLIENT_NOT_FOUND", scope=DEVOPS, client=wanted[:_SECRET_CHARACTERS])
        self.plane.tokens.remove(found[0])
        return empty_response(HTTPStatus.NO_CONTENT)

    async def roles(self, request: web.Request) -> web.Response:
        """List the roles; only the Organization Administrator may manage keys."""
        caller = self.plane.access.devops(request, READ_ROLES)
        return json_response([_described(role, caller.organization_id) for role in ROLES.values()])

    async def role(self, request: web.Request) -> web.Response:
        """Show one role by its id."""
        caller = self.plane.access.devops(request, READ_ROLES)
        found = BY_ID.get(request.match_info["role"])
        if found is None:
            raise ControlError("ROLE_NOT_FOUND", scope=DEVOPS, role=request.match_info["role"][:_SECRET_CHARACTERS])
        return json_response(_described(found, caller.organization_id))


def _shown(token: Token) -> dict[str, Any]:
    return {
        "clientId": token.client_id,
        "roles": [ROLES[name].id for name in token.roles],
        "generatedOn": written(token.created_ms),
        "description": token.description,
        "tokenExpiry": None if token.expires_ms is None else written(token.expires_ms),
    }


def _described(role: Role, organization_id: str) -> dict[str, Any]:
    own = f"drn:astra:org:{organization_id}"
    below = ("", ":db:*", ":db:*:keyspace:*", ":db:*:keyspace:*:table:*")
    policy = {
        "description": role.name,
        "effect": "allow",
        "resources": [own + part for part in below],
        "actions": list(role.actions),
    }
    return {"ID": role.id, "Name": role.name, "Policy": policy}


def _roles(given: object) -> tuple[str, ...]:
    ids = cast("list[object]", given) if isinstance(given, list) else []
    unknown = [one for one in ids if not isinstance(one, str) or one not in BY_ID]
    if not ids or unknown:
        raise invalid("roles is a list of one id or more that GET /v2/organizations/roles lists")
    return tuple(dict.fromkeys(BY_ID[str(one)].name for one in ids))


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise invalid("description is a text")
    return given


def _expiry(given: object) -> int | None:
    if given is None:
        return None
    try:
        return parsed(str(given))
    except ValueError:
        raise invalid("tokenExpiry is a time such as 2030-12-31T23:59:59Z") from None
