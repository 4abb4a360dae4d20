"""A control plane on a real socket in a thread of its own, beside a Data API that only remembers what it was asked."""

import asyncio
import http.client
import json
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from aiohttp import web

from vectorproof.mocks.controlplane import (
    ControlPlane,
    ControlPlaneParts,
    ControlPlaneSettings,
    Lifecycle,
    LimitRules,
    Unknowns,
)
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.roles import READ_ONLY
from vectorproof.mocks.core.tenants import Database, Organization, Tenants
from vectorproof.mocks.core.tokens import CASSANDRA_TOKEN, Token, Tokens

ORG, OTHER_ORG = "00000000-0000-4000-8000-0000000000aa", "00000000-0000-4000-8000-0000000000bb"
ADMIN, READER, STRANGER = "AstraCS:admin:aa", "AstraCS:reader:bb", "AstraCS:stranger:cc"
SECRET = "jina_canary_0123456789_xyz"
LIMITS = LimitRules(indexes=100, indexes_before=50, from_ms=1_719_187_200_000, collections=None)


def database_id(number: int) -> str:
    """Name the n-th database of the organization."""
    return f"00000000-0000-4000-8000-{number:012d}"


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
    def code(self) -> str:
        """The symbolic code of the first error."""
        return str(self.json["errors"][0]["code"])


Asked = tuple[str, str | None, str | None, dict[str, Any]]


@dataclass
class DataApiDouble:
    """Remembers commands; answers what a test put there, by the command's name, once the gate is open."""

    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])
    asked: list[Asked] = field(default_factory=list[Asked])
    forgotten: list[str] = field(default_factory=list[str])
    gate: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def run(
        self, database: str, keyspace: str | None, collection: str | None, command: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        """Remember a command and answer it."""
        self.asked.append((database, keyspace, collection, command))
        self.reached.set()
        if not self.gate.is_set():
            await asyncio.to_thread(self.gate.wait, 10)
        name = next(iter(command))
        waiting = self.answers.get(name, [])
        return 200, waiting.pop(0) if waiting else {"status": {"ok": 1}}


class Lab:
    """One organization with twelve vector databases and one plain one, a stranger's organization, and a client."""

    def __init__(
        self,
        parts: ControlPlaneParts,
        *,
        stored_keys: bool = True,
        lifecycle: Lifecycle | None = None,
        unknowns: Unknowns | None = None,
    ) -> None:
        self.clock, self.data_api = Clock(), DataApiDouble()
        self.tenants = _tenants(self.clock)
        tokens = Tokens(
            [Token(ADMIN, ORG), Token(READER, ORG, (READ_ONLY,)), Token(STRANGER, OTHER_ORG)], clock=self.clock
        )
        settings = ControlPlaneSettings(
            LIMITS,
            database_id(1),
            stored_keys,
            CASSANDRA_TOKEN,
            lifecycle=lifecycle or Lifecycle(),
            unknowns=unknowns or Unknowns(),
        )
        self.plane = ControlPlane(
            tenants=self.tenants,
            tokens=tokens,
            parts=parts,
            clock=self.clock,
            ids=Ids(7),
            run_command=self.data_api.run,
            settings=settings,
            forget=self.data_api.forgotten.append,
        )
        self._loop, self._up, self.port = asyncio.new_event_loop(), threading.Event(), 0
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))
        self._thread.start()
        assert self._up.wait(10)

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        application = web.Application()
        application.add_routes(self.plane.routes())
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        self._up.set()
        await self._stop.wait()
        await runner.cleanup()

    def close(self) -> None:
        """Stop serving."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    def send(self, method: str, path: str, body: object = None, *, token: str | None = ADMIN, **headers: str) -> Reply:
        """Send one request; a ``bytes`` body goes as it is, anything else as JSON."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named |= {"Authorization": f"Bearer {token}"} if token is not None else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, raw, named)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def keys(self, provider: str = "jinaAI", organization: str = ORG) -> str:
        """Give the path of a provider's keys."""
        return f"/sim/v1/organizations/{organization}/integrations/{provider}/keys"

    def key(self, name: str, provider: str = "jinaAI") -> str:
        """Give the path of one key."""
        return f"{self.keys(provider)}/{quote(name, safe='')}"

    def add(self, name: str, *numbers: int, provider: str = "jinaAI", secret: str = SECRET) -> Reply:
        """Add a key for the databases of these numbers."""
        body = {"name": name, "secret": secret, "databases": [database_id(n) for n in numbers]}
        return self.send("POST", self.keys(provider), body)

    def scope(self, name: str) -> list[str]:
        """Read the scope of a key as database ids."""
        return [entry["databaseId"] for entry in self.send("GET", self.key(name)).json["scope"]]


def _tenants(clock: Clock) -> Tenants:
    tenants = Tenants(clock=clock)
    tenants.add_organization(Organization(ORG, "Ours"))
    tenants.add_organization(Organization(OTHER_ORG, "Theirs"))
    for number in range(1, 14):
        region = ("us-east-2", "us-east1", "eastus")[number % 3]
        tenants.put(Database(database_id(number), ORG, f"db-{number}", region, 1_740_000_000_000, vector=number != 13))
    tenants.put(Database(database_id(99), OTHER_ORG, "theirs", "us-east-2", 1_740_000_000_000))
    return tenants
