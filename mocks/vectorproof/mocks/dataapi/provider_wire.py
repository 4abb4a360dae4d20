"""The short way to a provider: one POST at a time over a connection that is kept, with nothing around it.

aiohttp's session does much for each call that a call to a provider never wants: cookies, redirects, proxies, name
look-ups, uploads. Here its protocol and its parser are used without it, so that whatever a provider sends, or fails to
send, is understood and refused as the session would. It is for plain HTTP to an address; all else is the session's.
"""

import asyncio
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from time import monotonic
from typing import Final, TypeAlias

import aiohttp
from aiohttp import hdrs
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import SERVER_SOFTWARE, HttpProcessingError
from yarl import URL

from vectorproof.mocks.dataapi.provider_answers import Answer

#: What comes before the answer proper; all but a change of protocol, which is one.
_INTERIM: Final = frozenset(range(100, 200)) - {101}
#: As long as aiohttp's session keeps a connection that nobody uses.
_KEPT_S: Final = 15.0
_PLAIN: Final = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")


class LostError(Exception):
    """No answer, or none that can be read; ``kind`` names what went wrong as aiohttp does."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Target:
    """Where requests go: an address, and the lines that all of them have, before those of their own and after."""

    host: str
    port: int
    head: str
    tail: str


@lru_cache(maxsize=64)
def target(url: str) -> Target | None:
    """Find out where a URL leads; ``None`` where it takes more than the short way does."""
    try:
        parsed = URL(url)
        address = ip_address(parsed.host or "")
    except ValueError:
        return None
    if parsed.scheme != "http" or parsed.port is None or parsed.user is not None or parsed.password is not None:
        return None
    standard = aiohttp.ClientRequest.DEFAULT_HEADERS
    head = f"POST {parsed.raw_path_qs} HTTP/1.1\r\nHost: {parsed.host_port_subcomponent}\r\n"
    always = {str(name): value for name, value in standard.items()}
    tail = _lines({**always, hdrs.USER_AGENT: SERVER_SOFTWARE})
    return Target(str(address), parsed.port, head, tail)


def is_plain(value: str) -> bool:
    """Tell whether a header's value goes over the wire as it is."""
    return _PLAIN.fullmatch(value) is not None


_Waiting: TypeAlias = deque[tuple[ResponseHandler, float]]


@dataclass(slots=True)
class Wire:
    """The connections that wait for their next request."""

    _idle: dict[Target, _Waiting] = field(default_factory=dict[Target, _Waiting])

    async def post(self, to: Target, headers: Mapping[str, str], body: bytes, within_s: float) -> Answer:
        """Send a request and read the answer to its end.

        Raises:
            TimeoutError: it did not come in time.
            LostError: it did not come whole.

        """
        head = f"{to.head}{_lines(headers)}{to.tail}Content-Length: {len(body)}\r\n\r\n"
        request = head.encode("ascii") + body
        async with asyncio.timeout(within_s):
            connection = self._waiting(to)
            if connection is None:
                connection = await _opened(to)
            try:
                answer = await _answer(connection, request)
            except aiohttp.ClientError as error:
                connection.close()
                raise LostError(type(error).__name__) from error
            except BaseException:
                connection.close()
                raise
        if connection.should_close:
            connection.close()
        else:
            self._idle.setdefault(to, deque()).append((connection, monotonic()))
        return answer

    def close(self) -> None:
        """Close all connections."""
        for waiting in self._idle.values():
            for connection, _ in waiting:
                connection.close()
        self._idle.clear()

    def _waiting(self, to: Target) -> ResponseHandler | None:
        """Give a connection that can be used once more; those that cannot are closed."""
        waiting = self._idle.get(to)
        while waiting:
            connection, since = waiting.popleft()
            if connection.is_connected() and not connection.should_close and monotonic() - since <= _KEPT_S:
                return connection
            connection.close()
        return None


async def _opened(to: Target) -> ResponseHandler:
    loop = asyncio.get_running_loop()
    try:
        _, connection = await loop.create_connection(lambda: ResponseHandler(loop), to.host, to.port)
    except OSError as error:
        raise LostError(aiohttp.ClientConnectorError.__name__) from error
    return connection


async def _answer(connection: ResponseHandler, request: bytes) -> Answer:
    connection.set_response_params(read_until_eof=True)
    transport = connection.transport
    assert transport is not None
    transport.write(request)
    try:
        message, payload = await connection.read()
        while message.code in _INTERIM:
            message, payload = await connection.read()
    except HttpProcessingError as error:
        raise LostError(aiohttp.ClientResponseError.__name__) from error
    return Answer(message.code, message.headers.get(hdrs.CONTENT_TYPE, ""), await payload.read())


def _lines(headers: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())
