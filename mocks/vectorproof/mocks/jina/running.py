"""The mock for tests written in Python: ``with JinaServer() as jina`` or ``async with``, and an account of one's own.

The server runs in a thread of its own; whatever is done here goes through its control API.
"""

import http.client
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import orjson

from vectorproof.mocks.core.background import Background
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.jina.mock import JinaMock
from vectorproof.mocks.jina.parts import JinaParts
from vectorproof.mocks.jina.settings import JinaConfig
from vectorproof.mocks.jina.standalone import Places, serving

_PATIENCE_S = 70.0  # Longer than the journal lets anybody wait.
_REFUSED = 400


class RefusedError(Exception):
    """The control API refused a wish; the text says what would be right."""


class JinaServer(Background[Places]):
    """A mock that listens while its block runs, for synchronous and asynchronous tests alike.

    Port 0 takes a free one; the same ``seed`` makes the same keys and ids. ``faults`` is the plan to begin with: a
    TOML or JSON file, or the entries themselves. With a ``control_port`` the control API listens there and nowhere
    else.

    Raises:
        FaultError: the plan is wrong; says where, and what would be right.

    """

    def __init__(
        self,
        config: JinaConfig | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        control_port: int | None = None,
        seed: int = 0,
        faults: Path | Sequence[Mapping[str, object]] = (),
    ) -> None:
        super().__init__("jina-mock")
        self._mock = JinaMock(config or JinaConfig(), JinaParts(), Clock(), Ids(seed))
        self._mock.plan_faults(faults)
        self._place = (host, port, control_port)
        self._token = (config or JinaConfig()).control_token

    @property
    def origin(self) -> str:
        """Where it listens: ``http://host:port``; waits until it does."""
        return self._told.result().origin

    @property
    def url(self) -> str:
        """The whole address of embeddings, for clients that take one."""
        return f"{self.origin}/v1/embeddings"

    @property
    def control_url(self) -> str:
        """The base of the control API: ``http://host:port/__mock__``."""
        return self._told.result().control

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Ask the control API, ``path`` below its prefix; gives the decoded answer, ``None`` where it is empty.

        Raises:
            RefusedError: it says no.

        """
        base = urlsplit(self.control_url)
        connection = http.client.HTTPConnection(base.netloc, timeout=_PATIENCE_S)
        headers = {} if self._token is None else {"Authorization": f"Bearer {self._token}"}
        try:
            connection.request(method, base.path + path, None if body is None else orjson.dumps(body), headers)
            response = connection.getresponse()
            raw = response.read()
        finally:
            connection.close()
        answer: Any = orjson.loads(raw) if raw else None
        if response.status >= _REFUSED:
            raise RefusedError(f"{method} {path}: {answer['error']}")
        return answer

    def account(self, **members: object) -> "JinaAccount":
        """Open an account with one key; members are those of ``POST /__mock__/accounts``, the name made up if missing.

        Raises:
            RefusedError: a member is unknown or wrong.

        """
        if "name" in members:
            self.control("POST", "/accounts", members)
            made = self.control("POST", "/keys", {"account": members["name"]})
            return JinaAccount(self, made["account"], made["id"], made["key"])
        made = self.control("POST", "/keys", {})
        account = JinaAccount(self, made["account"], made["id"], made["key"])
        account.change(**members)
        return account

    def plan(self, *entries: Mapping[str, object]) -> list[str]:
        """Put entries at the end of the fault plan, all of them or none; gives their ids.

        Raises:
            RefusedError: an entry is wrong; says where, and what would be right.

        """
        return list(self.control("POST", "/faults", {"faults": entries})["ids"])

    def advance(self, seconds: float) -> None:
        """Step the clock of the minutes that quotas count, for every account."""
        self.control("POST", "/clock", {"advance_s": seconds})

    def declare(self, *vectors: dict[str, object]) -> list[str]:
        """Lay vectors down, for every account: ``{text, vector}`` or ``{text, anchor, cosine}`` each; gives their ids.

        Raises:
            RefusedError: a declaration cannot be, and none was made.

        """
        return list(self.control("POST", "/vectors", {"vectors": vectors})["ids"])

    def _listening(self) -> AbstractAsyncContextManager[Places]:
        return serving(self._mock, *self._place)


@dataclass(frozen=True, slots=True)
class JinaAccount:
    """One account and its key: its faults, calls and tokens are nobody else's, on however many tests a server has."""

    server: JinaServer
    name: str
    key_id: str
    key: str = field(repr=False)

    @property
    def origin(self) -> str:
        """Where the server listens."""
        return self.server.origin

    @property
    def url(self) -> str:
        """The whole address of embeddings."""
        return self.server.url

    @property
    def headers(self) -> dict[str, str]:
        """What a request must carry."""
        return {"Authorization": f"Bearer {self.key}"}

    @property
    def charged_tokens(self) -> int:
        """What was paid so far."""
        return int(self.server.control("GET", self._path)["charged_tokens"])

    @property
    def _path(self) -> str:
        return f"/accounts/{quote(self.name, safe='')}"

    def change(self, **members: object) -> None:
        """Set ``balance_tokens``, ``tier`` or ``limits``.

        Raises:
            RefusedError: a member is unknown or wrong.

        """
        self.server.control("PATCH", self._path, members)

    def fail(
        self,
        fault: str,
        *,
        times: int = 1,
        match: Mapping[str, object] | None = None,
        probability: float = 1.0,
        seed: int = 0,
        **parameters: object,
    ) -> str:
        """Let the next calls of this account meet a fault of the catalogue; gives the id of the entry.

        Raises:
            RefusedError: the fault, a parameter or a member of ``match`` is unknown or wrong.

        """
        meant = {**(match or {}), "key": self.key_id}
        often = {"times": times, "probability": probability, "seed": seed}
        return self.server.plan({"match": meant, **often, "fault": {**parameters, "name": fault}})[0]

    def faults(self) -> list[dict[str, Any]]:
        """Tell of each entry of this account what was met and what was not."""
        return list(self.server.control("GET", f"/faults?key={self.key_id}")["faults"])

    def calls(self, at_least: int = 0, within_s: int = 5) -> list[dict[str, Any]]:
        """Read the calls of this account, if wished waiting until so many have ended."""
        path = f"/journal?key={self.key_id}&at_least={at_least}&within_s={within_s}"
        return list(self.server.control("GET", path)["calls"])

    def close(self) -> None:
        """Take the faults back, which frees whoever waits, and delete the key."""
        for fault in self.faults():
            self.server.control("DELETE", f"/faults/{fault['id']}")
        self.server.control("DELETE", f"/keys/{self.key_id}")
