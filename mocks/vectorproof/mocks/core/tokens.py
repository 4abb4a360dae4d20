"""Application tokens: which organization a token speaks for and what it may do."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import orjson

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ledger import UNKEPT, Kept, Ledger
from vectorproof.mocks.core.roles import ADMINISTRATOR, ROLES

# What a self-hosted Data API takes instead: user and password of its database, both ``cassandra``, in base 64.
CASSANDRA_TOKEN = "Cassandra:Y2Fzc2FuZHJh:Y2Fzc2FuZHJh"  # noqa: S105  # the well-known first password, no secret
_TOKENS: Final = "tokens"
_PREFIX: Final = "AstraCS:"
_CLIENT_ID_CHARACTERS: Final = 24


@dataclass(frozen=True, slots=True)
class Token:
    """One application token and what it stands for; ``secret`` is the whole text a client sends.

    Times are milliseconds since the epoch; a token without ``expires_ms`` never expires.
    """

    secret: str
    organization_id: str
    roles: tuple[str, ...] = (ADMINISTRATOR,)
    description: str = ""
    created_ms: int = 0
    expires_ms: int | None = None

    @property
    def client_id(self) -> str:
        """The public part of a token, by which it is listed and deleted; a hash where the text has no such part."""
        public, colon, _ = self.secret.removeprefix(_PREFIX).partition(":")
        if self.secret.startswith(_PREFIX) and colon and public:
            return public
        return hashlib.sha256(self.secret.encode()).hexdigest()[:_CLIENT_ID_CHARACTERS]

    def may(self, permission: str) -> bool:
        """Tell whether one of the token's roles holds a permission."""
        return any(permission in ROLES[name].actions for name in self.roles if name in ROLES)

    def __repr__(self) -> str:
        """Show whose token it is and never what it is: a representation may reach a log."""
        return f"Token(organization_id={self.organization_id!r}, roles={self.roles!r})"


class Tokens:
    """The tokens of one world, found by their secret without telling by its speed how much of it was right.

    Those it is made with are always valid; those that were added are in its ledger, too, and so are removals.
    """

    def __init__(self, tokens: Iterable[Token] = (), ledger: Ledger = UNKEPT, clock: Clock | None = None) -> None:
        self._ledger = ledger
        self._clock = clock or Clock()
        self._declared = {token.secret: token for token in tokens}
        self._tokens: dict[bytes, Token] = {}
        self.read(ledger)

    def read(self, kept: Kept) -> None:
        """Make those valid that are declared, and those that are kept somewhere, without telling of it."""
        found = {secret: _token(orjson.loads(row)) for secret, row in kept.rows(_TOKENS)}
        known: dict[str, Token | None] = {**self._declared, **found}
        self._tokens = {_digest(secret): token for secret, token in known.items() if token is not None}

    def add(self, token: Token) -> None:
        """Make a token valid."""
        self._tokens[_digest(token.secret)] = token
        self._ledger.put(_TOKENS, token.secret, lambda: orjson.dumps(token))

    def remove(self, token: Token) -> None:
        """Make a token invalid, for good: a declared one does not come back with a restart either."""
        del self._tokens[_digest(token.secret)]
        if token.secret in self._declared:
            self._ledger.put(_TOKENS, token.secret, lambda: orjson.dumps(None))
        else:
            self._ledger.drop(_TOKENS, token.secret)

    def revoke_of(self, organization_id: str) -> None:
        """Make every token of an organization invalid."""
        for token in self.of(organization_id):
            self.remove(token)

    def reset(self) -> None:
        """Make those valid that it was made with, and no other."""
        self._ledger.clear(_TOKENS)
        self._tokens = {_digest(secret): token for secret, token in self._declared.items()}

    def of(self, organization_id: str) -> tuple[Token, ...]:
        """List an organization's tokens in the order in which they were made, expired ones among them."""
        return tuple(token for token in self._tokens.values() if token.organization_id == organization_id)

    def find(self, secret: str) -> Token | None:
        """Find the token that a caller sent, or ``None`` when it is not valid now."""
        # The look-up compares hashes, so that its time says nothing about the token.
        found = self._tokens.get(_digest(secret))
        if found is None or not hmac.compare_digest(found.secret.encode(), _encoded(secret)):
            return None
        expired = found.expires_ms is not None and found.expires_ms <= self._clock.now_ms()
        return None if expired else found


def _encoded(secret: str) -> bytes:
    # Bytes of a header that are no UTF-8 arrive as surrogates; a wrong token must not be a bug of ours.
    return secret.encode("utf-8", "surrogateescape")


def _digest(secret: str) -> bytes:
    return hashlib.sha256(_encoded(secret)).digest()


def _token(row: dict[str, Any] | None) -> Token | None:
    """Read a kept row; a declared token that was removed is kept as nothing."""
    if row is None:
        return None
    read: dict[str, Any] = {"roles": tuple(row["roles"])}
    return Token(**{**row, **read})
