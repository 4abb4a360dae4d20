"""A whole world on real sockets in a thread of its own, and a client for each of its surfaces."""

import asyncio
import http.client
import json
import threading
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from vectorproof.mocks.config import WorldConfig
from vectorproof.mocks.core.ledger import Ledger
from vectorproof.mocks.parts import Parts
from vectorproof.mocks.serving import Serving
from vectorproof.mocks.world import World, make_world

MODEL = "jina-embeddings-v2-base-en"
SERVICE = {"provider": "jinaAI", "modelName": MODEL}


@dataclass(frozen=True)
class Reply:
    """What came back over the wire."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.raw)

    @property
    def code(self) -> str | None:
        """The Data API's code of the first error, if there is one."""
        errors = self.json.get("errors")
        return str(errors[0]["errorCode"]) if errors else None


class Served:
    """A world that is served until ``close``."""

    def __init__(
        self, config: WorldConfig, *, seed: int = 0, parts: Parts | None = None, ledger: Ledger | None = None
    ) -> None:
        made = make_world(config, seed=seed, ledger=ledger)
        self.world: World = made if parts is None else replace(made, parts=parts)
        self._loop, self._up = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))
        self._thread.start()
        assert self._up.wait(10)

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        async with Serving(self.world) as serving:
            self.ready: dict[str, Any] = serving.ready()
            self._up.set()
            await self._stop.wait()

    def close(self) -> None:
        """Stop serving."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    def send(self, method: str, url: str, body: object = None, **headers: str) -> Reply:
        """Send one request to a complete URL; underscores in header names stand for hyphens."""
        where = urlsplit(url)
        named = {"Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=10)
        try:
            target = f"{where.path}?{where.query}" if where.query else where.path
            connection.request(method, target, _encoded(body), named)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def command(
        self, command: dict[str, Any], *path: str, origin: str | None = None, prefix: str = "", **headers: str
    ) -> Reply:
        """Send a Data API command to a keyspace and a collection."""
        url = "/".join([f"{origin or self.ready['data_api']}{prefix}/v1", *path])
        return self.send("POST", url, command, **({"Token": str(self.ready["token"])} | headers))

    def control(self, method: str, path: str, body: object = None, token: str | None = None) -> Reply:
        """Send a request to ``/sim/v1``."""
        secret = token or self.ready["token"]
        return self.send(method, f"{self.ready['control']}{path}", body, Authorization=f"Bearer {secret}")

    def provider(self, method: str, path: str, body: object = None) -> Any:
        """Send a request to the mock's control API."""
        reply = self.send(method, f"{self.ready['jina_control']}{path}", body)
        assert reply.status < 400, reply
        return reply.json if reply.raw else None

    def organization(self, token: str | None = None) -> str:
        """Give the id of a token's organization."""
        secret = token or self.ready["token"]
        shown = self.send("GET", f"{self.ready['devops']}/currentOrg", Authorization=f"Bearer {secret}")
        return str(shown.json["id"])


def _encoded(body: object) -> bytes:
    if isinstance(body, bytes):
        return body
    return b"" if body is None else json.dumps(body).encode()
