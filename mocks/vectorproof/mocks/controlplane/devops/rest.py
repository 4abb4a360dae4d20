"""Every DevOps operation that is not simulated answers so: never a fake success (control-plane C.1)."""

from typing import Final, NoReturn

from aiohttp import web

from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError
from vectorproof.mocks.controlplane.surface import Route

_PATH_SHOWN: Final = 200


def routes(*, root: bool) -> tuple[Route, ...]:
    """List the remainder, with or without its root; it has to be mounted last."""
    paths = ("/v2", "/v2/{rest:.*}") if root else ("/v2/{rest:.*}",)
    return tuple(Route("*", path, _not_simulated) for path in paths)


async def _not_simulated(request: web.Request) -> NoReturn:
    raise ControlError("ROUTE_NOT_SIMULATED", scope=DEVOPS, method=request.method, path=request.path[:_PATH_SHOWN])
