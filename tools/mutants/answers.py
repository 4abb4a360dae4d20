"""What a server answered, comparable between two of its lives: what passes is masked, requests stand in their order.

An answer is known by all requests since its world was leased; a request that got two different answers from the right
simulator, such as one of two at the same time, tells nothing and is left out.
"""

import hashlib
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from vectorproof.harness.client import Client
from vectorproof.harness.exchange import Exchange, Request, shortened

Answers = Mapping[int, int | None]

_OWNS_UP: Final = "x-sim-bug"
_PROVIDER: Final = "/__mock__"
_LEASE: Final = "/control/worlds"
# Asked again and again until a database is as it will be: how often, and what it is meanwhile, is a matter of time.
_WATCHED: Final = re.compile(r"GET \S*/v2/databases(/[^/?]+)?(\?.*)?")
_PASSING_HEADERS: Final = frozenset({"date", "content-length", "server"})
_PASSING: Final = (
    (rb"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", b"<uuid>"),
    (rb"AstraCS:\w+:[0-9a-f]{64}", b"<token>"),
    (rb"jina_\w{60}", b"<key>"),
    (rb"\b[0-9a-f]{64}\b", b"<sha256>"),
    (rb"\b[0-9a-f]{24}\b", b"<object id>"),
    (rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?", b"<time>"),
    (rb"\b\d{13}\b", b"<ms>"),
    (rb"127\.0\.0\.1:\d+", b"<address>"),
    (rb"since=\d+", b"since=<n>"),
)
_MASKS: Final = tuple((re.compile(pattern), mask) for pattern, mask in _PASSING)


class Comparing:
    """Compares answers with those of the right simulator, or, where nothing is known yet, gathers them."""

    def __init__(self, known: Answers) -> None:
        self._known = known
        self._chain = b""
        self._lock = threading.Lock()
        self.heard: list[tuple[int, int]] = []
        self.changed: str | None = None

    def begin(self) -> None:
        """Begin a new life: what came before no longer matters."""
        self._chain = b""

    def add(self, asked: bytes, answered: bytes) -> None:
        """Take note of one exchange."""
        with self._lock:
            self._chain = _digest(self._chain + masked(asked))
            key, answer = _number(self._chain), _number(_digest(masked(answered)))
        self.heard.append((key, answer))
        before = self._known.get(key)
        if before is not None and before != answer and self.changed is None:
            self.changed = f"{_words(asked)} → {_words(answered)}"


class Listening(Client):
    """A client that lets every exchange be compared; what a server says of its own bugs, no other one would say."""

    def __init__(self, comparing: Comparing, timeout_s: float) -> None:
        super().__init__(timeout_s=timeout_s, total_s=2 * timeout_s)
        self._comparing = comparing

    def send(self, request: Request) -> Exchange:
        """Send, and note the exchange."""
        exchange = super().send(request)
        if request.method == "POST" and request.path.endswith(_LEASE):
            self._comparing.begin()
        headers = sorted(f"{name}: {value}" for name, value in exchange.headers.items() if name not in _PASSING_HEADERS)
        asked = f"{request.method} {request.path} {sorted(request.headers.items())} ".encode() + (request.body or b"")
        # The provider is not changed, and counts over everything that it was asked.
        if not request.path.startswith(_PROVIDER) and not _WATCHED.fullmatch(f"{request.method} {request.path}"):
            self._comparing.add(asked, f"HTTP {exchange.status} {headers} ".encode() + exchange.raw)
        return replace(exchange, headers={name: value for name, value in exchange.headers.items() if name != _OWNS_UP})


def settled(lives: Iterable[Iterable[tuple[int, int]]]) -> dict[int, int | None]:
    """Put together what several lives of the right simulator answered; ``None`` for what they differ in."""
    every: dict[int, int | None] = {}
    for life in lives:
        for key, answer in life:
            if every.setdefault(key, answer) != answer:
                every[key] = None
    return every


def masked(content: bytes) -> bytes:
    """Replace whatever is another in each life."""
    for pattern, mask in _MASKS:
        content = pattern.sub(mask, content)
    return content


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=8).digest()


def _number(digest: bytes) -> int:
    return int.from_bytes(digest)


def _words(content: bytes) -> str:
    return shortened(content.decode("utf-8", "replace"), 400)
