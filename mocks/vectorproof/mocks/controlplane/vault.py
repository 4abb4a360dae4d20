"""The stored keys of all organizations: who has which, and for which databases. Holds no rule and no route."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from vectorproof.mocks.core.ledger import UNKEPT, Kept, Ledger

_KEYS: Final = "keys"
_At = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ScopeEntry:
    """One database in a key's scope; ``added_ms`` is milliseconds since the epoch."""

    database_id: str
    added_ms: int


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A provider's secret under a name; the secret is in no representation of it."""

    name: str
    provider: str
    secret: str = field(repr=False)
    created_ms: int
    scope: tuple[ScopeEntry, ...] = ()

    def serves(self, database_id: str) -> bool:
        """Tell whether a database is in the scope."""
        return any(entry.database_id == database_id for entry in self.scope)


class Vault:
    """The only place where stored secrets live: in memory, and in the world's ledger if it has one."""

    def __init__(self, ledger: Ledger = UNKEPT) -> None:
        self._ledger = ledger
        self._watchers: list[Callable[[str, str], None]] = []
        self._keys: dict[_At, StoredKey] = {}
        self.read(ledger)

    def read(self, kept: Kept) -> None:
        """Take up the keys that are kept somewhere, without telling of it."""
        self._keys |= dict(_read(orjson.loads(row)) for _, row in kept.rows(_KEYS))

    def watch(self, changing: Callable[[str, str], None]) -> None:
        """Call ``changing`` with organization and provider before each change of their keys."""
        self._watchers.append(changing)

    def keys(self, organization_id: str, provider: str) -> tuple[StoredKey, ...]:
        """List an organization's keys of a provider in the order in which they were added."""
        return tuple(k for (o, p, _), k in self._keys.items() if (o, p) == (organization_id, provider))

    def all_keys(self, organization_id: str) -> tuple[StoredKey, ...]:
        """List an organization's keys of all providers."""
        return tuple(key for at, key in self._keys.items() if at[0] == organization_id)

    def put(self, organization_id: str, key: StoredKey) -> None:
        """Store a key, or replace the one of the same provider and name."""
        at = (organization_id, key.provider, key.name)
        self._tell(at)
        self._keys[at] = key
        self._ledger.put(_KEYS, _name(at), lambda: orjson.dumps({"organization": organization_id, "key": key}))

    def drop(self, organization_id: str, key: StoredKey) -> None:
        """Forget one key and its scope."""
        self._forget((organization_id, key.provider, key.name))

    def forget(self, organization_id: str) -> None:
        """Forget every key of an organization."""
        for at in [at for at in self._keys if at[0] == organization_id]:
            self._forget(at)

    def clear(self) -> None:
        """Forget every key of everybody."""
        self._keys.clear()
        self._ledger.clear(_KEYS)

    def _tell(self, at: _At) -> None:
        for changing in self._watchers:
            changing(at[0], at[1])

    def _forget(self, at: _At) -> None:
        self._tell(at)
        self._keys.pop(at, None)
        self._ledger.drop(_KEYS, _name(at))


def _name(at: _At) -> str:
    return orjson.dumps(at).decode()


def _read(row: dict[str, Any]) -> tuple[_At, StoredKey]:
    kept: dict[str, Any] = row["key"]
    scope = tuple(ScopeEntry(**entry) for entry in kept.pop("scope"))
    key = StoredKey(**kept, scope=scope)
    return (row["organization"], key.provider, key.name), key
