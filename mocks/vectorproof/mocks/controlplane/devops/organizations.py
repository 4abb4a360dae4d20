"""The organization of a token: ``GET /v2/currentOrg``."""

from dataclasses import dataclass

from aiohttp import web

from vectorproof.mocks.controlplane.access import VIEW_DATABASES
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, json_response


@dataclass(frozen=True, slots=True)
class Organizations:
    """Tells callers for whom their token speaks."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (Route("GET", "/v2/currentOrg", self.current),)

    async def current(self, request: web.Request) -> web.Response:
        """Name the organization of the token."""
        token = self.plane.access.devops(request, VIEW_DATABASES)
        organization = self.plane.tenants.organization(token.organization_id)
        return json_response({"id": token.organization_id, "name": organization.name if organization else ""})
