"""The synchronous client every step goes through: keep-alive, hard time-outs, one place where networks fail.

Connections are pooled per origin and safe to use from several threads; nothing here knows what is sent.
"""

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from http.client import HTTPException, RemoteDisconnected
from typing import Final

from vectorproof.harness.errors import UnreachableError
from vectorproof.harness.exchange import Exchange, Request, parsed
from vectorproof.harness.wire import Connection

_GONE: Final = (RemoteDisconnected, ConnectionResetError, BrokenPipeError)


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
        self._context = None if ca_bundle is None else ssl.create_default_context(cafile=ca_bundle)
        self._headers = dict(headers or {})
        self._idle: dict[str, list[Connection]] = {}
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
            self._ask(connection, request, kept=kept)
            answer = connection.answer(request.method)
        except (OSError, HTTPException) as error:
            connection.close()
            raise UnreachableError(f"{request.title}: {_said(error, self._timeout_s)}") from error
        except BaseException:
            connection.close()
            raise
        if connection.usable:
            self._idle.setdefault(request.origin, []).append(connection)
        else:
            connection.close()
        took_s = time.perf_counter() - started
        return Exchange(request, answer.status, answer.headers, parsed(answer.raw), answer.raw, took_s)

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

    def _take(self, origin: str) -> tuple[Connection, bool]:
        idle = self._idle.setdefault(origin, [])
        try:
            return idle.pop(), True
        except IndexError:
            return self._connection(origin), False

    def _connection(self, origin: str) -> Connection:
        return Connection(origin, timeout_s=self._timeout_s, total_s=self._total_s, context=self._trusting)

    def _trusting(self) -> ssl.SSLContext:
        """Make the context where a target needs one: to read all certificates takes longer than many requests."""
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context

    def _ask(self, connection: Connection, request: Request, *, kept: bool) -> None:
        headers = {**self._headers, **request.headers}
        try:
            connection.ask(request, headers)
        except _GONE:
            if not kept:
                raise
            connection.close()
            connection.ask(request, headers)


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
