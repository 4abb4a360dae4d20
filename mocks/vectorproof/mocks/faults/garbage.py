"""Not HTTP: a first line that no parser takes."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange


@dataclass(frozen=True, slots=True)
class Garbage(Fault):
    """Answers with a line that is no status line, then closes."""

    name: ClassVar[str] = "garbage"
    line: str = "%$ no protocol of yours"

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Write the line and close."""
        exchange.write(self.line.encode() + b"\r\n\r\n")
        return exchange.close(None)
