"""Whole wrong servers: each answers everything in its own wrong way. The docstring of an answer is its contract."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def nothing(_: web.Request) -> web.StreamResponse:
    """HTTP 200 and an empty object, whatever is asked."""
    return web.json_response({})


async def echo(request: web.Request) -> web.StreamResponse:
    """HTTP 200 and the request's own body."""
    return web.Response(body=await request.read(), content_type="application/json")


async def always_ok(_: web.Request) -> web.StreamResponse:
    """The same success to every question."""
    return web.json_response({"status": {"ok": 1}})


async def garbage(_: web.Request) -> web.StreamResponse:
    """Bytes that are no JSON, called JSON."""
    return web.Response(body=b"\x00\xff{]garbage", content_type="application/json")


async def proxy_error(_: web.Request) -> web.StreamResponse:
    """A page of a proxy whose server is gone."""
    return web.Response(status=502, text="<html>bad gateway</html>", content_type="text/html")


async def hang(_: web.Request) -> web.StreamResponse:
    """Nothing, for as long as anybody waits."""
    await asyncio.Event().wait()
    raise AssertionError("nobody wakes this up")


async def trickle(request: web.Request) -> web.StreamResponse:
    """A blank now and then, for as long as anybody listens."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.1)


def after_a_welcome(answer: Answer) -> Answer:
    """Answer findKeyspaces as a Data API does, and lie about everything else: it passes for a target at first."""

    async def lying(request: web.Request) -> web.StreamResponse:
        if b"findKeyspaces" in await request.read():
            return web.json_response({"status": {"keyspaces": ["default_keyspace"]}})
        return await answer(request)

    return lying


@contextmanager
def lying_server(answer: Answer) -> Generator[str]:
    """Run a liar on a free port in a thread of its own; gives its origin."""
    ready, stop = threading.Event(), asyncio.Event()
    loop, origins = asyncio.new_event_loop(), list[str]()

    async def serve() -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        origins.append(f"http://{host}:{port}")
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10), "the lying server did not start"
    try:
        yield origins[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
