"""Application tokens: which organization a token speaks for and what it may do."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import orjson

from vectorproof.mocks.core.ledger import UNKEPT, Ledger

ADMINISTRATOR = "Organization Administrator"
READ_ONLY = "Read Only User"
# What a self-hosted Data API takes instead: user and password of its database, both ``cassandra``, in base 64.
CASSANDRA_TOKEN = "Cassandra:Y2Fzc2FuZHJh:Y2Fzc2FuZHJh"  # noqa: S105  # the well-known first password, no secret

# Real permission names; only the Organization Administrator holds the last two (control-plane B.2).
PERMISSIONS: Final[Mapping[str, frozenset[str]]] = {
    ADMINISTRATOR: frozenset({
        "org-db-view", "org-db-create", "org-db-terminate", "db-keyspace-create", "db-keyspace-drop",
        "db-table-create", "db-table-modify", "org-integrations-read", "org-integrations-write",
    }),
    READ_ONLY: frozenset({"org-db-view"}),
}  # fmt: skip
_TOKENS: Final = "tokens"


@dataclass(frozen=True, slots=True)
class Token:
    """One application token and what it stands for; ``secret`` is the whole text a client sends."""

    secret: str
    organization_id: str
    role: str = ADMINISTRATOR

    def may(self, permission: str) -> bool:
        """Tell whether the token's role holds a permission."""
        return permission in PERMISSIONS.get(self.role, frozenset())

    def __repr__(self) -> str:
        """Show whose token it is and never what it is: a representation may reach a log."""
        return f"Token(organization_id={self.organization_id!r}, role={self.role!r})"


class Tokens:
    """The tokens of one world, found by their secret in constant time per token.

    Those it is made with are always valid; those that were added are in its ledger, too.
    """

    def __init__(self, tokens: Iterable[Token] = (), ledger: Ledger = UNKEPT) -> None:
        self._ledger = ledger
        added = (Token(**orjson.loads(row)) for _, row in ledger.rows(_TOKENS))
        self._tokens = {token.secret: token for token in (*tokens, *added)}

    def add(self, token: Token) -> None:
        """Make a token valid."""
        self._tokens[token.secret] = token
        self._ledger.put(_TOKENS, token.secret, lambda: orjson.dumps(token))

    def revoke_of(self, organization_id: str) -> None:
        """Make every token of an organization invalid."""
        for token in [t for t in self._tokens.values() if t.organization_id == organization_id]:
            del self._tokens[token.secret]
            self._ledger.drop(_TOKENS, token.secret)

    def find(self, secret: str) -> Token | None:
        """Find the token that a caller sent, or ``None`` when it is not valid."""
        found = self._tokens.get(secret)
        if found is None or not hmac.compare_digest(found.secret.encode(), secret.encode()):
            return None
        return found
