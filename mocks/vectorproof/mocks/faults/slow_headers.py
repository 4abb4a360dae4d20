"""A stammer: the status line, then nothing for a while."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class SlowHeaders(Fault):
    """Sends the status line at once and the rest of the answer after a pause."""

    name: ClassVar[str] = "slow-headers"
    after_ms: int = 1000

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Cut the answer after its first line and wait there."""
        first, separator, rest = exchange.answer.framed().partition(b"\r\n")
        exchange.write(first + separator)
        await exchange.wait(self.after_ms / 1000)
        exchange.write(rest)
        return exchange.close(exchange.answer.status)
