"""Right, but framed in chunks."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class Chunked(Fault):
    """Sends the right answer in chunked transfer coding, without Content-Length."""

    name: ClassVar[str] = "chunked"
    chunk_bytes: int = 1024

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Write every chunk at once: only the framing is unusual."""
        body, size = exchange.answer.body, max(1, self.chunk_bytes)
        exchange.write(exchange.answer.head((("Transfer-Encoding", "chunked"), ("Connection", "close"))))
        for start in range(0, len(body), size):
            piece = body[start : start + size]
            exchange.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        exchange.write(b"0\r\n\r\n")
        return exchange.close(exchange.answer.status)
