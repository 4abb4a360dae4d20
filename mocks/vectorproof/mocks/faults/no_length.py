"""Right, but its end is only the end of the connection."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class NoLength(Fault):
    """Sends the right answer with neither length nor chunks; closing the connection ends the body."""

    name: ClassVar[str] = "no-length"

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Write head and body, then close."""
        exchange.write(exchange.answer.head((("Connection", "close"),)) + exchange.answer.body)
        return exchange.close(exchange.answer.status)
