"""An answer whose bytes are all known at once, written in one piece: for what is asked thousands of times a second.

aiohttp writes any response by way of a writer that could also stream, compress and chunk. Where nothing of that is
wanted, its bytes can be put on the connection as they are, and that is worth a third of what an answer costs.
"""

from functools import lru_cache

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http import SERVER_SOFTWARE


class WholeResponse(web.Response):
    """A response like any other to look at; the same bytes on the wire, in the same order.

    Only HTTP/1.1 connections that stay open are served so; for all others aiohttp does what it always does. Header
    values are written as they are: they must be the program's own, never a caller's.
    """

    _sent = False

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Write everything, unless this is a connection for aiohttp."""
        transport = request.transport
        body = self.body
        if (
            transport is None
            or not isinstance(body, bytes)
            or request.version != HttpVersion11
            or not request.keep_alive
            or request.method == "HEAD"
        ):
            return await super().prepare(request)
        transport.writelines((self._head(len(body)), body))
        self._sent = True
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Write the rest; there is none where everything is out."""
        if not self._sent:
            await super().write_eof(data)

    @property
    def keep_alive(self) -> bool | None:
        """Whether the connection stays open."""
        return True if self._sent else super().keep_alive

    def _head(self, length: int) -> bytes:
        headers = "".join([f"{name}: {value}\r\n" for name, value in self.headers.items()])
        tail = _tail(rfc822_formatted_time())
        return f"HTTP/1.1 {self.status} {self.reason}\r\n{headers}Content-Length: {length}\r\n{tail}".encode()


@lru_cache(maxsize=1)
def _tail(date: str) -> str:
    return f"Date: {date}\r\nServer: {SERVER_SOFTWARE}\r\n\r\n"
