"""HTTP around the commands: tokens, methods, content types, sizes; one JSON envelope for every answer.

An exception that is no refusal is a bug of ours, and whoever serves owns up to it.
Source: data-api 1.1-1.5.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from aiohttp import hdrs, web
from multidict import CIMultiDictProxy

from vectorproof.mocks.core.bodies import BODY
from vectorproof.mocks.core.calls import CALL, CallLog, caller_of, trace_of
from vectorproof.mocks.core.tenants import Database, Tenants
from vectorproof.mocks.core.tokens import Tokens
from vectorproof.mocks.core.whole import WholeResponse
from vectorproof.mocks.dataapi import routing
from vectorproof.mocks.dataapi.authentication import authenticate
from vectorproof.mocks.dataapi.dispatch import Address, Dispatcher, Reply
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.faults import Asked, DataApiFaults, Doing
from vectorproof.mocks.dataapi.jsontext import is_object, read, write
from vectorproof.mocks.dataapi.parts import DataApiParts
from vectorproof.mocks.dataapi.settings import DataApiSettings

#: A request without the header is taken for JSON (observed).
_JSON: Final = frozenset({"", "application/json", "*/*", "application/*"})
_PATH_SHOWN: Final = 500
_NO_TOKEN_ID: Final = str(uuid5(NAMESPACE_OID, "MISSING_AUTHENTICATION_TOKEN"))
_ALLOW: Final = "HEAD, POST, OPTIONS"


class Envelope:
    """Answers requests below one prefix."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        tenants: Tenants,
        tokens: Tokens,
        settings: DataApiSettings,
        calls: CallLog,
        *,
        faults: DataApiFaults,
        parts: DataApiParts,
    ) -> None:
        self._faults = faults
        self._parts = parts
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
        token = self._parts.token_of(request.headers)
        if token is None:
            return _json(self._without_token())
        if routing.too_deep(parts) or request.method != hdrs.METH_POST:
            return _nothing_here(request.method, parts)
        return await self._posted(request, parts, token)

    def _without_token(self) -> Reply:
        """Refuse a request without a token; the real server makes this error once, so it always has the same id."""
        reply = self._dispatcher.refusal(WireError("MISSING_AUTHENTICATION_TOKEN"))
        (error,) = reply.body["errors"]
        if "id" in error:  # Older eras gave errors none.
            error["id"] = _NO_TOKEN_ID
        return reply

    async def _posted(self, request: web.Request, parts: tuple[str, ...], token: str) -> web.StreamResponse:
        if not _is_json(request.headers.get(hdrs.CONTENT_TYPE, "")):
            return _json(self._dispatcher.refusal(WireError("UNSUPPORTED_CONTENT_TYPE")))
        database = self._database(request)
        if database is None:
            return web.json_response({"message": "there is no such database here"}, status=404)
        raw = await _body(request, self._settings.commands.max_body_bytes)
        if raw is None:
            return web.Response(status=413)
        met = self._fault(database, parts, raw) if self._faults.are_planned else None
        if met is not None:
            return await met.befall(request, lambda: self._run(request, database, parts, token, raw))
        return _rendered(request, await self._run(request, database, parts, token, raw))

    def _fault(self, database: Database, parts: tuple[str, ...], raw: bytes) -> Doing | None:
        """Find the fault that a request meets; a body that is no command has no name, and may meet one all the same."""
        try:
            body = read(raw, self._settings.documents.max_number_length)
        except WireError:
            body = None
        call = CALL.get()
        keyspace, collection = (*parts, None, None)[:2]
        command = next(iter(body), None) if is_object(body) else None
        met = self._faults.meet(Asked(database, command, keyspace, collection), 0 if call is None else call.n)
        if met is not None and call is not None:
            call.fault = met[0]
        return None if met is None else met[1]

    async def _run(
        self, request: web.Request, database: Database, parts: tuple[str, ...], token: str, raw: bytes
    ) -> Reply:
        try:
            command = self._parts.read(raw, self._settings.documents.max_number_length)
        except WireError as error:
            return self._dispatcher.refusal(error)
        keyspace, collection = (*parts, None, None)[:2]
        address = Address(database, keyspace, collection, _Headers(request.headers))
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


class _Headers(Mapping[str, str]):
    """The headers of a request, looked up as they are: a command wants few of them. The last of several holds."""

    __slots__ = ("_sent",)

    def __init__(self, sent: CIMultiDictProxy[str]) -> None:
        self._sent = sent

    def __getitem__(self, name: str) -> str:
        return self._sent.getall(name)[-1]

    def __contains__(self, name: object) -> bool:
        return name in self._sent

    def __iter__(self) -> Iterator[str]:
        return iter(lower_names(self._sent))

    def __len__(self) -> int:
        return len(lower_names(self._sent))


async def _body(request: web.Request, most: int) -> bytes | None:
    """Read the body, ``None`` if it is too large."""
    if (request.content_length or 0) > most:
        return None
    content = request.content
    if content.is_eof() and content.exception() is None and content.total_bytes <= most:
        # All of it came with the head, as short bodies do.
        whole = request[BODY] = content.read_nowait()
        return whole
    raw = bytearray()
    async for chunk in content.iter_any():
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


def _json(reply: Reply) -> WholeResponse:
    return WholeResponse((write(reply.body),), status=reply.status)


def _rendered(request: web.Request, reply: Reply) -> web.StreamResponse:
    """Write JSON; who accepts no JSON gets the answer as plain text, as the real server gives it."""
    accepted = request.headers.get(hdrs.ACCEPT, "*/*")
    if "json" in accepted or "*" in accepted:
        return _json(reply)
    return web.Response(status=reply.status, text=f"CommandResult[{sorted(reply.body)}]", content_type="text/plain")
