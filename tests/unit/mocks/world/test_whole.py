"""An answer that is written in one piece: on every kind of connection the bytes that aiohttp itself would write."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from aiohttp import web

from vectorproof.mocks.core.whole import WholeResponse

HEADERS = {"X-RateLimit-Remaining-Requests": "7", "X-Sim": "1"}
# The second request closes whatever the first one left open, so that everything can be read to its end.
CLOSING = b"GET /closing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
BODY = b'{"a":1}' * 2_000


def usual(_: web.Request) -> web.Response:
    return web.Response(status=201, body=BODY, headers=HEADERS, content_type="application/json")


def whole(_: web.Request) -> web.Response:
    return WholeResponse(status=201, body=BODY, headers=HEADERS, content_type="application/json")


def empty(_: web.Request) -> web.Response:
    return WholeResponse(status=204)


def reading(make: Callable[[web.Request], web.Response]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        await request.read()
        return make(request)

    return handle


async def answers(*requests: bytes) -> list[bytes]:
    """Send each request on a connection of its own; give all that came."""
    application = web.Application()
    for path, make in (("/usual", usual), ("/whole", whole), ("/empty", empty)):
        application.router.add_route("*", path, reading(make))
    runner = web.AppRunner(application, access_log=None, keepalive_timeout=60)
    async with AsyncExitStack() as stack:
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return [await asyncio.wait_for(seen(runner.addresses[0][1], request), 10) for request in requests]


async def seen(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    everything = await reader.read()
    writer.close()
    return re.sub(rb"Date: [^\r]+", b"Date: -", everything).replace(b"/usual", b"/whole")


REQUESTS = {
    "kept open": b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}" + CLOSING,
    "closed": b"POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
    "old": b"POST %s HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}",
    "old, kept open": b"POST %s HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}" + CLOSING,
    "head": b"HEAD %s HTTP/1.1\r\nHost: x\r\n\r\n" + CLOSING,
    "chunked": b"POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + CLOSING,
}


@pytest.mark.parametrize("kind", REQUESTS)
def test_same_bytes_as_aiohttp_writes(kind: str) -> None:
    ours, theirs = asyncio.run(answers(REQUESTS[kind] % b"/whole", REQUESTS[kind] % b"/usual"))

    assert ours == theirs
    assert ours.count(b"HTTP/1.") == REQUESTS[kind].count(b"Host: x") or b"HTTP/1.0" in REQUESTS[kind]


def test_answer_without_a_body_has_no_length() -> None:
    (found,) = asyncio.run(answers(b"GET /empty HTTP/1.1\r\nHost: x\r\n\r\n" + CLOSING))

    assert found.startswith(b"HTTP/1.1 204 No Content\r\n")
    assert b"Content-Length" not in found.partition(b"\r\n\r\n")[0]
