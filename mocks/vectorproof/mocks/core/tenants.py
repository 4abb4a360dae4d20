"""Organizations and databases: who exists. Holds no document, no key and no route.

Both the control plane (which creates and terminates databases) and the Data API (which keeps their documents)
look here, and so never need to know each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

import orjson

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ledger import UNKEPT, Kept, Ledger

_ORGANIZATIONS: Final = "organizations"
_DATABASES: Final = "databases"


class DatabaseStatus(StrEnum):
    """The states of a database that the simulator reaches (control-plane B.1)."""

    PENDING = "PENDING"
    INITIALIZING = "INITIALIZING"
    ACTIVE = "ACTIVE"
    MAINTENANCE = "MAINTENANCE"
    TERMINATING = "TERMINATING"
    TERMINATED = "TERMINATED"

    @property
    def serves(self) -> bool:
        """Whether the database's Data API answers; work on keyspaces does not stop it."""
        return self in {DatabaseStatus.ACTIVE, DatabaseStatus.MAINTENANCE}


@dataclass(frozen=True, slots=True)
class ProviderPace:
    """How patiently a database calls its embedding provider (source: jina-api 3.2)."""

    timeout_s: float = 5.0
    backoff_s: float = 1.0
    retries: int = 3


@dataclass(frozen=True, slots=True)
class Stage:
    """What a database becomes at a moment of the world's clock (milliseconds since the epoch), and what it then has."""

    at_ms: int
    status: DatabaseStatus
    new_keyspace: str | None = None


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
    allows in all keyspaces together, ``None`` meaning that no such maximum is set. ``stages`` are still to come, in
    the order of their moments.
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
    stages: tuple[Stage, ...] = ()
    cloud: str | None = None
    terminated_ms: int | None = None

    def at(self, now_ms: int) -> "Database":
        """Show what became of the database by a moment: every stage that is due has been reached."""
        reached = self
        while reached.stages and reached.stages[0].at_ms <= now_ms:
            reached = reached._next()
        return reached

    def _next(self) -> "Database":
        stage, *later = self.stages
        new = () if stage.new_keyspace in (None, *self.keyspaces) else (str(stage.new_keyspace),)
        ended_ms = stage.at_ms if stage.status is DatabaseStatus.TERMINATED else self.terminated_ms
        keyspaces = (*self.keyspaces, *new)
        return replace(self, status=stage.status, keyspaces=keyspaces, stages=tuple(later), terminated_ms=ended_ms)


class Tenants:
    """The registry of organizations and databases of one world; begins with those that its ledger keeps.

    A database changes by itself as time goes by: whoever looks at one sees it as it is at that moment.
    """

    def __init__(self, ledger: Ledger = UNKEPT, clock: Clock | None = None) -> None:
        self._ledger = ledger
        self._clock = clock or Clock()
        self._organizations: dict[str, Organization] = {}
        self._databases: dict[str, Database] = {}
        self.read(ledger)

    def read(self, kept: Kept) -> None:
        """Register everybody who is kept somewhere, without telling of it."""
        self._organizations |= {at: Organization(**orjson.loads(row)) for at, row in kept.rows(_ORGANIZATIONS)}
        self._databases |= {at: _database(orjson.loads(row)) for at, row in kept.rows(_DATABASES)}

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

    def organizations(self) -> tuple[Organization, ...]:
        """List the organizations in the order of their making."""
        return tuple(self._organizations.values())

    def clear(self) -> None:
        """Forget everybody."""
        self._organizations.clear()
        self._databases.clear()
        self._ledger.clear(_ORGANIZATIONS)
        self._ledger.clear(_DATABASES)

    def put(self, database: Database) -> None:
        """Register a database, or replace what is known of it."""
        self._databases[database.id] = database
        self._ledger.put(_DATABASES, database.id, lambda: orjson.dumps(database))

    def database(self, database_id: str) -> Database | None:
        """Find a database by id; a terminated one is still found."""
        found = self._databases.get(database_id)
        return self._settled(found) if found is not None and found.stages else found

    def databases_of(self, organization_id: str) -> tuple[Database, ...]:
        """List the databases of an organization in the order of their creation, terminated ones among them."""
        return tuple(database for database in self if database.organization_id == organization_id)

    def __iter__(self) -> Iterator[Database]:
        return iter([self._settled(database) for database in tuple(self._databases.values())])

    def set_keyspaces(self, database_id: str, keyspaces: tuple[str, ...]) -> None:
        """Replace the list of a database's keyspaces."""
        self.put(replace(self._settled(self._databases[database_id]), keyspaces=keyspaces))

    def _settled(self, database: Database) -> Database:
        reached = database.at(self._clock.now_ms())
        if reached is not database:
            self.put(reached)
        return reached


def _database(row: dict[str, Any]) -> Database:
    read: dict[str, Any] = {
        "keyspaces": tuple(row["keyspaces"]),
        "pace": ProviderPace(**row["pace"]),
        "status": DatabaseStatus(row["status"]),
        "stages": tuple(_stage(stage) for stage in row["stages"]),
    }
    return Database(**{**row, **read})


def _stage(row: dict[str, Any]) -> Stage:
    return Stage(row["at_ms"], DatabaseStatus(row["status"]), row["new_keyspace"])
