"""Who asks: from the text of a token to the right to use a database. Source: data-api 1.3, control-plane B.2.

A token of another organization is refused like an unknown one.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass

from vectorproof.mocks.core.tenants import Database
from vectorproof.mocks.core.tokens import Tokens
from vectorproof.mocks.dataapi.errors import WireError, internal, unexpected
from vectorproof.mocks.dataapi.settings import DataApiSettings

_PREFIX = "Cassandra:"
_CASSANDRA = ("cassandra", "cassandra")


@dataclass(frozen=True, slots=True)
class Principal:
    """Someone whom the database knows, and whether they may change anything."""

    may_write: bool


def authenticate(secret: str, database: Database, tokens: Tokens, settings: DataApiSettings) -> Principal:
    """Open the database's session for a token.

    Raises:
        WireError: ``UNAUTHENTICATED_REQUEST`` for a token that the database does not know; a server error for one that
            is empty or malformed, as the real server has it.

    """
    if not secret:
        raise internal("Missing/Invalid authentication credentials provided for type: CASSANDRA")
    if secret.startswith(_PREFIX):
        return _cassandra(secret, database, settings)
    token = tokens.find(secret)
    if token is None or token.organization_id != database.organization_id:
        raise WireError("UNAUTHENTICATED_REQUEST")
    return Principal(may_write=token.may("db-table-modify"))


def _cassandra(secret: str, database: Database, settings: DataApiSettings) -> Principal:
    user, password = _decoded(secret)
    allowed = settings.cassandra_tokens and (
        settings.edition == "self-managed" or database.id == settings.default_database_id
    )
    right = hmac.compare_digest(user, _CASSANDRA[0].encode()) and hmac.compare_digest(password, _CASSANDRA[1].encode())
    if not allowed or not right:
        raise WireError("UNAUTHENTICATED_REQUEST")
    return Principal(may_write=True)


def _decoded(secret: str) -> tuple[bytes, bytes]:
    parts = secret.removeprefix(_PREFIX).split(":")
    if len(parts) != 2:  # noqa: PLR2004  # user and password
        raise unexpected("UnauthorizedException", "a token of this form has a user and a password")
    try:
        return base64.b64decode(parts[0], validate=True), base64.b64decode(parts[1], validate=True)
    except (binascii.Error, ValueError) as error:
        raise unexpected("UnauthorizedException", "user and password have to be base64") from error.__class__()
