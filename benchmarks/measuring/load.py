"""A load of HTTP requests that costs next to nothing: prepared bytes over sockets that are kept open.

One process, one thread, one core. Whoever measures a server with a heavier client measures the client: of an answer
only the head is looked at, and what does not come with it is thrown away by the operating system unread.
"""

import select
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Self
from urllib.parse import urlsplit

_PIECE_BYTES = 1 << 16
_HEAD_END = b"\r\n\r\n"
_LENGTH = b"Content-Length: "
_CHUNKED = b"transfer-encoding: chunked"
_IN_PIECES = -2  # Of a body's bytes left: nobody knows, its last piece says so.
_LAST_CHUNK = b"0\r\n\r\n"
_SUCCESS = b"HTTP/1.1 2"
_PATIENCE_S = 60.0
_BATCH = 64


class LoadError(RuntimeError):
    """A server answered something that is no success, or nothing; the text quotes its first lines."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of load saw: calls that ended, the seconds that all took, and the load's own processor time."""

    calls: int
    seconds: float
    cpu_s: float

    @property
    def per_second(self) -> float:
        """How many calls ended in a second."""
        return self.calls / self.seconds


def post(url: str, body: bytes, headers: Sequence[tuple[str, str]] = ()) -> bytes:
    """Write the bytes of one POST of JSON, keep-alive."""
    parts = urlsplit(url)
    lines = [f"POST {parts.path} HTTP/1.1", f"Host: {parts.netloc}", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def again(request: bytes) -> Iterator[bytes]:
    """Give the same request for ever."""
    return cycle((request,))


class Load:
    """So many open connections to one server; each sends the next request as soon as its last answer is whole.

    ``anew`` opens them for each round: some servers close those that wait for the turns of others.
    """

    def __init__(self, origin: str, connections: int, *, anew: bool = False) -> None:
        parts = urlsplit(origin)
        assert parts.hostname is not None
        self._address = (parts.hostname, parts.port or 80)
        self._count, self._anew = connections, anew
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def once(self, request: bytes) -> bytes:
        """Send one request and give the body of its answer.

        Raises:
            LoadError: it is no success.

        """
        return self._connections[0].whole_answer(request)

    def run(self, requests: Iterator[bytes], *, seconds: float = float("inf"), calls: float = float("inf")) -> Round:
        """Send requests for so long or so many, whichever ends first, and wait for the answers of those under way.

        Raises:
            LoadError: an answer was no success, or none came.

        """
        if self._anew:
            self._close()
            self._open()
        poll = select.epoll()
        for number in self._by_number:
            poll.register(number, select.EPOLLIN)
        began, began_cpu = time.perf_counter(), time.process_time()
        try:
            done = self._run(poll, requests, began + seconds, calls)
        finally:
            poll.close()
        return Round(done, time.perf_counter() - began, time.process_time() - began_cpu)

    def _open(self) -> None:
        self._connections = [_Connection(self._address) for _ in range(self._count)]
        self._by_number = {one.fileno(): one for one in self._connections}

    def _close(self) -> None:
        for one in self._connections:
            one.close()

    def _run(self, poll: select.epoll, requests: Iterator[bytes], ends: float, calls: float) -> int:
        sent = done = 0
        by_number, clock = self._by_number, time.perf_counter
        for one in self._connections:
            if sent < calls:
                one.send(next(requests))
                sent += 1
        while done < sent:
            events = poll.poll(_PATIENCE_S, _BATCH)
            if not events:
                raise LoadError(f"no answer for {_PATIENCE_S:.0f} s")
            goes_on = clock() < ends
            for number, _ in events:
                one = by_number[number]
                if one.has_answer():
                    done += 1
                    if goes_on and sent < calls:
                        one.send(next(requests))
                        sent += 1
        return done


class _Connection:
    """One socket with at most one request under way."""

    __slots__ = ("_buffer", "_left", "_socket", "_tail", "fileno")

    def __init__(self, address: tuple[str, int]) -> None:
        self._socket = socket.create_connection(address, timeout=_PATIENCE_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._buffer = bytearray(_PIECE_BYTES)
        self._left = -1
        self._tail = b""
        self.fileno = self._socket.fileno

    def close(self) -> None:
        self._socket.close()

    def send(self, request: bytes) -> None:
        """Send a request; the answer to the last one has been read."""
        self._left = -1
        self._tail = b""
        self._socket.sendall(request)

    def has_answer(self) -> bool:
        """Take what has come, and tell whether the answer is whole with it."""
        if self._left >= 0:
            # Not even copied: MSG_TRUNC lets the kernel drop what is waiting.
            came = self._socket.recv_into(self._buffer, min(self._left, _PIECE_BYTES), socket.MSG_TRUNC)
            self._left -= _more_than_none(came)
            return self._left == 0
        if self._left == _IN_PIECES:
            return self._ends_with(0, _more_than_none(self._socket.recv_into(self._buffer)))
        came = _more_than_none(self._socket.recv_into(self._buffer, 2048))
        head = self._buffer.find(_HEAD_END, 0, came)
        if head < 0 or not self._buffer.startswith(_SUCCESS):
            raise LoadError(f"the server answered {self._buffer[:came].decode('utf-8', 'replace')}")
        length = self._length(head)
        if length == _IN_PIECES:
            self._left = _IN_PIECES
            return self._ends_with(head + len(_HEAD_END), came)
        self._left = length + head + len(_HEAD_END) - came
        return self._left == 0

    def _ends_with(self, start: int, came: int) -> bool:
        """Tell whether what has come in pieces ends as such an answer does; JSON has no such end in its middle."""
        self._tail = (self._tail + self._buffer[max(start, came - len(_LAST_CHUNK)) : came])[-len(_LAST_CHUNK) :]
        return self._tail == _LAST_CHUNK

    def whole_answer(self, request: bytes) -> bytes:
        """Send a request and read the whole answer, its body in bytes."""
        self.send(request)
        came = bytearray()
        while _HEAD_END not in came:
            came += self._socket.recv(_PIECE_BYTES)
        head = came.index(_HEAD_END)
        self._buffer[: head + 4] = came[: head + 4]
        if not came.startswith(_SUCCESS):
            raise LoadError(f"the server answered {came.decode('utf-8', 'replace')[:2000]}")
        length = self._length(head)
        if length == _IN_PIECES:
            raise LoadError("an answer in pieces; one of a known length is right")
        while len(came) < head + len(_HEAD_END) + length:
            came += self._socket.recv(_PIECE_BYTES)
        return bytes(came[head + len(_HEAD_END) :])

    def _length(self, head: int) -> int:
        """Read the length of the body, or that it comes in pieces."""
        at = self._buffer.find(_LENGTH, 0, head)
        if at < 0:
            return self._oddly_told(self._buffer[:head].lower())
        start = at + len(_LENGTH)
        return int(self._buffer[start : self._buffer.index(b"\r\n", start)])

    def _oddly_told(self, lowered: bytearray) -> int:
        """Read the length from a head that writes it in small letters, or not at all."""
        told = next((line for line in lowered.split(b"\r\n") if line.startswith(_LENGTH.lower())), None)
        if told is not None:
            return int(told[len(_LENGTH) :])
        if _CHUNKED in lowered:
            return _IN_PIECES
        raise LoadError("an answer without Content-Length; one of a known length, or in pieces, is right")


def _more_than_none(came: int) -> int:
    if not came:
        raise LoadError("the server closed the connection")
    return came
