"""Lateness: the right answer, later."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class Slow(Fault):
    """Waits before the first byte, then answers rightly: a cold start."""

    name: ClassVar[str] = "slow"
    after_ms: int = 1000

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Wait in real time, then answer."""
        await exchange.wait(self.after_ms / 1000)
        return exchange.respond()
