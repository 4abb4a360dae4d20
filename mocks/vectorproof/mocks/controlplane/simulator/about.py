"""What this simulator is and can do, for whoever probes a target: ``GET /sim/v1``, without a token."""

from dataclasses import dataclass
from importlib.metadata import version

from aiohttp import web

from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, json_response

_ALWAYS = ("fresh-databases",)
_STORED_KEYS = ("key-control", "create-collection-form", "load-data", "credential-service", "credential-faults")


@dataclass(frozen=True, slots=True)
class About:
    """Names product, version and capabilities; the latter follow the world's edition."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (Route("GET", "/sim/v1", self.shown),)

    async def shown(self, _request: web.Request) -> web.Response:
        """Answer the probe."""
        capabilities = [*_ALWAYS, *(_STORED_KEYS if self.plane.settings.stored_keys else ())]
        return json_response(
            {"product": "vectorproof", "version": version("vectorproof"), "capabilities": sorted(capabilities)}
        )
