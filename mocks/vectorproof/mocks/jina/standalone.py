"""The mock alone on real sockets: ``async with serving(mock) as places``."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from vectorproof.mocks.core.reception import RECEPTION
from vectorproof.mocks.jina.asking import BODY_MAX
from vectorproof.mocks.jina.control.routes import PREFIX
from vectorproof.mocks.jina.mock import JinaMock

_CLOSE_S = 1.0


@dataclass(frozen=True, slots=True)
class Places:
    """Where a mock listens: the provider's ``http://host:port``, and the whole base of the control API."""

    origin: str
    control: str


@asynccontextmanager
async def serving(
    mock: JinaMock, host: str = "127.0.0.1", port: int = 0, control_port: int | None = None
) -> AsyncGenerator[Places, None]:
    """Serve a mock while the block runs; port 0 takes a free one.

    With a ``control_port`` the control API listens there and nowhere else.
    """
    async with AsyncExitStack() as stack:
        stack.callback(mock.close)
        if control_port is None:
            origin = control = await _listening(stack, mock.routes(), host, port)
        else:
            control = await _listening(stack, mock.control.routes(), host, control_port)
            origin = await _listening(stack, mock.provider_routes(), host, port)
        stack.callback(mock.release)
        yield Places(origin, control + PREFIX)


async def _listening(stack: AsyncExitStack, routes: Iterable[web.RouteDef], host: str, port: int) -> str:
    application = web.Application(client_max_size=BODY_MAX)
    application.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=_CLOSE_S, **RECEPTION)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, host, port).start()
    return f"http://{host}:{runner.addresses[0][1]}"
