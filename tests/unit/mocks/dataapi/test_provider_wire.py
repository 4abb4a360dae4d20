"""The short way to a provider sends what the long way sends, and understands and refuses the same answers."""

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.tenants import ProviderPace
from vectorproof.mocks.dataapi import DataApiParts
from vectorproof.mocks.dataapi.embedded import seen
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.provider_client import Batch, ProviderClient
from vectorproof.mocks.dataapi.provider_wire import is_plain, target

# An address is reached the short way; a name takes the session, and leads to the same place.
SHORT, LONG = "127.0.0.1", "localhost"
GOOD = b'{"usage":{},"data":[{"index":0,"embedding":[0.5,1]}]}'
LENGTH = f"Content-Length: {len(GOOD)}\r\n".encode()
JSON = b"Content-Type: application/json\r\n"
OK = b"HTTP/1.1 200 OK\r\n" + JSON


def packed(encoding: str, body: bytes) -> bytes:
    head = f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return OK + head + body


ANSWERS: dict[str, bytes] = {
    "right": OK + LENGTH + b"\r\n" + GOOD,
    "in pieces": OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(GOOD) + GOOD + b"\r\n0\r\n\r\n",
    "to the end": OK + b"\r\n" + GOOD,
    "old": b"HTTP/1.0 200 OK\r\n" + JSON + LENGTH + b"\r\n" + GOOD,
    "after an interim one": b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + LENGTH + b"\r\n" + GOOD,
    "compressed": packed("gzip", gzip.compress(GOOD)),
    "deflated": packed("deflate", zlib.compress(GOOD)),
    "said to be compressed": packed("gzip", GOOD),
    "of another type": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + LENGTH + b"\r\n" + GOOD,
    "of no type": b"HTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n" + GOOD,
    "refusal": b"HTTP/1.1 401 Unauthorized\r\n" + JSON + b'Content-Length: 15\r\n\r\n{"detail":"no"}',
    "redirect": b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
    "empty": OK + b"Content-Length: 0\r\n\r\n",
    "nothing at all": b"HTTP/1.1 204 No Content\r\n\r\n",
    "half": OK + b"Content-Length: 1000\r\n\r\n" + GOOD,
    "half of a piece": OK + b"Transfer-Encoding: chunked\r\n\r\n400\r\n" + GOOD,
    "no piece": OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n" + GOOD,
    "half of a head": b"HTTP/1.1 200 OK\r\nContent-",
    "no head": b"",
    "no HTTP": b"220 mail.example ESMTP\r\n\r\n",
    "odd status": b"HTTP/1.1 2x0 OK\r\n\r\n",
    "odd length": OK + b"Content-Length: many\r\n\r\n" + GOOD,
    "long line": OK + b"X-Long: " + b"x" * 9000 + b"\r\n" + LENGTH + b"\r\n" + GOOD,
    "many lines": OK + b"".join(b"X-%d: 1\r\n" % n for n in range(200)) + LENGTH + b"\r\n" + GOOD,
}


@dataclass(slots=True)
class Place:
    """A server that answers every request with the same bytes; keeps what it was sent."""

    answer: bytes
    ends: str = "closed"
    requests: list[bytes] = field(default_factory=list[bytes])
    connections: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                writer.write(self.answer)
                await writer.drain()
                if self.ends != "kept":
                    break
        except (asyncio.IncompleteReadError, asyncio.CancelledError):
            """The client has gone, or the test is over."""
        if self.ends == "reset":
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        if self.ends == "silent":
            await reader.read()
        writer.close()


async def at(place: Place, ask: Callable[[int], Awaitable[Any]]) -> Any:
    server = await asyncio.start_server(place.serve, "127.0.0.1", 0)
    async with server:
        return await ask(server.sockets[0].getsockname()[1])


