"""The organization's integrations: the catalogue with states, and one with its keys and scopes."""

from dataclasses import dataclass

from aiohttp import web

from vectorproof.mocks.controlplane.access import READ_KEYS
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.providers import PROVIDERS
from vectorproof.mocks.controlplane.simulator.views import shown_integration, shown_key
from vectorproof.mocks.controlplane.surface import Route, json_response

_PATH = "/sim/v1/organizations/{organization}/integrations"


@dataclass(frozen=True, slots=True)
class Integrations:
    """Shows integrations; they come with their first key and go with their last (KEY-002, REMOVE-008)."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (Route("GET", _PATH, self.listed), Route("GET", f"{_PATH}/{{provider}}", self.shown))

    async def listed(self, request: web.Request) -> web.Response:
        """List the whole catalogue."""
        token = self.plane.access.portal(request, READ_KEYS)
        return json_response([shown_integration(self.plane, token.organization_id, p) for p in PROVIDERS.values()])

    async def shown(self, request: web.Request) -> web.Response:
        """Show one integration, its keys and their scopes."""
        token = self.plane.access.portal(request, READ_KEYS)
        provider = self.plane.keychain.provider(request.match_info["provider"])
        keys = self.plane.keychain.keys(token.organization_id, provider.id)
        shown = shown_integration(self.plane, token.organization_id, provider)
        return json_response({**shown, "keys": [shown_key(self.plane, key) for key in keys]})
