"""One connection of the client: a request leaves in one piece, an answer is read with little work and within its time.

``http.client`` sends head and body apart, which wakes the other side twice, reads headers as if they were mail, and
waits without an end for a head that comes byte by byte.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import Final
from urllib.parse import urlsplit

from vectorproof.harness.exchange import Request

_MAX_HEAD_BYTES: Final = 256 * 1024
_MAX_ANSWER_BYTES: Final = 64 * 1024 * 1024
_PIECE_BYTES: Final = 256 * 1024
_PORTS: Final = {"http": 80, "https": 443}
_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE: Final = re.compile(r"HTTP/1\.([01]) +([1-9]\d\d)(?: .*)?")
_CHUNK_SIZE: Final = re.compile(rb"\s*([0-9a-fA-F]{1,15})\s*(?:;.*)?\r?\n")
_LENGTH: Final = re.compile(r"\d{1,15}", re.ASCII)
_LINE_BREAK: Final = re.compile(r"[\r\n]")
_WITH_A_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
_WITHOUT_A_BODY: Final = frozenset({204, 304})
_FRAMING: Final = frozenset({"content-length", "transfer-encoding"})
_CONTINUE: Final = range(100, 200)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``headers`` have their names in small letters."""

    status: int
    headers: Mapping[str, str]
    raw: bytes


class Connection:
    """A connection to one origin, opened by its first request; takes one request at a time.

    ``timeout_s`` bounds every wait on the socket, ``total_s`` a whole answer; ``context`` is made for TLS alone.
    ``usable`` tells whether another request may follow.
    """

    def __init__(self, origin: str, *, timeout_s: float, total_s: float, context: Callable[[], ssl.SSLContext]) -> None:
        parts = urlsplit(origin)
        self._name = parts.hostname or ""
        self._address = (self._name, parts.port or _PORTS.get(parts.scheme, 80))
        self._host = parts.netloc.rpartition("@")[2].encode("ascii" if parts.netloc.isascii() else "idna")
        self._context = context() if parts.scheme == "https" else None
        self._timeout_s = timeout_s
        self._total_s = total_s
        self._socket: socket.socket | None = None
        self._received = bytearray()
        self._deadline = 0.0
        self.usable = False

    def ask(self, request: Request, headers: Mapping[str, str]) -> None:
        """Send a request and wait until an answer begins.

        Raises:
            RemoteDisconnected: the connection was closed instead.

        """
        self.usable = False
        message = written(request, self._host, headers)
        self._received.clear()
        self._deadline = time.perf_counter() + self._total_s
        (self._socket or self._opened()).sendall(message)
        if not self._receive():
            raise RemoteDisconnected("the connection was closed without an answer")

    def answer(self, method: str) -> Answer:
        """Read the answer that has begun, whole.

        Raises:
            HTTPException: it is not HTTP, too long, or ends too early.
            TimeoutError: it takes too long.

        """
        persistent, status, headers = _head_of(self._head())
        while status in _CONTINUE:
            persistent, status, headers = _head_of(self._head())
        framed = True
        if method == "HEAD" or status in _WITHOUT_A_BODY:
            raw = b""
        elif "chunked" in headers.get("transfer-encoding", "").lower():
            raw = self._chunks()
        elif _LENGTH.fullmatch(length := headers.get("content-length", "")):
            raw = self._exactly(int(length))
        else:
            framed, raw = False, self._to_the_end()
        closes = "close" in headers.get("connection", "").lower()
        # What follows an answer belongs to nothing that was asked: such a connection takes no more requests.
        self.usable = framed and persistent and not closes and not self._received
        return Answer(status, headers, raw)

    def close(self) -> None:
        """Close the connection; another request opens it anew."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _opened(self) -> socket.socket:
        opened = socket.create_connection(self._address, timeout=self._timeout_s)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = opened
        if self._context is not None:
            self._socket = self._context.wrap_socket(opened, server_hostname=self._name)
        return self._socket

    def _receive(self) -> bool:
        """Take in what comes next; tells whether anything did."""
        assert self._socket is not None
        piece = self._socket.recv(_PIECE_BYTES)
        self._received += piece
        if len(self._received) > _MAX_ANSWER_BYTES:
            raise HTTPException(f"the answer is longer than {_MAX_ANSWER_BYTES} bytes")
        if time.perf_counter() > self._deadline:
            raise TimeoutError
        return bool(piece)

    def _more(self) -> None:
        if not self._receive():
            raise IncompleteRead(bytes(self._received))

    def _head(self) -> str:
        while (end := _END_OF_HEAD.search(self._received)) is None:
            if len(self._received) > _MAX_HEAD_BYTES:
                raise HTTPException(f"the head of the answer is longer than {_MAX_HEAD_BYTES} bytes")
            self._more()
        return self._taken(end.end()).decode("latin-1")

    def _exactly(self, size: int) -> bytes:
        if size > _MAX_ANSWER_BYTES:
            raise HTTPException(f"the answer is longer than {_MAX_ANSWER_BYTES} bytes")
        while len(self._received) < size:
            self._more()
        return self._taken(size)

    def _to_the_end(self) -> bytes:
        while self._receive():
            pass
        return self._taken(len(self._received))

    def _chunks(self) -> bytes:
        whole = bytearray()
        while size := self._chunk_size():
            whole += self._exactly(size)
            if len(whole) > _MAX_ANSWER_BYTES:
                raise HTTPException(f"the answer is longer than {_MAX_ANSWER_BYTES} bytes")
            self._line()
        while self._line().strip():
            pass
        return bytes(whole)

    def _chunk_size(self) -> int:
        line = _CHUNK_SIZE.fullmatch(self._line())
        if line is None:
            raise HTTPException("a chunk begins without its size")
        return int(line[1], 16)

    def _line(self) -> bytes:
        while (end := self._received.find(b"\n")) < 0:
            if len(self._received) > _MAX_HEAD_BYTES:
                raise HTTPException("a line of the answer has no end")
            self._more()
        return self._taken(end + 1)

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken


def written(request: Request, host: bytes, headers: Mapping[str, str]) -> bytes:
    """Write a request as it goes over the wire; ``host`` is used where the headers name none.

    Raises:
        ValueError: a line break lies in what has to be one line.

    """
    given = {name.lower() for name in headers}
    lines = [f"{name}: {value}" for name, value in headers.items()]
    if "accept-encoding" not in given:
        lines.append("Accept-Encoding: identity")
    if (request.body is not None or request.method in _WITH_A_BODY) and given.isdisjoint(_FRAMING):
        lines.append(f"Content-Length: {len(request.body or b'')}")
    first = f"{request.method} {request.path} HTTP/1.1"
    if any(map(_LINE_BREAK.search, (first, *lines))):
        raise ValueError("a line break in a header or in a path")
    named = b"" if "host" in given else b"Host: " + host + b"\r\n"
    head = b"\r\n".join(line.encode("latin-1") for line in lines)
    return b"".join((first.encode("ascii"), b"\r\n", named, head, b"\r\n\r\n", request.body or b""))


def _head_of(head: str) -> tuple[bool, int, dict[str, str]]:
    """Read a head: whether the connection persists by itself, the status, the headers."""
    first, *lines = head.rstrip("\r\n").split("\n")
    line = _STATUS_LINE.fullmatch(first.rstrip("\r"))
    if line is None:
        raise HTTPException("the answer is no HTTP")
    headers: dict[str, str] = {}
    for name, colon, value in (each.partition(":") for each in lines):
        if colon:
            headers[name.strip().lower()] = value.strip()
    return line[1] == "1", int(line[2]), headers
