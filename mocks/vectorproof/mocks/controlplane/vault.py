"""The stored keys of all organizations: who has which, and for which databases. Holds no rule and no route."""

from dataclasses import dataclass, field


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
    """The only place where stored secrets live; secrets are in memory and nowhere else."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str, str], StoredKey] = {}

    def keys(self, organization_id: str, provider: str) -> tuple[StoredKey, ...]:
        """List an organization's keys of a provider in the order in which they were added."""
        return tuple(k for (o, p, _), k in self._keys.items() if (o, p) == (organization_id, provider))

    def put(self, organization_id: str, key: StoredKey) -> None:
        """Store a key, or replace the one of the same provider and name."""
        self._keys[organization_id, key.provider, key.name] = key

    def drop(self, organization_id: str, key: StoredKey) -> None:
        """Forget one key and its scope."""
        self._keys.pop((organization_id, key.provider, key.name), None)

    def forget(self, organization_id: str) -> None:
        """Forget every key of an organization."""
        self._keys = {at: key for at, key in self._keys.items() if at[0] != organization_id}
