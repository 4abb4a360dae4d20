"""A mock on a real socket in a thread of its own, and a client that sees bytes."""

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.jina import JinaConfig, JinaMock, JinaParts
from vectorproof.mocks.jina.standalone import serving

V2 = "jina-embeddings-v2-base-en"


@dataclass(frozen=True)
class Seen:
    """What a client saw: the raw bytes, how the connection ended, and what can be read of them."""

    raw: bytes
    end: str

    @property
    def status(self) -> int | None:
        """Read the status, None where no status line came."""
        return int(self.raw.split(b" ", 2)[1]) if self.raw.startswith(b"HTTP/1.1 ") else None

    @property
    def head(self) -> str:
        """Give what stands before the body."""
        return self.raw.partition(b"\r\n\r\n")[0].decode("latin-1")

    @property
    def body(self) -> bytes:
        """Give what stands after the head, as it came."""
        return self.raw.partition(b"\r\n\r\n")[2]

    @property
    def json(self) -> Any:
        """Decode the body."""
        return json.loads(self.body)


class Lab:
    """One mock, its address, and the requests tests make to it."""

    def __init__(self, config: JinaConfig, parts: JinaParts) -> None:
        self.clock = Clock()
        self.mock = JinaMock(config, parts, self.clock, Ids(7))
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._stop: asyncio.Event | None = None
        self.host, self.port = "127.0.0.1", 0
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))
        self._thread.start()
        assert self._up.wait(10)

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        async with serving(self.mock) as places:
            self.port = int(places.origin.rpartition(":")[2])
            self._up.set()
            await self._stop.wait()

    def close(self) -> None:
        """Stop the server and join its thread."""
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    def control(self, method: str, path: str, body: object = None, more: Mapping[str, str] | None = None) -> Any:
        """Ask the control API for what must succeed."""
        status, answer = self.control_status(method, path, body, more)
        assert status < 400, answer
        return answer

    def control_status(
        self, method: str, path: str, body: object = None, more: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Ask the control API, whatever it says; ``more`` are headers."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        connection.request(method, "/__mock__" + path, None if body is None else json.dumps(body), more or {})
        response = connection.getresponse()
        raw = response.read()
        connection.close()
        return response.status, json.loads(raw) if raw else None

    def account(self, name: str, **members: object) -> str:
        """Open an account and give a key of it."""
        self.control("POST", "/accounts", {"name": name, **members})
        return str(self.control("POST", "/keys", {"account": name})["key"])

    def charged(self, key: str) -> int:
        """Tell what the account of a key was charged so far."""
        keys = {one["id"]: one["account"] for one in self.control("GET", "/keys")["keys"]}
        account = keys[self.key_id(key)]
        return int(self.control("GET", f"/accounts/{account}")["charged_tokens"])

    def key_id(self, key: str) -> str:
        """Tell the id of a key."""
        return self.mock.accounts.key(key).id

    def fault(self, key: str, name: str, times: int = 1, match: dict[str, object] | None = None, **more: object) -> str:
        """Put a fault for one key into the plan."""
        wish = {"match": {"key": key, **(match or {})}, "times": times, "fault": {"name": name, **more}}
        return str(self.control("POST", "/faults", {"faults": [wish]})["ids"][0])

    def calls(self, key: str, **query: object) -> list[dict[str, Any]]:
        """Read the calls of one key."""
        more = "".join(f"&{name}={value}" for name, value in query.items())
        return list(self.control("GET", f"/journal?key={key}{more}")["calls"])

    def connect(
        self, body: bytes, authorization: str | None, path: str = "/v1/embeddings", more: str = ""
    ) -> socket.socket:
        """Send a request and give the socket that its answer comes from; ``more`` are further header lines."""
        key = more if authorization is None else f"Authorization: {authorization}\r\n{more}"
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{key}Content-Length: {len(body)}\r\n\r\n"
        client = socket.create_connection((self.host, self.port), 20)
        client.sendall(head.encode() + body)
        return client

    def send(self, body: bytes, authorization: str | None, path: str = "/v1/embeddings", more: str = "") -> Seen:
        """Send bytes and read until the connection ends."""
        with self.connect(body, authorization, path, more) as client:
            return drained(client)

    def embed(
        self, key: str, texts: object = ("hi", "there"), model: str = V2, client: str = "", **more: object
    ) -> Seen:
        """Ask for embeddings, if wished under a caller's name."""
        body = json.dumps({"model": model, "input": texts, **more})
        named = f"X-Mock-Client: {client}\r\n" if client else ""
        return self.send(body.encode(), f"Bearer {key}", more=named)

    def at_once(self, count: int, action: Callable[[int], Any]) -> list[Any]:
        """Do something in that many threads together."""
        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(action, range(count)))


def drained(client: socket.socket) -> Seen:
    """Read until the connection ends; tells a reset from an orderly end and from silence."""
    raw = b""
    try:
        while piece := client.recv(65536):
            raw += piece
    except ConnectionResetError:
        return Seen(raw, "reset")
    except TimeoutError:
        return Seen(raw, "silent")
    return Seen(raw, "closed")


Start = Callable[..., Lab]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start mocks of any configuration; all of them end with the test."""
    with ExitStack() as stack:

        def begin(config: JinaConfig | None = None, parts: JinaParts | None = None) -> Lab:
            lab = Lab(config or JinaConfig(), parts or JinaParts())
            stack.callback(lab.close)
            return lab

        yield begin


@pytest.fixture
def lab(start: Start) -> Lab:
    """Start one mock as it is by default."""
    return start()


@pytest.fixture
def key(lab: Lab) -> str:
    """Make a key in an account of its own."""
    return str(lab.control("POST", "/keys", {})["key"])
