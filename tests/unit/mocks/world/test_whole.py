"""An answer that is written in one piece: on every kind of connection the bytes that aiohttp itself would write."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from aiohttp import web

from vectorproof.mocks.core.whole import WholeResponse

HEADERS = (("X-RateLimit-Remaining-Requests", "7"), ("X-Sim", "1"))
# The second request closes whatever the first one left open, so that everything can be read to its end.
CLOSING = b"GET /closing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
PIECES = {
    "short": (b'{"a":1}',),
    "long": (b'{"a":1}' * 2_000,),
    "in pieces": tuple(b"%6d," % n * 1_000 for n in range(70)),
}


def usual(pieces: tuple[bytes, ...]) -> web.StreamResponse:
    headers = {**dict(HEADERS), "Content-Type": "application/json"}
    return web.Response(status=201, body=b"".join(pieces), headers=headers)


def whole(pieces: tuple[bytes, ...]) -> web.StreamResponse:
    made = WholeResponse(pieces, status=201, headers=HEADERS[:1])
    if len(pieces) == 1:
        return WholeResponse(pieces, status=201, headers=HEADERS)
    made.headers.popall("Content-Type")
    made.headers.extend([HEADERS[1], ("Content-Type", "application/json")])
    return made


Make = Callable[[tuple[bytes, ...]], web.StreamResponse]


def reading(make: Make) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        await request.read()
        return make(PIECES[request.query["body"]])

    return handle


async def answers(*requests: bytes) -> list[bytes]:
    """Send each request on a connection of its own; give all that came."""
    application = web.Application()
    for path, make in (("/usual", usual), ("/whole", whole)):
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
    "kept open": b"POST %s?body=%s HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}" + CLOSING,
    "closed": b"POST %s?body=%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
    "old": b"POST %s?body=%s HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}",
    "old, kept open": b"POST %s?body=%s HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}" + CLOSING,
    "head": b"HEAD %s?body=%s HTTP/1.1\r\nHost: x\r\n\r\n" + CLOSING,
    "chunked": b"POST %s?body=%s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    + CLOSING,
}


@pytest.mark.parametrize("kind", REQUESTS)
@pytest.mark.parametrize("body", PIECES)
def test_same_bytes_as_aiohttp_writes(kind: str, body: str) -> None:
    requests = [REQUESTS[kind] % (path, body.replace(" ", "%20").encode()) for path in (b"/whole", b"/usual")]
    ours, theirs = asyncio.run(answers(*requests))

    assert ours == theirs
    assert ours.startswith((b"HTTP/1.1 201 Created\r\n", b"HTTP/1.0 201 Created\r\n"))


def test_it_can_become_an_ordinary_response() -> None:
    made = WholeResponse((b"1", b"23"), status=201, headers=HEADERS)
    found = made.usual()

    assert (made.status, found.status, found.body) == (201, 201, b"123")
    assert list(found.headers.items()) == [*HEADERS, ("Content-Type", "application/json")]
