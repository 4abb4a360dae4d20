"""The two questions of a Data API: does this credential exist for this database, and what is its secret (C.2).

An unknown one is answered inside a 200, as the real service does; an empty answer would be cached by its client.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from vectorproof.mocks.controlplane.access import bearer
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Answer, Route, json_response
from vectorproof.mocks.core.credentials import CredentialNotFoundError, CredentialRequest

_PATH = "/internal/sync/{alias}/v1/databases/{database}/integrations-type/{provider}/creds/{reference}"
# What a self-hosted Data API calls its only database; the alias in the path says which one is meant.
_SINGLE_TENANT = "SINGLE-TENANT"

Asked = Callable[[CredentialRequest], object]


@dataclass(frozen=True, slots=True)
class CredentialService:
    """Answers from the same look-up as the simulator's own Data API."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("GET", f"{_PATH}/valid", self._answering(self._validity)),
            Route("GET", _PATH, self._answering(self._secret)),
        )

    def _validity(self, question: CredentialRequest) -> object:
        self.plane.credentials.resolve(question)
        return {"credentials": {question.reference: True}}

    def _secret(self, question: CredentialRequest) -> object:
        return {"credentials": {question.reference: self.plane.credentials.resolve(question)}}

    def _answering(self, ask: Asked) -> Answer:
        async def answer(request: web.Request) -> web.Response:
            question = self._question(request)
            if not self._admits(bearer(request), question.database_id):
                raise ControlError("UNAUTHENTICATED")
            try:
                return json_response(ask(question))
            except CredentialNotFoundError as error:
                return json_response({"errors": [{"ID": error.code, "message": error.text}]})

        return answer

    def _question(self, request: web.Request) -> CredentialRequest:
        named = request.match_info["database"]
        database_id = self._aliased(request.match_info["alias"]) if named == _SINGLE_TENANT else named
        return CredentialRequest(database_id, request.match_info["provider"], request.match_info["reference"])

    def _aliased(self, alias: str) -> str:
        if alias == "default":
            return self.plane.settings.default_database
        return next((d.id for d in self.plane.tenants if alias in (d.id, d.name)), alias)

    def _admits(self, secret: str | None, database_id: str) -> bool:
        """Admit tokens of the database's organization, and where the world says so a self-hosted Data API's user."""
        if secret is None:
            return False
        own = self.plane.settings.cassandra_token
        if own is not None and hmac.compare_digest(own.encode(), secret.encode()):
            return True
        token, database = self.plane.tokens.find(secret), self.plane.tenants.database(database_id)
        return token is not None and (database is None or token.organization_id == database.organization_id)
