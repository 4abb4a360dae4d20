"""Who is asking: the bearer token of a request, what it may do, and whose organization it speaks for."""

from typing import Final

from aiohttp import web

from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError
from vectorproof.mocks.controlplane.parts import ControlPlaneParts
from vectorproof.mocks.core.calls import CALL, caller_of
from vectorproof.mocks.core.tokens import Token, Tokens

READ_KEYS: Final = "org-integrations-read"
WRITE_KEYS: Final = "org-integrations-write"
VIEW_DATABASES: Final = "org-db-view"
CREATE_DATABASES: Final = "org-db-create"
TERMINATE_DATABASES: Final = "org-db-terminate"
CREATE_KEYSPACES: Final = "db-keyspace-create"
DROP_KEYSPACES: Final = "db-keyspace-drop"
READ_TOKENS: Final = "org-token-read"
WRITE_TOKENS: Final = "org-token-write"
READ_ROLES: Final = "org-role-read"
WRITE_DOCUMENTS: Final = "db-table-modify"
CREATE_COLLECTIONS: Final = "db-table-create"
_SCHEME: Final = "bearer "


class Access:
    """Decides who may do what on each of the surfaces."""

    def __init__(self, tokens: Tokens, parts: ControlPlaneParts) -> None:
        self._tokens = tokens
        self._parts = parts

    def devops(self, request: web.Request, permission: str) -> Token:
        """Admit a caller of the DevOps API, which refuses in its own words (control-plane B.1)."""
        secret = bearer(request)
        if secret is None:
            raise ControlError("TOKEN_WITHOUT_ORGANIZATION", scope=DEVOPS)
        token = self._tokens.find(secret)
        if token is None:
            raise ControlError("TOKEN_UNKNOWN", scope=DEVOPS, call=f"{request.method} {request.path}")
        if not self._parts.permitted(token, permission):
            raise ControlError("FORBIDDEN", scope=DEVOPS, permission=permission)
        _note(token)
        return token

    def portal(self, request: web.Request, permission: str) -> Token:
        """Admit a caller of our own surface; an organization in the path has to be the token's own."""
        token = self._tokens.find(bearer(request) or "")
        if token is None:
            raise ControlError("UNAUTHENTICATED")
        if not self._parts.permitted(token, permission):
            raise ControlError("FORBIDDEN", permission=permission)
        named = request.match_info.get("organization", token.organization_id)
        if named != token.organization_id:
            raise ControlError("NOT_FOUND", detail="the token belongs to no such organization")
        _note(token)
        return token


def _note(token: Token) -> None:
    """Tell the call log, where one is kept, who asks."""
    call = CALL.get()
    if call is not None:
        call.organization_id, call.caller = token.organization_id, caller_of(token.secret)


def bearer(request: web.Request) -> str | None:
    """Read the token of ``Authorization: Bearer``; anything else is none."""
    header = request.headers.get("Authorization", "")
    secret = header[len(_SCHEME) :].strip()
    return secret if header.lower().startswith(_SCHEME) and secret else None
