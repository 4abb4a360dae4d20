"""Keys of an integration: add, list, show, remove; a change is always refused."""

from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from vectorproof.mocks.controlplane.access import READ_KEYS, WRITE_KEYS
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.simulator.views import shown_key
from vectorproof.mocks.controlplane.surface import Route, empty_response, json_response, members, texts

_PATH = "/sim/v1/organizations/{organization}/integrations/{provider}/keys"
_ONE = f"{_PATH}/{{key}}"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that an organization stores for one provider."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("GET", _PATH, self.listed),
            Route("POST", _PATH, self.added),
            Route("GET", _ONE, self.shown),
            Route("PUT", _ONE, self.changed),
            Route("PATCH", _ONE, self.changed),
            Route("DELETE", _ONE, self.removed),
        )

    async def listed(self, request: web.Request) -> web.Response:
        """List the keys with their scopes."""
        token = self.plane.access.portal(request, READ_KEYS)
        keys = self.plane.keychain.keys(token.organization_id, request.match_info["provider"])
        return json_response([shown_key(self.plane, key) for key in keys])

    async def added(self, request: web.Request) -> web.Response:
        """Add a key, with databases in its scope if the body names them."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        body = await members(request, "name", "secret", "databases")
        key = self.plane.keychain.add(
            token.organization_id,
            request.match_info["provider"],
            name=body.get("name"),
            secret=body.get("secret"),
            databases=texts(body, "databases"),
        )
        return json_response(shown_key(self.plane, key), HTTPStatus.CREATED, location=f"{request.path}/{key.name}")

    async def shown(self, request: web.Request) -> web.Response:
        """Show one key."""
        token = self.plane.access.portal(request, READ_KEYS)
        return json_response(shown_key(self.plane, self.plane.keychain.key(*_named(request, token.organization_id))))

    async def changed(self, request: web.Request) -> web.Response:
        """Answer a change: refused, whatever it is (KEY-004)."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        named = _named(request, token.organization_id)
        immutable = ControlError("KEY_IMMUTABLE", name=self.plane.keychain.key(*named).name)
        body = await members(request, "name", "secret", "databases", refused=immutable)
        return json_response(shown_key(self.plane, self.plane.keychain.change(*named, body)))

    async def removed(self, request: web.Request) -> web.Response:
        """Remove a key whose name ``confirm`` repeats."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        self.plane.keychain.remove(*_named(request, token.organization_id), request.query.get("confirm"))
        return empty_response()


def _named(request: web.Request, organization_id: str) -> tuple[str, str, str]:
    return organization_id, request.match_info["provider"], request.match_info["key"]
