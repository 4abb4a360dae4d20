"""A local address at which any client finds a leased database: what it sends is passed on as it is, and is a step.

What the client chose (path, token, content type, body) stays the client's own; only what leads to the leased database
and what one connection says to its neighbour is replaced.
"""

import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final, Self

from vectorproof.harness.errors import CaseEnded, HarnessError
from vectorproof.harness.exchange import Exchange, Request, parsed
from vectorproof.harness.json_values import object_in

_OF_ONE_CONNECTION: Final = frozenset({
    "host", "connection", "keep-alive", "content-length", "transfer-encoding", "accept-encoding", "expect", "te",
})  # fmt: skip
_POLL_S: Final = 0.01
_BAD_GATEWAY: Final = 502


class Relay:
    """Listens on a free port of this machine while its ``with`` statement lasts.

    ``exchanges`` are those that passed, in order. Network trouble beyond the relay is a 502 for the client, and is
    raised when the ``with`` statement ends.
    """

    def __init__(self, origin: str, standing: Mapping[str, str], take: Callable[[Request], Exchange]) -> None:
        self.exchanges: list[Exchange] = []
        self._origin = origin
        self._standing = dict(standing)
        self._take = take
        self._trouble: BaseException | None = None
        handler = type("Handler", (_Handler,), {"relay": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL_S,), daemon=True)

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if error is None and self._trouble is not None:
            raise self._trouble

    def passed_on(self, method: str, path: str, headers: Mapping[str, str], raw: bytes | None) -> Exchange | None:
        """Pass one request on; ``None`` if nothing usable came back."""
        own = {name: value for name, value in headers.items() if name.lower() not in _OF_ONE_CONNECTION}
        request = Request(method, self._origin, path, {**own, **self._standing}, raw, _title(raw))
        try:
            exchange = self._take(request)
        except (HarnessError, CaseEnded) as error:
            self._trouble = self._trouble or error
            return None
        self.exchanges.append(exchange)
        return exchange


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one packet
    relay: Relay

    def _pass_on(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length) if length else None
        exchange = self.relay.passed_on(self.command, self.path, dict(self.headers.items()), raw)
        self.send_response(_BAD_GATEWAY if exchange is None else exchange.status)
        if exchange is not None and "content-type" in exchange.headers:
            self.send_header("Content-Type", exchange.headers["content-type"])
        content = b"" if exchange is None else exchange.raw
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _pass_on  # noqa: N815  # the base class finds them by name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's own name
        """Keep quiet."""


def created_by(raw: bytes | None) -> str | None:
    """Tell which collection a body asks for; ``None`` if it is another command or none."""
    command = object_in(parsed(raw or b"")) or {}
    name = (object_in(command.get("createCollection")) or {}).get("name")
    return name if isinstance(name, str) else None


def _title(raw: bytes | None) -> str:
    return f"a client's {next(iter(object_in(parsed(raw or b'')) or {}), 'request')}"
