"""Organizations and databases: who exists. Holds no document, no key and no route.

Both the control plane (which creates and terminates databases) and the Data API (which keeps their documents)
look here, and so never need to know each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

import orjson

from vectorproof.mocks.core.ledger import UNKEPT, Ledger

_ORGANIZATIONS: Final = "organizations"
_DATABASES: Final = "databases"


class DatabaseStatus(StrEnum):
    """The states of a database that the simulator reaches."""

    ACTIVE = "ACTIVE"
    MAINTENANCE = "MAINTENANCE"
    TERMINATED = "TERMINATED"


@dataclass(frozen=True, slots=True)
class ProviderPace:
    """How patiently a database calls its embedding provider (source: jina-api 3.2)."""

    timeout_s: float = 5.0
    backoff_s: float = 1.0
    retries: int = 3


@dataclass(frozen=True, slots=True)
class Organization:
    """An owner of databases, tokens and provider keys; one ``made`` while the world runs can be ended again."""

    id: str
    name: str
    made: bool = False


@dataclass(frozen=True, slots=True)
class Database:
    """One database as the control plane describes it.

    ``created_ms`` is milliseconds since the epoch; ``index_budget`` and ``collection_max`` are what its Data API
    allows in all keyspaces together, ``None`` meaning that no such maximum is set.
    """

    id: str
    organization_id: str
    name: str
    region: str
    created_ms: int
    vector: bool = True
    keyspaces: tuple[str, ...] = ("default_keyspace",)
    index_budget: int = 100
    collection_max: int | None = None
    pace: ProviderPace = field(default_factory=ProviderPace)
    status: DatabaseStatus = DatabaseStatus.ACTIVE


class Tenants:
    """The registry of organizations and databases of one world; begins with those that its ledger keeps."""

    def __init__(self, ledger: Ledger = UNKEPT) -> None:
        self._ledger = ledger
        self._organizations = {at: Organization(**orjson.loads(row)) for at, row in ledger.rows(_ORGANIZATIONS)}
        self._databases = {at: _database(orjson.loads(row)) for at, row in ledger.rows(_DATABASES)}

    def add_organization(self, organization: Organization) -> None:
        """Register an organization under its id."""
        self._organizations[organization.id] = organization
        self._ledger.put(_ORGANIZATIONS, organization.id, lambda: orjson.dumps(organization))

    def remove_organization(self, organization_id: str) -> None:
        """Forget an organization and all of its databases."""
        self._organizations.pop(organization_id, None)
        self._ledger.drop(_ORGANIZATIONS, organization_id)
        for database in self.databases_of(organization_id):
            del self._databases[database.id]
            self._ledger.drop(_DATABASES, database.id)

    def organization(self, organization_id: str) -> Organization | None:
        """Find an organization by id."""
        return self._organizations.get(organization_id)

    def put(self, database: Database) -> None:
        """Register a database, or replace what is known of it."""
        self._databases[database.id] = database
        self._ledger.put(_DATABASES, database.id, lambda: orjson.dumps(database))

    def database(self, database_id: str) -> Database | None:
        """Find a database by id; a terminated one is still found."""
        return self._databases.get(database_id)

    def databases_of(self, organization_id: str) -> tuple[Database, ...]:
        """List the databases of an organization in the order of their creation, terminated ones among them."""
        return tuple(d for d in self._databases.values() if d.organization_id == organization_id)

    def __iter__(self) -> Iterator[Database]:
        return iter(tuple(self._databases.values()))

    def set_keyspaces(self, database_id: str, keyspaces: tuple[str, ...]) -> None:
        """Replace the list of a database's keyspaces."""
        self.put(replace(self._databases[database_id], keyspaces=keyspaces))


def _database(row: dict[str, Any]) -> Database:
    read: dict[str, Any] = {
        "keyspaces": tuple(row["keyspaces"]),
        "pace": ProviderPace(**row["pace"]),
        "status": DatabaseStatus(row["status"]),
    }
    return Database(**{**row, **read})
