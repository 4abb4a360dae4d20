"""What a route of the control API is made of: data that both the server and its OpenAPI document are read from."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from hmac import compare_digest

import orjson
from aiohttp import web

from vectorproof.mocks.faults.contract import FaultError
from vectorproof.mocks.jina.accounts import ControlError
from vectorproof.mocks.jina.counter import CLIENT

PREFIX = "/__mock__"
_MARK = {"X-Sim-Fidelity": "simulator-only"}
_NUMBER_DIGITS = 15
_YES = frozenset({"true", "1"})
_NO = frozenset({"false", "0"})

Handler = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(frozen=True, slots=True)
class Route:
    """One route below ``PREFIX``.

    ``answer`` and ``wish`` name schemas of ``schemas.json``, ``query`` the parameters that are read; ``status`` is that
    of success. The first sentence of the handler's docstring says what the route does.
    """

    method: str
    path: str
    handler: Handler
    answer: str | None
    wish: str | None = None
    query: tuple[str, ...] = ()
    status: int = 200

    @property
    def summary(self) -> str:
        """Say in a sentence what it does."""
        return (inspect.getdoc(self.handler) or "").partition("\n")[0]

    def definition(self, token: str | None) -> web.RouteDef:
        """Make the server's route of it; with a token only those who send it are let in."""
        return web.route(self.method, PREFIX + self.path, _guarded(self._strict(), token if self.path else None))

    def _strict(self) -> Handler:
        async def strict(request: web.Request) -> web.Response:
            unknown = sorted(request.query.keys() - set(self.query))
            if unknown:
                right = ", ".join(sorted(self.query)) or "none"
                raise ControlError(400, f"query: {unknown[0][:50]!r} is unknown; {right} would be right")
            return await self.handler(request)

        return strict


def _guarded(handler: Handler, token: str | None) -> Handler:
    """Let a handler refuse by raising: the answer is ``{"error": text}``."""

    async def guarded(request: web.Request) -> web.Response:
        if token is not None and not _carries(request, token):
            return json_answer({"error": "Authorization: the token of this control API would be right"}, 401)
        try:
            return await handler(request)
        except ControlError as error:
            return json_answer({"error": error.text}, error.status)
        except FaultError as error:
            return json_answer({"error": str(error)}, 400)
        except web.RequestPayloadError:
            return json_answer({"error": "the body is not packed as Content-Encoding says; without both is right"}, 400)

    return guarded


def _carries(request: web.Request, token: str) -> bool:
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return compare_digest(sent.encode("utf-8", "surrogateescape"), token.encode())


def client_of(request: web.Request) -> str | None:
    """Tell whose view is asked for: the ``client`` of the query, or what the caller calls itself in its header."""
    return request.query.get("client") or request.headers.get(CLIENT) or None


def number_of(query: Mapping[str, str], name: str, default: int) -> int:
    """Read a whole number of the query that may be missing.

    Raises:
        ControlError: it is none.

    """
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) <= _NUMBER_DIGITS):
        raise ControlError(400, f"{name}: found {text[:50]!r}, a whole number from 0 would be right")
    return int(text)


def flag_of(query: Mapping[str, str], name: str) -> bool:
    """Read a truth value of the query, false if missing.

    Raises:
        ControlError: it is none.

    """
    text = query.get(name, "false")
    if text not in _YES | _NO:
        raise ControlError(400, f"{name}: found {text[:50]!r}, true or false would be right")
    return text in _YES


def json_answer(body: object, status: int = 200) -> web.Response:
    """Answer in JSON, marked as something that only a simulator says."""
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json", headers=_MARK)


def no_content() -> web.Response:
    """Answer that something is done, marked likewise."""
    return web.Response(status=204, headers=_MARK)


def below(prefix: str, routes: tuple[Route, ...]) -> tuple[Route, ...]:
    """Put a folder before the paths of routes."""
    return tuple(replace(route, path=prefix + route.path) for route in routes)
