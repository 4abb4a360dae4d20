"""Which surface a host name shows: the DevOps API at the one, a database's Data API at the others, nothing else."""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from vectorproof.mocks.astra.names import DEVOPS_HOST, is_data_host, name_of

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_DEVOPS: Final = "/v2/"
_DATA: Final = "/api/json/"
_MISDIRECTED: Final = 421
_NOT_FOUND: Final = 404


@web.middleware
async def as_astra(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request through to what its host has; what is ours alone (portal, control) is at no host of Astra's."""
    name = name_of(request.host)
    if name != DEVOPS_HOST and not is_data_host(name):
        return web.Response(status=_MISDIRECTED)
    if not request.path.startswith(_DEVOPS if name == DEVOPS_HOST else _DATA):
        return web.Response(status=_NOT_FOUND)
    return await handler(request)
