"""Right, but compressed whether or not the client can read it."""

import gzip
from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class Gzipped(Fault):
    """Sends the right answer with Content-Encoding gzip, asked for or not."""

    name: ClassVar[str] = "gzip"

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Compress and send with the compressed length."""
        packed = gzip.compress(exchange.answer.body, mtime=0)
        framing = (("Content-Encoding", "gzip"), ("Content-Length", str(len(packed))), ("Connection", "close"))
        exchange.write(exchange.answer.head(framing) + packed)
        return exchange.close(exchange.answer.status)
