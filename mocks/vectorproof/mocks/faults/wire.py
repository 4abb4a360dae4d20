"""What every transport fault is made of: the right answer, the raw socket it may spoil, and how to wait.

Knows aiohttp and bytes; does not know embeddings, keys or why a fault was met.
"""

import asyncio
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from vectorproof.mocks.core.whole import WholeResponse

# How often a waiting fault looks whether its client is still there; nobody measures anything in this grain.
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete HTTP answer: status, the headers beyond the framing, and the body in bytes.

    ``content_type`` of ``None`` sends no such header at all.
    """

    status: int
    body: bytes
    content_type: str | None = "application/json"
    headers: tuple[tuple[str, str], ...] = ()

    def response(self) -> web.Response:
        """Make the ordinary response of it, framed by Content-Length; it needs a content type."""
        headers = dict(self.headers)
        if self.content_type is not None:
            headers["Content-Type"] = self.content_type
        return web.Response(status=self.status, body=self.body, headers=headers)

    def whole(self) -> WholeResponse:
        """Make the same response as one that is written at once; header values must be the program's own."""
        assert self.content_type is not None, "an answer without a type is a fault's business"
        return WholeResponse((self.body,), status=self.status, content_type=self.content_type, headers=self.headers)

    def head(self, framing: Iterable[tuple[str, str]]) -> bytes:
        """Write status line and headers as bytes, with the framing that a fault wants."""
        typed = [] if self.content_type is None else [("Content-Type", self.content_type)]
        lines = [f"HTTP/1.1 {self.status} {phrase(self.status)}"]
        lines += [f"{name}: {value}" for name, value in (*typed, *self.headers, *framing)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def framed(self) -> bytes:
        """Write the whole answer as bytes, right length, connection to be closed."""
        return self.head((("Content-Length", str(len(self.body))), ("Connection", "close"))) + self.body


def phrase(status: int) -> str:
    """Name a status as HTTP does; the edge's own numbers have no registered name."""
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unregistered"


class Sent(web.StreamResponse):
    """Stands for bytes that already went out, or never will: nothing is left for aiohttp to write.

    ``seen_status`` is the status that the client could read, ``None`` when there was none.
    """

    def __init__(self, seen_status: int | None) -> None:
        super().__init__()
        self.seen_status = seen_status
        self.force_close()

    async def prepare(self, request: web.BaseRequest) -> None:
        """Write no head: it was the fault's business."""
        del request

    async def write_eof(self, data: bytes = b"") -> None:
        """Write no end: it was the fault's business."""
        del data


class Exchange:
    """One request, the right answer to it, and the means to spoil it.

    ``released`` ends every wait early: it is set when the fault is taken back or the server closes.
    """

    def __init__(self, request: web.Request, answer: Answer, released: asyncio.Event) -> None:
        self.answer = answer
        self._request = request
        self._released = released

    @property
    def client_is_there(self) -> bool:
        """Tell whether the connection still stands."""
        transport = self._request.transport
        return transport is not None and not transport.is_closing()

    @property
    def is_released(self) -> bool:
        """Tell whether somebody ended the waits of this exchange."""
        return self._released.is_set()

    async def wait(self, seconds: float | None) -> None:
        """Wait that long (``None``: for ever), but no longer than the client or the fault itself stays."""
        left = seconds
        while self.client_is_there and not self.is_released and (left is None or left > 0):
            step = _LOOK_S if left is None else min(left, _LOOK_S)
            try:
                await asyncio.wait_for(self._released.wait(), step)
            except TimeoutError:
                left = None if left is None else left - step

    def write(self, data: bytes) -> None:
        """Put bytes on the wire as they are; a client that went away is no error."""
        transport = self._request.transport
        if transport is not None and not transport.is_closing():
            transport.write(data)

    def close(self, seen_status: int | None) -> Sent:
        """Close the connection in order (FIN) once what was written is out."""
        transport = self._request.transport
        if transport is not None:
            transport.close()
        return Sent(seen_status)

    def reset(self) -> Sent:
        """Tear the connection down (RST): whatever is still buffered is lost, on both sides."""
        transport = self._request.transport
        if transport is not None:
            raw: socket.socket | None = transport.get_extra_info("socket")
            if raw is not None:
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        return Sent(None)

    def respond(self) -> web.StreamResponse:
        """Answer rightly after all."""
        if self.answer.content_type is not None:
            return self.answer.response()
        self.write(self.answer.framed())
        return self.close(self.answer.status)
