"""An answer whose bytes are all known at once, written in one piece: for what is asked thousands of times a second.

aiohttp writes any response by way of a writer that could also stream, compress and chunk. Where nothing of that is
wanted, its bytes can be put on the connection as they are, and that is worth a third of what an answer costs.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from http import HTTPStatus

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http import SERVER_SOFTWARE
from multidict import CIMultiDict

# Beyond this, copying pieces into one costs more than giving them to the operating system one by one.
_JOINED_BYTES = 1 << 15


class WholeResponse(web.StreamResponse):
    """An answer with the bytes that a ``web.Response`` would have on the wire, in the same order.

    Its body may be given in pieces, which are not copied where they are many bytes. Only HTTP/1.1 connections that stay
    open are served so; on all others an ordinary response takes its place. Header values are written as they are: they
    must be the program's own, never a caller's.
    """

    def __init__(  # the base class would make what is hardly ever looked at
        self,
        pieces: Sequence[bytes],
        *,
        status: int = 200,
        content_type: str = "application/json",
        headers: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._pieces = pieces
        self._code = status
        self._lines = (*headers, ("Content-Type", content_type))
        self._usual: web.Response | None = None
        self._dictionary: CIMultiDict[str] | None = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self._code

    @property
    def headers(self) -> CIMultiDict[str]:
        """The headers beyond the framing; whoever wants to may change them."""
        if self._dictionary is None:
            self._dictionary = CIMultiDict(self._lines)
        return self._dictionary

    @property
    def keep_alive(self) -> bool | None:
        """Whether the connection stays open."""
        return True if self._usual is None else self._usual.keep_alive

    def usual(self) -> web.Response:
        """Give the ordinary response with the same content."""
        return web.Response(status=self._code, body=b"".join(self._pieces), headers=self.headers)

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Write everything, unless this is a connection for aiohttp."""
        transport = request.transport
        if transport is None or request.version != HttpVersion11 or not request.keep_alive or request.method == "HEAD":
            self._usual = self.usual()
            return await self._usual.prepare(request)
        pieces = self._pieces
        length = sum(map(len, pieces))
        if length < _JOINED_BYTES:
            transport.write(b"".join((self._head(length), *pieces)))
        else:
            transport.writelines((self._head(length), *pieces))
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Write the rest; there is none where everything is out."""
        if self._usual is not None:
            await self._usual.write_eof(data)

    def _head(self, length: int) -> bytes:
        named = self._lines if self._dictionary is None else self._dictionary.items()
        headers = "".join([f"{name}: {value}\r\n" for name, value in named])
        return (
            f"{_status_line(self._code)}{headers}Content-Length: {length}\r\n{_tail(rfc822_formatted_time())}".encode()
        )


@lru_cache(maxsize=16)
def _status_line(status: int) -> str:
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"


@lru_cache(maxsize=1)
def _tail(date: str) -> str:
    return f"Date: {date}\r\nServer: {SERVER_SOFTWARE}\r\n\r\n"
