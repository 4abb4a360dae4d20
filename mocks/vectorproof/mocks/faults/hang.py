"""Silence: the connection stands and nothing ever comes."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class Hang(Fault):
    """Accepts the request and never answers, until the client gives up or the fault is taken back."""

    name: ClassVar[str] = "hang"

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Wait for the client to leave, then leave too."""
        await exchange.wait(None)
        return exchange.close(None)
