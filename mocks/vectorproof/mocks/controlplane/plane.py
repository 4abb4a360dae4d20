"""What every resource of the control plane works with: one frozen bundle, made once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from vectorproof.mocks.controlplane.access import Access
from vectorproof.mocks.controlplane.credential_faults import CredentialPlan
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.keychain import Keychain
from vectorproof.mocks.controlplane.loads import Loads
from vectorproof.mocks.controlplane.parts import ControlPlaneParts
from vectorproof.mocks.controlplane.propagation import Propagation
from vectorproof.mocks.controlplane.settings import ControlPlaneSettings
from vectorproof.mocks.controlplane.stored_credentials import StoredCredentials
from vectorproof.mocks.controlplane.vault import Vault
from vectorproof.mocks.core.calls import CALL, CallLog
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.profiles import Profiles
from vectorproof.mocks.core.tenants import Database, Tenants
from vectorproof.mocks.core.tokens import Token, Tokens

RunCommand = Callable[[str, str | None, str | None, dict[str, Any]], Awaitable[tuple[int, dict[str, Any]]]]
"""The portal's door to a Data API: database id, keyspace, collection and command; answers HTTP status and body."""

Forget = Callable[[str], None]
"""Makes a Data API forget all that it keeps for a database id."""


class DataApiPlan(Protocol):
    """The Data API's own plan of faults, by organization."""

    def add(self, owner: str, wishes: object) -> list[str]:
        """Put entries into it, all of them or none; gives their ids, raises ``FaultError`` for a wrong one."""
        ...

    def listed(self, owner: str) -> list[dict[str, object]]:
        """Give the account of an organization's entries."""
        ...

    def remove(self, owner: str, entry_id: str) -> bool:
        """Take an entry back; tell whether there was one."""
        ...

    def clear(self, owner: str) -> None:
        """Take all of an organization's entries back."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """What the control plane asks of the rest of the simulator, which it does not know.

    ``restart`` puts the whole world back to its beginning; ``provider_calls`` gives the provider's calls of a mark;
    ``collections`` gives the settings of every collection of a database, by keyspace and name. ``save`` writes the
    world as a file, with secrets or without; ``load`` makes it what a file says, and gives what is wrong with the file.
    ``data_faults`` gives the Data API's plan. ``open_account`` opens an account of that name at the provider and gives
    its key as ``id``, ``key`` and ``account``, or nothing where the provider is another one; ``close_account`` ends it.
    """

    restart: Callable[[], None] = lambda: None
    provider_calls: Callable[[str], list[dict[str, Any]]] = lambda _mark: []
    collections: Callable[[str], list[dict[str, Any]]] = lambda _database_id: []
    save: Callable[[bool], bytes] = lambda _secrets: b""
    load: Callable[[bytes], str | None] = lambda _raw: None
    data_faults: Callable[[], DataApiPlan | None] = lambda: None
    open_account: Callable[[str], Mapping[str, str] | None] = lambda _name: None
    close_account: Callable[[str], None] = lambda _name: None


@dataclass(frozen=True, slots=True)
class Plane:
    """The control plane's parts, state and neighbours, as its resources need them."""

    tenants: Tenants
    tokens: Tokens
    vault: Vault
    keychain: Keychain
    credentials: StoredCredentials
    access: Access
    parts: ControlPlaneParts
    settings: ControlPlaneSettings
    clock: Clock
    ids: Ids
    run_command: RunCommand
    forget: Forget
    profiles: Profiles
    faults: CredentialPlan
    calls: CallLog
    outside: Outside
    propagation: Propagation
    loads: Loads

    def own_database(self, request: web.Request, token: Token) -> Database:
        """Find the database that the path names, among those of the token's organization."""
        database = self.tenants.database(request.match_info["database"])
        if database is None or not self.parts.is_own(database, token.organization_id):
            raise ControlError("NOT_FOUND", detail="the token's organization has no such database")
        return noted(database)


def noted(database: Database) -> Database:
    """Tell the call log, where one is kept, which database a request is about."""
    call = CALL.get()
    if call is not None:
        call.database_id = database.id
    return database
