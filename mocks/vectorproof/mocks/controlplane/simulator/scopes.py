"""A key's scope: put databases in, take one out; and what a database may use."""

from dataclasses import dataclass

from aiohttp import web

from vectorproof.mocks.controlplane.access import READ_KEYS, WRITE_KEYS
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.simulator.views import shown_key
from vectorproof.mocks.controlplane.surface import Route, empty_response, json_response, members, texts

_PATH = "/sim/v1/organizations/{organization}/integrations/{provider}/keys/{key}/scope"


@dataclass(frozen=True, slots=True)
class Scopes:
    """Which databases may use which key."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("POST", _PATH, self.extended),
            Route("DELETE", f"{_PATH}/{{database}}", self.shrunk),
            Route("GET", "/sim/v1/databases/{database}/embedding-keys", self.available),
        )

    async def extended(self, request: web.Request) -> web.Response:
        """Put up to ten databases in the scope, all or none (SCOPE-004)."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        body = await members(request, "databases")
        self.plane.keychain.extend(
            token.organization_id, request.match_info["provider"], request.match_info["key"], texts(body, "databases")
        )
        return empty_response()

    async def shrunk(self, request: web.Request) -> web.Response:
        """Take out the database whose name ``confirm`` repeats (SCOPE-012)."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        names = request.match_info
        self.plane.keychain.shrink(
            token.organization_id, names["provider"], names["key"], names["database"], request.query.get("confirm")
        )
        return empty_response()

    async def available(self, request: web.Request) -> web.Response:
        """List the keys that a database may use (SCOPE-008)."""
        token = self.plane.access.portal(request, READ_KEYS)
        database = self.plane.own_database(request, token)
        keys = self.plane.keychain.available(database, request.query.get("provider", "jinaAI"))
        return json_response([shown_key(self.plane, key) for key in keys])
