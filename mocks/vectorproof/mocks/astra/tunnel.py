"""A proxy for clients that can be told of a proxy, and of nothing else: ``CONNECT`` to Astra's names, and no further.

It joins a client with the TLS port and reads nothing of what passes: TLS stays between these two.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from vectorproof.mocks.astra.names import is_ours, name_of

_HEAD_MAX_BYTES: Final = 16_384
_HEAD_END: Final = b"\r\n\r\n"
_PIECE_BYTES: Final = 65_536
_TLS_PORT: Final = "443"
_OPEN: Final = b"HTTP/1.1 200 Connection established\r\n\r\n"
_REFUSED: Final = (
    "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
)
_BAD_REQUEST: Final = "400 Bad Request"
_FORBIDDEN: Final = "403 Forbidden"


@asynccontextmanager
async def tunnel(host: str, tls_host: str, tls_port: int) -> AsyncGenerator[int]:
    """Listen on a free port of ``host`` while the block runs, and give that port."""
    connections: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connections.add(task)
        try:
            await _joined(reader, writer, tls_host, tls_port)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # whoever went away needs no answer
        finally:
            connections.discard(task)
            writer.close()

    server = await asyncio.start_server(accept, host, 0, limit=_HEAD_MAX_BYTES)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


async def _joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, tls_host: str, tls_port: int) -> None:
    head = await reader.readuntil(_HEAD_END)
    refusal = _refusal(head)
    if refusal is not None:
        writer.write(refusal)
        await writer.drain()
        return
    far_reader, far_writer = await asyncio.open_connection(tls_host, tls_port)
    writer.write(_OPEN)
    try:
        await asyncio.gather(_passed_on(reader, far_writer), _passed_on(far_reader, writer))
    finally:
        far_writer.close()


def _refusal(head: bytes) -> bytes | None:
    """Say why a tunnel is not opened; ``None`` where it is."""
    words = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
    if len(words) != len(("CONNECT", "host:port", "HTTP/1.1")) or words[0] != "CONNECT":
        return _said(_BAD_REQUEST, "this proxy knows CONNECT only")
    host, _, port = words[1].rpartition(":")
    if port != _TLS_PORT or not is_ours(name_of(host)):
        return _said(_FORBIDDEN, "this proxy leads to a simulator of Astra, and to no other place")
    return None


def _said(status: str, text: str) -> bytes:
    body = f"{text}\n".encode()
    return _REFUSED.format(status=status, length=len(body)).encode() + body


async def _passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(_PIECE_BYTES):
        writer.write(piece)
        await writer.drain()
    with contextlib.suppress(OSError):
        writer.write_eof()