async def outcome(client: ProviderClient, key: str = "jina_key", timeout_s: float = 5.0) -> Any:
    pace = ProviderPace(timeout_s=timeout_s, backoff_s=0.0, retries=0)
    try:
        return [seen(vector) for vector in await client.embed(Batch("p", "m", ("a", "b"), 2), key, pace)]
    except WireError as error:
        return error.spec.code, error.facts
    except Exception as error:  # noqa: BLE001  # an exception that is no refusal must be the same one, too
        return type(error).__name__


def ask(host: str, place: Place, key: str = "jina_key", timeout_s: float = 5.0, times: int = 1) -> list[Any]:
    async def from_it(port: int) -> list[Any]:
        client = ProviderClient({"p": f"http://{host}:{port}/v1/embeddings?a=b%20c"}, DataApiParts(), Clock())
        try:
            return [await outcome(client, key, timeout_s) for _ in range(times)]
        finally:
            await client.close()

    found: list[Any] = asyncio.run(at(place, from_it))
    return found


@pytest.mark.parametrize("ends", ["closed", "reset"])
@pytest.mark.parametrize("name", ANSWERS)
def test_both_ways_understand_the_same(name: str, ends: str) -> None:
    short, long = Place(ANSWERS[name], ends), Place(ANSWERS[name], ends)

    assert ask(SHORT, short) == ask(LONG, long)
    assert without_host(short) == without_host(long)


def without_host(place: Place) -> list[bytes]:
    lines = [request.split(b"\r\n") for request in place.requests]
    return [b"\r\n".join(line for line in each if not line.startswith(b"Host: ")) for each in lines]


@pytest.mark.parametrize("key", ["", "jina_é", "jina_\ttab", "jina_ ", "jina_\udcff", "a\rb"])
def test_both_ways_send_the_same_key(key: str) -> None:
    short, long = Place(ANSWERS["right"]), Place(ANSWERS["right"])

    assert ask(SHORT, short, key) == ask(LONG, long, key)
    assert without_host(short) == without_host(long)


@pytest.mark.parametrize("answer", [b"", OK, ANSWERS["half"]])
def test_who_is_silent_is_given_up(answer: bytes) -> None:
    found = [ask(host, Place(answer, "silent"), timeout_s=0.05) for host in (SHORT, LONG)]

    assert found[0] == found[1]
    assert found[0][0][0] == "EMBEDDING_PROVIDER_TIMEOUT"


def test_nobody_there_is_told_alike() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        clients = [
            ProviderClient({"p": f"http://{host}:{port}/"}, DataApiParts(), Clock())
            for host in ("127.0.0.1", "localhost")
        ]

        async def both() -> list[Any]:
            found = [await outcome(client) for client in clients]
            for client in clients:
                await client.close()
            return found

        short, long = asyncio.run(both())
    assert short == long
    assert "ClientConnectorError" in str(short)


def test_a_connection_is_used_again_while_the_provider_keeps_it() -> None:
    kept, closed = Place(ANSWERS["right"], "kept"), Place(ANSWERS["right"], "closed")

    assert ask(SHORT, kept, times=3) == ask(SHORT, closed, times=1) * 3
    assert (kept.connections, len(kept.requests)) == (1, 3)


def test_a_connection_is_not_used_again_after_half_an_answer() -> None:
    half = Place(ANSWERS["half"], "kept")

    ask(SHORT, half, timeout_s=0.05, times=2)
    assert half.connections == 2


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/v1",
        "http://provider.example/v1",
        "http://me:secret@127.0.0.1/v1",
        "http://[::",
        "nonsense",
    ],
)
def test_what_takes_the_long_way(url: str) -> None:
    assert target(url) is None


def test_where_the_short_way_leads() -> None:
    found = target("http://[::1]:8080/a b?c=d")
    assert found is not None
    assert (found.host, found.port) == ("::1", 8080)
    assert found.head == "POST /a%20b?c=d HTTP/1.1\r\nHost: [::1]:8080\r\n"


@pytest.mark.parametrize("value", ["", " a", "a ", "a\r\nb", "é", "a\x00"])
def test_what_is_not_sent_as_it_is(value: str) -> None:
    assert not is_plain(value)
