"""The synchronous client every step goes through: keep-alive, hard time-outs, one place where networks fail.

Connections are pooled per origin and safe to use from several threads; nothing here knows what is sent.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from vectorproof.harness.errors import UnreachableError
from vectorproof.harness.exchange import Exchange, Request, parsed

_MAX_ANSWER_BYTES: Final = 64 * 1024 * 1024
_GONE: Final = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


class Client:
    """Sends requests one at a time per connection.

    ``timeout_s`` bounds every wait on a socket, ``total_s`` a whole answer, so that a server which drips bytes cannot
    hold a run. ``headers`` are sent with everything, such as those a gateway in front of the target wants. ``gap_s`` is
    the least time between the beginnings of two requests, out of politeness.
    """

    def __init__(
        self,
        *,
        timeout_s: float = 30.0,
        total_s: float = 60.0,
        ca_bundle: str | None = None,
        headers: Mapping[str, str] | None = None,
        gap_s: float = 0.0,
    ) -> None:
        self._timeout_s = timeout_s
        self._total_s = total_s
        self._context = ssl.create_default_context(cafile=ca_bundle)
        self._headers = dict(headers or {})
        self._idle: dict[str, list[http.client.HTTPConnection]] = {}
        self._gap_s = gap_s
        self._turn = threading.Lock()
        self._next_s = 0.0

    def send(self, request: Request) -> Exchange:
        """Send a request and read the whole answer.

        A kept connection that the server closed in the meantime is opened anew once; nothing else is tried twice.

        Raises:
            UnreachableError: no usable HTTP answer came back in time.

        """
        if self._gap_s:
            self._await_turn()
        connection, kept = self._take(request.origin)
        started = time.perf_counter()
        try:
            response = self._answered(connection, request, kept=kept)
            raw = self._read(response, started)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise UnreachableError(f"{request.title}: {_said(error, self._timeout_s)}") from error
        except BaseException:
            connection.close()
            raise
        headers = {name.lower(): value for name, value in response.getheaders()}
        if response.will_close:
            connection.close()
        else:
            self._idle.setdefault(request.origin, []).append(connection)
        return Exchange(request, response.status, headers, parsed(raw), raw, time.perf_counter() - started)

    def close(self) -> None:
        """Close every idle connection."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()

    def _await_turn(self) -> None:
        """Wait until enough time has gone since the request before, of whatever thread."""
        with self._turn:
            now = time.monotonic()
            mine, self._next_s = max(now, self._next_s), max(now, self._next_s) + self._gap_s
        time.sleep(mine - now)

    def _take(self, origin: str) -> tuple[http.client.HTTPConnection, bool]:
        idle = self._idle.setdefault(origin, [])
        try:
            return idle.pop(), True
        except IndexError:
            return self._connection(origin), False

    def _connection(self, origin: str) -> http.client.HTTPConnection:
        parts = urlsplit(origin)
        host, port = parts.hostname or "", parts.port
        if parts.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=self._timeout_s, context=self._context)
        return _PlainConnection(host, port, timeout=self._timeout_s)

    def _answered(
        self, connection: http.client.HTTPConnection, request: Request, *, kept: bool
    ) -> http.client.HTTPResponse:
        try:
            return self._ask(connection, request)
        except _GONE:
            if not kept:
                raise
            connection.close()
            return self._ask(connection, request)

    def _ask(self, connection: http.client.HTTPConnection, request: Request) -> http.client.HTTPResponse:
        headers = {**self._headers, **request.headers}
        connection.request(request.method, request.path, body=request.body, headers=headers)
        return connection.getresponse()

    def _read(self, response: http.client.HTTPResponse, started: float) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(1 << 20):
            pieces.append(piece)
            size += len(piece)
            if size > _MAX_ANSWER_BYTES:
                raise http.client.HTTPException(f"the answer is longer than {_MAX_ANSWER_BYTES} bytes")
            if time.perf_counter() - started > self._total_s:
                raise TimeoutError
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        response.close()  # read1() does not, and the connection takes no next request until it is
        return b"".join(pieces)


class _PlainConnection(http.client.HTTPConnection):
    """Without TLS a request goes out at once: head and body in two packets wait for each other otherwise."""

    def connect(self) -> None:
        super().connect()
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _said(error: BaseException, timeout_s: float) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {timeout_s:g} s"
    if isinstance(error, socket.gaierror):
        return "the host name is unknown"
    if isinstance(error, ConnectionRefusedError):
        return "the connection was refused"
    if isinstance(error, _GONE):
        return "the connection was closed without an answer"
    if isinstance(error, ssl.SSLError):
        return f"no TLS connection: {error.reason or 'the certificate is not trusted'}"
    return f"no usable HTTP answer ({type(error).__name__})"
