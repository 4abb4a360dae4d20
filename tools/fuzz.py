"""Send a simulator very many requests, valid, nearly valid and garbage, and say what it answered and how it grew.

Nothing may come back as HTTP 5xx or with the mark of a bug, every connection goes on, and the memory at the end is
about what it was at the beginning. The same seed sends the same requests.
"""

import argparse
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tools.fuzz_requests import Requests

COMMAND: Final = Path(sys.executable).with_name("vectorproof")
_HEAD: Final = re.compile(rb"HTTP/1\.1 (\d{3})[^\r]*\r\n(.*?)\r\n\r\n", re.DOTALL)
_LENGTH: Final = re.compile(rb"(?i)content-length: (\d+)")
_CHUNKED: Final = re.compile(rb"(?i)transfer-encoding: chunked")
_BUG: Final = re.compile(rb"(?i)x-sim-bug:")
_CLOSING: Final = re.compile(rb"(?i)connection: close")
_PATIENCE_S: Final = 60.0
_IN_FLIGHT: Final = 16
_CONNECTIONS: Final = 2
# So often everything is made anew, for requests drop what later ones need.
_ANEW: Final = 2_000
_TENTHS: Final = 10
_SERVER_ERROR: Final = 500
_MEBIBYTE: Final = 2**20
GROWTH_MAX_BYTES: Final = 10_000_000


@dataclass
class Seen:
    """What came back: how many of each status, and what was wrong."""

    statuses: Counter[int] = field(default_factory=Counter[int])
    wrong: list[str] = field(default_factory=list[str])

    def add(self, request: bytes, status: int, head: bytes, body: bytes) -> None:  # noqa: ARG002  # others look at it
        """Judge one answer."""
        self.statuses[status] += 1
        if status >= _SERVER_ERROR or _BUG.search(head):
            self.wrong.append(f"HTTP {status} for {request[:2000]!r}")


class Connection:
    """One connection on which several requests are under way at a time."""

    def __init__(self, address: tuple[str, int], seen: Seen) -> None:
        self._address = address
        self._seen = seen
        self._buffer = b""
        self._socket = self._connected()

    def exchange(self, requests: list[bytes]) -> None:
        """Send some requests and read their answers; a connection that ends in between is opened anew."""
        self._socket.sendall(b"".join(requests))
        for number, request in enumerate(requests):
            status, head, body = self._answer(request)
            self._seen.add(request, status, head, body)
            if _CLOSING.search(head):
                self._reconnect()
                if requests[number + 1 :]:
                    self.exchange(requests[number + 1 :])
                return

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def _answer(self, request: bytes) -> tuple[int, bytes, bytes]:
        while (found := _HEAD.search(self._buffer)) is None:
            self._read(request)
        head, start = found[2], found.end()
        length = _LENGTH.search(head)
        if length is not None:
            end = start + int(length[1])
            while len(self._buffer) < end:
                self._read(request)
        elif _CHUNKED.search(head):
            while (last := self._buffer.find(b"0\r\n\r\n", start)) < 0:
                self._read(request)
            end = last + 5
        else:
            end = start
        body, self._buffer = self._buffer[start:end], self._buffer[end:]
        return int(found[1]), head, body

    def _read(self, request: bytes) -> None:
        piece = self._socket.recv(1 << 18)
        if not piece:
            raise ConnectionError(f"the connection ended without an answer to {request[:2000]!r}")
        self._buffer += piece

    def _reconnect(self) -> None:
        self._socket.close()
        self._buffer = b""
        self._socket = self._connected()

    def _connected(self) -> socket.socket:
        opened = socket.create_connection(self._address, timeout=_PATIENCE_S)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened


@contextlib.contextmanager
def served() -> Generator[tuple[int, dict[str, Any]]]:
    """Serve the default world in a process of its own; gives its number and what it says when it is ready."""
    line = [str(COMMAND), "serve", "--json", "--port", "0", "--jina-port", "0"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.pid, json.loads(process.stdout.readline())
        finally:
            process.terminate()


def resident_bytes(pid: int) -> int:
    """Tell how much memory a process has."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def fuzz(count: int, seed: int) -> tuple[Seen, list[int], float]:
    """Send so many requests; gives what came back, the memory after each tenth of them in bytes, and the seconds."""
    with served() as (pid, ready):
        where = urlsplit(str(ready["data_api"]))
        address, seen, memory = (str(where.hostname), int(where.port or 0)), Seen(), list[int]()
        started = time.perf_counter()
        for tenth in range(_TENTHS):
            each = count // _TENTHS // _CONNECTIONS
            seeds = [seed * 1000 + tenth * 10 + number for number in range(_CONNECTIONS)]
            threads = [threading.Thread(target=_send, args=(address, seen, ready, own, each)) for own in seeds]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            memory.append(resident_bytes(pid))
        return seen, memory, time.perf_counter() - started


def _send(address: tuple[str, int], seen: Seen, ready: dict[str, Any], seed: int, count: int) -> None:
    requests = Requests(seed, str(ready["token"]), str(ready["provider_key"]))
    connection = Connection(address, seen)
    try:
        for start in range(0, count, _IN_FLIGHT):
            if start % _ANEW < _IN_FLIGHT:
                connection.exchange(list(requests.anew()))
            connection.exchange([requests.next() for _ in range(min(_IN_FLIGHT, count - start))])
    except OSError as error:
        seen.wrong.append(str(error))
    finally:
        connection.close()


def main() -> int:
    """Run, print what came back, and end with 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    wished = parser.parse_args()
    seen, memory, seconds = fuzz(wished.count, wished.seed)
    sent = sum(seen.statuses.values())
    growth = memory[-1] - memory[0]
    statuses = dict(sorted(seen.statuses.items()))
    lines = [
        f"{sent} requests in {seconds:.0f} s, {sent / seconds:.0f} a second; statuses {statuses}",
        f"MiB after each tenth {[size // _MEBIBYTE for size in memory]}, {growth / 1e6:.1f} MB more in the last",
        *seen.wrong[:20],
        f"{len(seen.wrong)} answers were wrong",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if seen.wrong or growth >= GROWTH_MAX_BYTES or sent < wished.count else 0


if __name__ == "__main__":
    sys.exit(main())
