"""A door held shut: the call stays in flight for as long as a test wants."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class Hold(Fault):
    """Keeps the call in flight until the fault is deleted, then answers rightly: concurrency without sleeping."""

    name: ClassVar[str] = "hold"

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Wait for the release, then answer."""
        await exchange.wait(None)
        return exchange.respond()
