"""A trickle: alive and useless."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class SlowDrip(Fault):
    """Sends the headers at once, then the body in small pieces with pauses."""

    name: ClassVar[str] = "slow-drip"
    piece_bytes: int = 64
    every_ms: int = 200

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Drip until the body is out or the client is gone."""
        body, piece = exchange.answer.body, max(1, self.piece_bytes)
        exchange.write(exchange.answer.head((("Content-Length", str(len(body))), ("Connection", "close"))))
        for start in range(0, len(body), piece):
            await exchange.wait(self.every_ms / 1000)
            if not exchange.client_is_there:
                break
            exchange.write(body[start : start + piece])
        return exchange.close(exchange.answer.status)
