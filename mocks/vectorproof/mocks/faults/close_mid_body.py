"""A promise broken half way: fewer bytes than Content-Length said."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class CloseMidBody(Fault):
    """Announces the whole body, sends a part of it, and closes the connection."""

    name: ClassVar[str] = "close-mid-body"
    sent_percent: int = 50

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Send the head and the first part, at least one byte short."""
        body = exchange.answer.body
        cut = min(len(body) * self.sent_percent // 100, len(body) - 1)
        exchange.write(exchange.answer.head((("Content-Length", str(len(body))),)) + body[:cut])
        return exchange.close(exchange.answer.status)
