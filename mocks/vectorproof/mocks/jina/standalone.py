"""The mock alone on a real socket: ``async with serving(mock) as origin``."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web

from vectorproof.mocks.jina.mock import JinaMock

_CLOSE_S = 1.0


@asynccontextmanager
async def serving(mock: JinaMock, host: str = "127.0.0.1", port: int = 0) -> AsyncGenerator[str, None]:
    """Serve a mock while the block runs and give its origin, ``http://host:port``; port 0 takes a free one."""
    application = web.Application()
    application.add_routes(mock.routes())
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=_CLOSE_S)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        mock.release()
        await runner.cleanup()
