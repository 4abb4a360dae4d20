"""The whole world as one file over HTTP: saved in one call, loaded in another, so that tests begin where they like."""

from dataclasses import dataclass

from aiohttp import web

from vectorproof.mocks.controlplane.access import CREATE_DATABASES
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, empty_response, invalid

_PATH = "/sim/v1/control/snapshot"
_YES = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class States:
    """Saves and loads the world; only a token of the whole world may, for it would take a parallel test's along."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (Route("GET", _PATH, self.saved), Route("PUT", _PATH, self.loaded))

    async def saved(self, request: web.Request) -> web.Response:
        """Give the world as a file; ``?secrets=true`` puts tokens and keys into it that were made meanwhile."""
        self._admit(request)
        secrets = _YES.get(request.query.get("secrets", "false"))
        if secrets is None:
            raise invalid("secrets is true or false")
        return web.Response(body=self.plane.outside.save(secrets), content_type="application/gzip")

    async def loaded(self, request: web.Request) -> web.Response:
        """Make the world what the body says; a body that is no saved state of this world changes nothing."""
        self._admit(request)
        problem = self.plane.outside.load(await request.read())
        if problem is not None:
            raise invalid(problem)
        return empty_response()

    def _admit(self, request: web.Request) -> None:
        token = self.plane.access.portal(request, CREATE_DATABASES)
        organization = self.plane.tenants.organization(token.organization_id)
        if organization is not None and organization.made:
            raise ControlError("WORLD_SHARED", detail="only a token of the whole world saves and loads it")
