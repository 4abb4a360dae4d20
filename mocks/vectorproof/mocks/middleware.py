"""What happens to every answer on its way out: bugs of ours are owned up to, and defects have a last word."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from traceback import extract_tb
from typing import Final

import orjson
from aiohttp import web
from aiohttp.typedefs import Middleware

from vectorproof.mocks.core.bodies import BODY
from vectorproof.mocks.core.ledger import Ledger, NotKeptError
from vectorproof.mocks.core.whole import WholeResponse
from vectorproof.mocks.parts import Parts, Reply, Seen, as_it_is

BUG_HEADER: Final = "X-Sim-Bug"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log: Final = logging.getLogger(__name__)
_JSON: Final = "application/json"
# aiohttp writes these itself; a body that was rewritten may have another length.
_FRAMING: Final = frozenset({"content-length", "transfer-encoding"})


@web.middleware
async def owning_up(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer an exception that is no refusal as a bug of the simulator, which no check accepts.

    The log gets its kind and place and never its text, which may quote a secret.
    """
    try:
        return await handler(request)
    except web.HTTPNotFound:
        # No route: the servers we imitate say so without a body (data-api 1.4).
        return web.Response(status=404)
    except web.HTTPException:
        raise
    except web.RequestPayloadError:
        return _unreadable(request)
    except NotKeptError as error:
        _log.error("%s", error)  # the text says it all; how it came about is no news
        return web.json_response({"message": str(error)}, status=HTTPStatus.INSUFFICIENT_STORAGE)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is ours
        if isinstance(error, ConnectionResetError) and request.transport is None:
            # The other side went away in the middle of its request: nobody is left to read an answer.
            return web.Response(status=400)
        place = extract_tb(error.__traceback__)[-1]
        kind = type(error).__name__
        _log.error("a bug of the simulator: %s in %s, line %s; please report it", kind, place.name, place.lineno)
        body = {"bug": f"{kind} in {place.name}, line {place.lineno}; please report it"}
        return web.Response(status=500, body=orjson.dumps(body), content_type=_JSON, headers={BUG_HEADER: "1"})


def keeping(ledger: Ledger) -> Middleware:
    """Make the middleware that has every change kept before any answer tells of it, a refusal's as well.

    Commands that run side by side are kept together: whoever has read what another wrote can rely on it, too.
    """

    @web.middleware
    async def keep(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        finally:
            ledger.commit()

    return keep


def rewriting(parts: Parts) -> list[Middleware]:
    """Make the middleware that gives every answer to ``Parts.rewrite``; none where that leaves answers as they are."""
    if parts.rewrite is as_it_is:
        return []

    @web.middleware
    async def rewrite(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        # Only a plain response: a fault is a response of another kind, and spoils its bytes itself.
        response = response.usual() if isinstance(response, WholeResponse) else response
        if not isinstance(response, web.Response) or not isinstance(response.body, bytes | None):
            return response
        # Bytes that were streamed were left for us; those that were read at once, aiohttp has kept.
        body: bytes = request.get(BODY) or await request.read()
        reply = Reply(response.status, dict(response.headers), response.body or b"")
        seen = Seen(request.method, request.path_qs, body, reply, request_headers=dict(request.headers))
        return _response(parts.rewrite(seen))

    return [rewrite]


def _unreadable(request: web.Request) -> web.Response:
    """Answer a body that is not in the coding that its headers claim, and end a connection that is out of step."""
    request.content.feed_eof()
    response = web.Response(status=400)
    response.force_close()
    return response


def _response(reply: Reply) -> web.Response:
    headers = {name: value for name, value in reply.headers.items() if name.lower() not in _FRAMING}
    return web.Response(status=reply.status, body=reply.body, headers=headers)
