"""HTTP around the commands: tokens, methods, content types, sizes; one JSON envelope for every answer.

An exception that is no refusal is a bug of ours, and whoever serves owns up to it.
Source: data-api 1.1-1.5.
"""

from collections.abc import Mapping
from typing import Any, Final

from aiohttp import hdrs, web

from vectorproof.mocks.core.bodies import BODY
from vectorproof.mocks.core.calls import CALL, CallLog, caller_of, trace_of
from vectorproof.mocks.core.tenants import Database, Tenants
from vectorproof.mocks.core.tokens import Tokens
from vectorproof.mocks.dataapi import routing
from vectorproof.mocks.dataapi.authentication import authenticate
from vectorproof.mocks.dataapi.dispatch import Address, Dispatcher, Reply
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import is_object, read, write
from vectorproof.mocks.dataapi.settings import DataApiSettings

_TOKEN_HEADERS: Final = ("Token", "X-Cassandra-Token")
#: A request without the header is taken for JSON (observed).
_JSON: Final = frozenset({"", "application/json", "*/*", "application/*"})
_PATH_SHOWN: Final = 500
_ALLOW: Final = "HEAD, POST, OPTIONS"


class Envelope:
    """Answers requests below one prefix."""

    def __init__(
        self, dispatcher: Dispatcher, tenants: Tenants, tokens: Tokens, settings: DataApiSettings, calls: CallLog
    ) -> None:
        self._calls = calls
        self._dispatcher = dispatcher
        self._tenants = tenants
        self._tokens = tokens
        self._settings = settings

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """Give the routes below a prefix: everything under ``/v1``."""

        async def handle(request: web.Request) -> web.StreamResponse:
            trace = trace_of(request.headers.get("traceparent", ""))
            with self._calls.line("dataapi", request.method, request.path[:_PATH_SHOWN], trace) as call:
                response = await self._handle(request, routing.segments(request, prefix), prefix)
                call.status = response.status
                return response

        return [web.route(hdrs.METH_ANY, prefix + path, handle) for path in ("/v1", "/v1/{tail:.*}")]

    async def _handle(self, request: web.Request, parts: tuple[str, ...], prefix: str) -> web.StreamResponse:
        if prefix and self._edition(request) == "self-managed":
            return web.Response(status=404)
        token = next((request.headers[name] for name in _TOKEN_HEADERS if name in request.headers), None)
        if token is None:
            return _json(self._dispatcher.refusal(WireError("MISSING_AUTHENTICATION_TOKEN")))
        if routing.too_deep(parts) or request.method != hdrs.METH_POST:
            return _nothing_here(request.method, parts)
        return await self._posted(request, parts, token)

    async def _posted(self, request: web.Request, parts: tuple[str, ...], token: str) -> web.StreamResponse:
        if not _is_json(request.headers.get(hdrs.CONTENT_TYPE, "")):
            return _json(self._dispatcher.refusal(WireError("UNSUPPORTED_CONTENT_TYPE")))
        database = self._database(request)
        if database is None:
            return web.json_response({"message": "there is no such database here"}, status=404)
        raw = await _body(request, self._settings.commands.max_body_bytes)
        if raw is None:
            return web.Response(status=413)
        return _rendered(request, await self._run(request, database, parts, token, raw))

    async def _run(
        self, request: web.Request, database: Database, parts: tuple[str, ...], token: str, raw: bytes
    ) -> Reply:
        try:
            command = read(raw, self._settings.documents.max_number_length)
        except WireError as error:
            return self._dispatcher.refusal(error)
        keyspace, collection = (*parts, None, None)[:2]
        address = Address(database, keyspace, collection, lower_names(request.headers))
        settings = self._dispatcher.services_of(database).settings
        check = lambda: authenticate(token, database, self._tokens, settings)  # noqa: E731  # asked when needed
        reply = await self._dispatcher.run(address, command, check)
        _note(database, command, token, reply)
        return reply

    def _edition(self, request: web.Request) -> str:
        """Tell which edition the organization of a request's database has; without a database the world's."""
        database = self._database(request)
        return self._settings.edition if database is None else self._dispatcher.services_of(database).settings.edition

    def _database(self, request: web.Request) -> Database | None:
        found = routing.database_id(request, self._settings.default_database_id)
        database = None if found is None else self._tenants.database(found)
        return None if database is None or not database.status.serves else database


def _note(database: Database, command: Any, token: str, reply: Reply) -> None:
    """Complete the request's line in the call log, where one is kept."""
    call = CALL.get()
    if call is None:
        return
    call.organization_id, call.database_id, call.caller = database.organization_id, database.id, caller_of(token)
    call.command = next(iter(command), None) if is_object(command) else None
    call.codes = tuple(error["errorCode"] for error in reply.body.get("errors", ()))


def lower_names(headers: Mapping[str, str]) -> dict[str, str]:
    """Give headers under lower-case names."""
    return {name.lower(): value for name, value in headers.items()}


async def _body(request: web.Request, most: int) -> bytes | None:
    """Read the body, ``None`` if it is too large."""
    if (request.content_length or 0) > most:
        return None
    raw = bytearray()
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > most:
            return None
    request[BODY] = bytes(raw)
    return bytes(raw)


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() in _JSON


def _nothing_here(method: str, parts: tuple[str, ...]) -> web.Response:
    """Answer what is no command: below ``/v1`` another method is not found rather than not allowed (observed)."""
    if method == hdrs.METH_OPTIONS and not routing.too_deep(parts):
        return web.Response(headers={hdrs.ALLOW: _ALLOW})
    return web.Response(status=404 if parts else 405)


def _json(reply: Reply) -> web.Response:
    return web.Response(status=reply.status, body=write(reply.body), content_type="application/json")


def _rendered(request: web.Request, reply: Reply) -> web.Response:
    """Write JSON; who accepts no JSON gets the answer as plain text, as the real server gives it."""
    accepted = request.headers.get(hdrs.ACCEPT, "*/*")
    if "json" in accepted or "*" in accepted:
        return _json(reply)
    return web.Response(status=reply.status, text=f"CommandResult[{sorted(reply.body)}]", content_type="text/plain")
