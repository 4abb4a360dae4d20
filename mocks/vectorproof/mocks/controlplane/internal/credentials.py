"""The two questions of a Data API: does this credential exist for this database, and what is its secret (C.2).

An unknown one is answered inside a 200, as the real service does; an empty answer would be cached by its client.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from vectorproof.mocks.controlplane.access import bearer
from vectorproof.mocks.controlplane.credential_faults import CredentialFault
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.stored_credentials import not_found
from vectorproof.mocks.controlplane.surface import Answer, Route, json_response
from vectorproof.mocks.core.calls import CALL
from vectorproof.mocks.core.credentials import CredentialNotFoundError, CredentialRequest, Purpose

_PATH = "/internal/sync/{alias}/v1/databases/{database}/integrations-type/{provider}/creds/{reference}"
# What a self-hosted Data API calls its only database; the alias in the path says which one is meant.
_SINGLE_TENANT = "SINGLE-TENANT"

Asked = Callable[[CredentialRequest], object]
_PAGE = "<html><body><h1>Service temporarily unavailable</h1></body></html>"


@dataclass(frozen=True, slots=True)
class CredentialService:
    """Answers from the same look-up as the simulator's own Data API, and meets the same faults."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("GET", f"{_PATH}/valid", self._answering("valid", self._validity)),
            Route("GET", _PATH, self._answering("secret", self._secret)),
        )

    def _validity(self, question: CredentialRequest) -> object:
        self.plane.credentials.look_up(question)
        return {"credentials": {question.reference: True}}

    def _secret(self, question: CredentialRequest) -> object:
        return {"credentials": {question.reference: self.plane.credentials.look_up(question)}}

    def _answering(self, purpose: Purpose, ask: Asked) -> Answer:
        async def answer(request: web.Request) -> web.Response:
            question = self._question(request, purpose)
            if not self._admits(bearer(request), question.database_id):
                raise ControlError("UNAUTHENTICATED")
            call = CALL.get()
            if call is not None:
                call.database_id, call.organization_id = question.database_id, self.plane.credentials.owner(question)
            fault = self.plane.credentials.met(question, 0 if call is None else call.n)
            if fault is not None:
                return await self._faulty(request, question, fault)
            try:
                return json_response(ask(question))
            except CredentialNotFoundError as error:
                return _refused(error)

        return answer

    async def _faulty(self, request: web.Request, question: CredentialRequest, fault: CredentialFault) -> web.Response:
        """Answer as the fault has it; a closed connection and a silent one end without any answer."""
        if fault.name in {"silent", "closed"}:
            await self.plane.clock.sleep(fault.seconds if fault.name == "silent" else 0)
            if request.transport is not None:
                request.transport.abort()
        answers: Mapping[str, object] = {
            "empty": {"credentials": {}},
            "other-name": {"credentials": {"another.providerKey": True if question.purpose == "valid" else "none"}},
            "invalid": {"credentials": {question.reference: False}},
            "blank-secret": {"credentials": {question.reference: True if question.purpose == "valid" else ""}},
        }
        if fault.name in answers:
            return json_response(answers[fault.name])
        if fault.name == "not-found":
            return _refused(not_found())
        if fault.name == "html":
            return web.Response(text=_PAGE, content_type="text/html")
        return web.Response(status=fault.status)

    def _question(self, request: web.Request, purpose: Purpose) -> CredentialRequest:
        named = request.match_info["database"]
        database_id = self._aliased(request) if named == _SINGLE_TENANT else named
        return CredentialRequest(database_id, request.match_info["provider"], request.match_info["reference"], purpose)

    def _aliased(self, request: web.Request) -> str:
        """Find the database that an alias names by id or name; a token's own before others of that name."""
        alias = request.match_info["alias"]
        if alias == "default":
            return self.plane.settings.default_database
        token = self.plane.tokens.find(bearer(request) or "")
        named = [d for d in self.plane.tenants if alias in (d.id, d.name)]
        own = [d for d in named if token is not None and d.organization_id == token.organization_id]
        return next((database.id for database in (*own, *named)), alias)

    def _admits(self, secret: str | None, database_id: str) -> bool:
        """Admit tokens of the database's organization, and where the world says so a self-hosted Data API's user."""
        if secret is None:
            return False
        own = self.plane.settings.cassandra_token
        if own is not None and hmac.compare_digest(own.encode(), secret.encode("utf-8", "surrogateescape")):
            return True
        token, database = self.plane.tokens.find(secret), self.plane.tenants.database(database_id)
        return token is not None and (database is None or token.organization_id == database.organization_id)


def _refused(error: CredentialNotFoundError) -> web.Response:
    return json_response({"errors": [{"ID": error.code, "message": error.text}]})
