"""Thousands of calls at once from one loop: connections that are kept, and replaced where a fault has ended them."""

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_NO_CONTENT = 204
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")


@dataclass(frozen=True)
class Told:
    """What one call was told: the status (``None`` where no status line came) and the body as far as it came."""

    status: int | None
    body: bytes


def storm(port: int, requests: Sequence[bytes], at_once: int) -> list[Told]:
    """Send each request, so many at a time; gives what each was told, in their order."""

    async def main() -> list[Told]:
        told: list[Told] = [Told(None, b"")] * len(requests)
        waiting = iter(enumerate(requests))
        await asyncio.gather(*(_work(port, waiting, told) for _ in range(at_once)))
        return told

    return asyncio.run(main())


def request_of(key: str, body: bytes, more: str = "") -> bytes:
    """Write a request for embeddings that wishes to keep its connection; ``more`` are further header lines."""
    head = f"POST /v1/embeddings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _work(port: int, waiting: Iterable[tuple[int, bytes]], told: list[Told]) -> None:
    connection: Connection | None = None
    for at, request in waiting:
        if connection is None:
            connection = await asyncio.open_connection("127.0.0.1", port)
        told[at], is_kept = await _exchange(connection, request)
        if not is_kept:
            connection[1].close()
            connection = None
    if connection is not None:
        connection[1].close()


async def _exchange(connection: Connection, request: bytes) -> tuple[Told, bool]:
    reader, writer = connection
    try:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return Told(None, b""), False
    status = int(head[9:12]) if head.startswith(b"HTTP/1.1 ") else None
    if status == _NO_CONTENT:
        return Told(status, b""), True
    length = _LENGTH.search(head)
    try:
        body = await reader.read() if length is None else await reader.readexactly(int(length[1]))
    except asyncio.IncompleteReadError as cut:
        return Told(status, cut.partial), False
    return Told(status, body), length is not None and b"Connection: close" not in head
