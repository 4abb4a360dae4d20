"""A Data API on a real socket in a thread of its own, with a provider that does as it is told, and a client."""

import asyncio
import http.client
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.credentials import CredentialNotFoundError, CredentialRequest
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.roles import READ_ONLY
from vectorproof.mocks.core.tenants import Database, Organization, ProviderPace, Tenants
from vectorproof.mocks.core.tokens import Token, Tokens
from vectorproof.mocks.dataapi import DataApi, DataApiParts, DataApiSettings
from vectorproof.mocks.middleware import owning_up

DATABASE, OTHER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
TOKEN, READER, STRANGER = "AstraCS:admin:1", "AstraCS:reader:1", "AstraCS:stranger:1"
KEY = "jina_key_of_the_tests"
V2, V3 = "jina-embeddings-v2-base-en", "jina-embeddings-v3"
FAST = ProviderPace(timeout_s=0.3, backoff_s=0.0)


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.raw)

    @property
    def codes(self) -> list[str]:
        """Codes of all errors."""
        return [error["errorCode"] for error in self.json.get("errors", [])]

    @property
    def message(self) -> str:
        """Text of the first error."""
        return str(self.json["errors"][0]["message"])


@dataclass
class Provider:
    """A provider that answers as ``answer`` says, else with one-hot vectors of the length that is asked for."""

    calls: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    keys: list[str | None] = field(default_factory=list[str | None])
    answer: Callable[[dict[str, Any]], web.Response | None] | None = None
    #: While it is set and closed, answers wait.
    gate: threading.Event | None = None
    waiting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Record the call and answer it."""
        body = await request.json()
        self.calls.append(body)
        self.keys.append(request.headers.get("Authorization"))
        if self.gate is not None:
            self.waiting.release()
            await asyncio.to_thread(self.gate.wait, 10)
        told = self.answer(body) if self.answer else None
        if told is None and self.answer is not None and self.answer is self.hang:
            await asyncio.sleep(2)
        return told or web.json_response(self.success(body))

    @staticmethod
    def hang(_: dict[str, Any]) -> web.Response | None:
        """Say nothing for longer than anyone waits."""
        return None

    @staticmethod
    def success(body: dict[str, Any]) -> dict[str, Any]:
        """Make a right answer, its items in reverse order."""
        length = body.get("dimensions", 768)
        data = [{"index": at, "embedding": embedding(text, length)} for at, text in enumerate(body["input"])]
        return {"model": body["model"], "object": "list", "usage": {"total_tokens": 1}, "data": data[::-1]}

    def texts(self) -> list[str]:
        """All texts that were sent, in order of the calls."""
        return [text for call in self.calls for text in call["input"]]


def embedding(text: str, length: int) -> list[float]:
    """Give the vector of a text: one at the place that its length names."""
    return [1.0 if at == len(text) % length else 0.0 for at in range(length)]


class Keys:
    """Stored keys of the database of the tests: a secret by reference."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.asked: list[CredentialRequest] = []

    def resolve(self, request: CredentialRequest) -> str:
        """Give the secret, or say that there is none."""
        self.asked.append(request)
        if request.reference not in self.secrets:
            raise CredentialNotFoundError
        return self.secrets[request.reference]


class Lab:
    """A Data API that is served until ``close``."""

    def __init__(
        self,
        settings: DataApiSettings | None = None,
        parts: DataApiParts | None = None,
        *,
        index_budget: int = 100,
        collection_max: int | None = None,
    ) -> None:
        self.provider, self.keys = Provider(), Keys()
        self.tenants = Tenants()
        self.settings = settings or DataApiSettings(default_database_id=DATABASE)
        self.parts = parts or DataApiParts()
        for organization in ("ours", "theirs"):
            self.tenants.add_organization(Organization(organization, organization))
        for database_id, owner in ((DATABASE, "ours"), (OTHER, "theirs")):
            self.tenants.put(
                Database(
                    database_id, owner, "db", "us-east-2", 0, keyspaces=("ks",), pace=FAST,
                    index_budget=index_budget, collection_max=collection_max,
                )
            )  # fmt: skip
        self._loop, self._up = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))
        self._thread.start()
        assert self._up.wait(10)

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        secrets = [Token(TOKEN, "ours"), Token(READER, "ours", (READ_ONLY,)), Token(STRANGER, "theirs")]
        self.api = DataApi(self.tenants, Tokens(secrets), self.keys, {}, self.settings, self.parts, Clock(), Ids(1))
        embeddings = web.Application()
        embeddings.router.add_post("/v1/embeddings", self.provider.handle)
        commands = web.Application(middlewares=[owning_up])
        commands.add_routes([*self.api.routes(""), *self.api.routes("/api/json")])
        runners = [await _listen(app) for app in (embeddings, commands)]
        ports = [runner.addresses[0][1] for runner in runners]
        self.api.point_at({"jinaAI": f"http://127.0.0.1:{ports[0]}/v1/embeddings"})
        self.port = ports[1]
        self._client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        self._up.set()
        await self._stop.wait()
        await self.api.close()
        for runner in runners:
            await runner.cleanup()

    def close(self) -> None:
        """Stop serving."""
        self._client.close()
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    def send(
        self, path: str, body: bytes | None, headers: Mapping[str, str] | None = None, method: str = "POST"
    ) -> Reply:
        """Send a request as it is; without headers, those of an administrator who speaks JSON."""
        usual = {"Token": TOKEN, "Content-Type": "application/json"} if headers is None else headers
        self._client.request(method, path, body, dict(usual))
        response = self._client.getresponse()
        return Reply(response.status, dict(response.headers), response.read())

    def general(self, command: str, **members: Any) -> Reply:
        """Send a command to the database."""
        return self.send("/v1", json.dumps({command: members}).encode())

    def keyspace(self, command: str, **members: Any) -> Reply:
        """Send a command to the keyspace."""
        return self.send("/v1/ks", json.dumps({command: members}).encode())

    def create(self, name: str, **options: Any) -> Reply:
        """Create a collection."""
        return self.keyspace("createCollection", name=name, options=options)

    def run(self, collection: str, command: str, key: str | None = None, /, **members: Any) -> Reply:
        """Send a command to a collection, with a provider's key if there is one."""
        headers = {"Token": TOKEN, "Content-Type": "application/json"}
        headers |= {} if key is None else {"x-embedding-api-key": key}
        return self.send(f"/v1/ks/{collection}", json.dumps({command: members}).encode(), headers)

    def filled(self, name: str, *documents: Any, **options: Any) -> str:
        """Create a collection with documents."""
        assert self.create(name, **options).codes == []
        if documents:
            assert self.run(name, "insertMany", documents=list(documents)).codes == []
        return name

    def ids(self, collection: str, **members: Any) -> list[Any]:
        """Find the ids of what a find gives, in its order."""
        reply = self.run(collection, "find", **members)
        assert reply.codes == [], reply.json
        return [document["_id"] for document in reply.json["data"]["documents"]]


async def _listen(application: web.Application) -> web.AppRunner:
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner
