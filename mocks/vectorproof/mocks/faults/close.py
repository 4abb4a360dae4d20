"""The soft end: FIN instead of an answer."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class Close(Fault):
    """Closes the connection in order (FIN) without a byte of an answer."""

    name: ClassVar[str] = "close"

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Close at once."""
        return exchange.close(None)
