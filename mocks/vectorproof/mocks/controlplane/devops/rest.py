"""Every DevOps operation that is not simulated answers so: never a fake success (control-plane C.1)."""

from typing import NoReturn

from aiohttp import web

from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError
from vectorproof.mocks.controlplane.surface import Route


def routes() -> tuple[Route, ...]:
    """List the remainder; it has to be mounted last."""
    return (Route("*", "/v2/{rest:.*}", _not_simulated),)


async def _not_simulated(_request: web.Request) -> NoReturn:
    raise ControlError("ROUTE_NOT_SIMULATED", scope=DEVOPS)
