"""The wrong language: a TLS record on a plain port."""

from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Exchange

# A fatal alert, handshake_failure, TLS 1.2 record layer (RFC 5246, 7.2): what a TLS server says to a plain request.
_ALERT = bytes([21, 3, 3, 0, 2, 2, 40])


@dataclass(frozen=True, slots=True)
class TlsBytes(Fault):
    """Answers a plain request with a fatal TLS alert record, as a TLS port would, then closes."""

    name: ClassVar[str] = "tls-bytes"

    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Write the alert and close."""
        exchange.write(_ALERT)
        return exchange.close(None)
