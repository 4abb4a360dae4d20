"""The hard end: RST instead of an answer."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class Reset(Fault):
    """Resets the connection (RST) without a byte of an answer."""

    name: ClassVar[str] = "reset"

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Abort at once."""
        return exchange.reset()
