"""What a command is: a name at a level, its fields, and a function from a call to a result.

``@command`` makes one; ``catalogue`` finds all in a package. Commands say what is particular to them; parsing, checks,
envelope, errors and look-ups live once, elsewhere.
"""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType, ModuleType
from typing import Any, TypeAlias

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.credentials import Credentials
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.profiles import Profiles
from vectorproof.mocks.core.tenants import Database, Tenants
from vectorproof.mocks.dataapi.binding import Bound, Check, Fields
from vectorproof.mocks.dataapi.credential_cache import CredentialCache
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.parts import DataApiParts
from vectorproof.mocks.dataapi.provider_client import ProviderClient
from vectorproof.mocks.dataapi.settings import DataApiSettings
from vectorproof.mocks.dataapi.storage.collection import Collection
from vectorproof.mocks.dataapi.storage.store import Databases, Keyspace


class Level(StrEnum):
    """Where a command is sent: to the database, to a keyspace or to a collection."""

    GENERAL = "general"
    KEYSPACE = "keyspace"
    COLLECTION = "collection"


GENERAL, KEYSPACE, COLLECTION = Level.GENERAL, Level.KEYSPACE, Level.COLLECTION


@dataclass(frozen=True, slots=True)
class Services:
    """What every command works with, made once."""

    tenants: Tenants
    credentials: Credentials
    provider: ProviderClient
    settings: DataApiSettings
    parts: DataApiParts
    store: Databases
    clock: Clock
    ids: Ids
    profiles: Profiles
    remembered: CredentialCache
    #: One thread: long products wait for each other, and everybody else for none of them.
    products: Executor = field(default_factory=lambda: ThreadPoolExecutor(1, "products"))


@dataclass(frozen=True, slots=True)
class Call:
    """One command on its way: its fields, and what it is sent to. Header names are in lower case."""

    services: Services
    command: str
    fields: Bound
    database: Database
    headers: Mapping[str, str]
    keyspace_or_none: Keyspace | None = None
    collection_or_none: Collection | None = None

    @property
    def keyspace(self) -> Keyspace:
        """The keyspace that a keyspace command is sent to."""
        assert self.keyspace_or_none is not None
        return self.keyspace_or_none

    @property
    def collection(self) -> Collection:
        """The collection that a collection command is sent to."""
        assert self.collection_or_none is not None
        return self.collection_or_none

    @property
    def options(self) -> Bound:
        """The options of the command; none were sent, none are set."""
        return self.fields.inner("options")


@dataclass(frozen=True, slots=True)
class Result:
    """What a command answers. Errors beside a status are possible, errors beside data are not (data-api 2)."""

    data: Mapping[str, Any] | None = None
    status: Mapping[str, Any] = field(default_factory=dict[str, Any])
    errors: tuple[WireError, ...] = ()


OK = Result(status=MappingProxyType({"ok": 1}))

Run: TypeAlias = Callable[[Call], Awaitable[Result]]


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``writes`` asks for a role that may; ``local`` ones never ask the database, so any token will do."""

    name: str
    level: Level
    fields: Fields
    checks: tuple[Check, ...]
    run: Run
    writes: bool
    local: bool
    replaced_by: str | None = None

    def deprecated(self, name: str, run: Run | None = None) -> "Command":
        """Make the older twin of this command: it does the same and warns."""
        return replace(self, name=name, run=run or self.run, replaced_by=self.name)


def command(
    name: str, *, on: Level, fields: Fields, checks: tuple[Check, ...] = (), writes: bool = False, local: bool = False
) -> Callable[[Run], Command]:
    """Make a command of the function below."""
    return lambda run: Command(name, on, fields, checks, run, writes, local)


def catalogue(package: ModuleType) -> Mapping[str, Command]:
    """Find all commands of a package; the same name twice is an error of ours, at once."""
    found: dict[str, Command] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        for value in vars(importlib.import_module(f"{package.__name__}.{module}")).values():
            if isinstance(value, Command):
                if value.name in found:
                    raise ValueError(f"two commands are called {value.name}; the second stands in {module}")
                found[value.name] = value
    return MappingProxyType(found)
