"""Keys and scopes of an organization: every operation of the portal, in the order of its refusals.

Knows the vault, the tenants and the rules; does not know HTTP or tokens.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.parts import ControlPlaneParts
from vectorproof.mocks.controlplane.providers import PROVIDERS, Provider
from vectorproof.mocks.controlplane.settings import Unknowns
from vectorproof.mocks.controlplane.vault import ScopeEntry, StoredKey, Vault
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.tenants import Database, Tenants

# A longer name is not repeated in an error: somebody may have sent the secret in the wrong member.
_REPEATED_NAME_MAX = 50


class Keychain:
    """What an organization's administrator can do with keys; every refusal is a ``ControlError``."""

    def __init__(
        self,
        vault: Vault,
        tenants: Tenants,
        parts: ControlPlaneParts,
        clock: Clock,
        unknowns: Unknowns | None = None,
    ) -> None:
        self._unknowns = unknowns or Unknowns()
        self._vault = vault
        self._tenants = tenants
        self._parts = parts
        self._clock = clock

    def provider(self, provider_id: str) -> Provider:
        """Find an integration of the catalogue."""
        if provider_id not in PROVIDERS:
            raise ControlError("PROVIDER_UNKNOWN", provider=provider_id)
        return PROVIDERS[provider_id]

    def keys(self, organization_id: str, provider_id: str) -> tuple[StoredKey, ...]:
        """List the keys of an integration in the order in which they were added."""
        return self._vault.keys(organization_id, self.provider(provider_id).id)

    def key(self, organization_id: str, provider_id: str, name: str) -> StoredKey:
        """Find one key by its name."""
        found = self._find(organization_id, provider_id, name)
        if found is None:
            raise ControlError("KEY_NOT_FOUND", name=name, provider=provider_id)
        return found

    def add(
        self, organization_id: str, provider_id: str, *, name: object, secret: object, databases: Sequence[str]
    ) -> StoredKey:
        """Store a key and put databases in its scope, all of it or nothing (KEY-002, SCOPE-002)."""
        if not self.provider(provider_id).takes_keys:
            raise ControlError("PROVIDER_HOSTED", provider=provider_id)
        name = self._right_name(name)
        self._refuse_taken(organization_id, provider_id, name)
        if not self._parts.secret_given(secret):
            raise ControlError("KEY_SECRET_MISSING")
        least = 0 if self._unknowns.empty_scope else 1
        scope = tuple(self._entry(d) for d in self._examined(organization_id, databases, minimum=least))
        self._refuse_full(scope)
        scope = self._parts.starting_scope(name, self._parts.scope_extended((), scope))
        key = StoredKey(name, provider_id, secret=str(secret or ""), created_ms=self._clock.now_ms(), scope=scope)
        self._vault.put(organization_id, key)
        return key

    def change(self, organization_id: str, provider_id: str, name: str, change: Mapping[str, Any]) -> StoredKey:
        """Answer an attempt to change a key in place: there is no such thing (KEY-004)."""
        key = self.key(organization_id, provider_id, name)
        changed = self._parts.change(key, change)
        if changed is None:
            raise ControlError("KEY_IMMUTABLE", name=key.name)
        self._vault.drop(organization_id, key)
        self._vault.put(organization_id, changed)
        return changed

    def remove(self, organization_id: str, provider_id: str, name: str, typed: str | None) -> None:
        """Remove a key and its scope, once its name was typed (REMOVE-001)."""
        key = self.key(organization_id, provider_id, name)
        if not self._parts.key_confirmed(typed, key.name):
            raise ControlError("CONFIRMATION_MISMATCH", kind="key")
        self._vault.drop(organization_id, key)
        left = self._parts.removed_key(key)
        if left is not None:
            self._vault.put(organization_id, left)

    def extend(self, organization_id: str, provider_id: str, name: str, databases: Sequence[str]) -> None:
        """Put databases in a key's scope (SCOPE-004, SCOPE-005)."""
        key = self.key(organization_id, provider_id, name)
        self._refuse_doubled(key, databases)
        added = {entry.database_id: entry for entry in (*key.scope, *map(self._entry, databases))}
        self._refuse_full(tuple(added.values()))
        for database_id in self._examined(organization_id, databases, minimum=1):
            key = _scoped(key, self._parts.scope_extended(key.scope, (self._entry(database_id),)))
            self._vault.put(organization_id, key)

    def shrink(self, organization_id: str, provider_id: str, name: str, database_id: str, typed: str | None) -> None:
        """Take a database out of a key's scope, once the database's name was typed (SCOPE-012)."""
        key = self.key(organization_id, provider_id, name)
        database = self._tenants.database(database_id)
        if database is None or not key.serves(database_id):
            raise ControlError("SCOPE_DB_UNKNOWN", database=database_id)
        if not self._parts.database_confirmed(typed, database.name):
            raise ControlError("CONFIRMATION_MISMATCH", kind="database")
        self._vault.put(organization_id, _scoped(key, self._parts.scope_shrunk(key.scope, database_id)))

    def unscope(self, organization_id: str, database_id: str) -> None:
        """Take a database that ends out of every scope, without asking anybody (control-plane C.6)."""
        for key in self._vault.all_keys(organization_id):
            if key.serves(database_id):
                self._vault.put(organization_id, _scoped(key, self._parts.scope_shrunk(key.scope, database_id)))

    def available(self, database: Database, provider_id: str) -> tuple[StoredKey, ...]:
        """List the keys that a database may use (SCOPE-008)."""
        return self._parts.available_keys(self.keys(database.organization_id, provider_id), database.id)

    def active(self, organization_id: str, provider: Provider) -> bool:
        """Tell whether an integration is active; a hosted one always is."""
        count = len(self.keys(organization_id, provider.id))
        return not provider.takes_keys or self._parts.integration_active(count)

    def _refuse_taken(self, organization_id: str, provider_id: str, name: str) -> None:
        """Refuse a name that a key has, and one key too many, where either is refused at all (D-1, D-2, D-8)."""
        own = self.keys(organization_id, provider_id)
        among = self._vault.all_keys(organization_id) if self._unknowns.names_unique_in_organization else own
        if any(self._same(key.name, name) for key in among):
            raise ControlError("KEY_NAME_TAKEN", name=name, provider=provider_id)
        if self._unknowns.keys_max is not None and len(own) >= self._unknowns.keys_max:
            raise ControlError("KEYS_FULL", maximum=self._unknowns.keys_max, provider=provider_id)

    def _refuse_doubled(self, key: StoredKey, databases: Sequence[str]) -> None:
        """Refuse a database that is in the scope already, where that is refused at all (D-4)."""
        doubled = next((d for d in databases if key.serves(d)), None)
        if doubled is not None and not self._unknowns.doubled_scope:
            raise ControlError("SCOPE_DB_DOUBLED", database=doubled)

    def _refuse_full(self, scope: Sequence[ScopeEntry]) -> None:
        """Refuse a scope that is too large, where there is a most at all (D-8)."""
        most = self._unknowns.scope_max
        if most is not None and len(scope) > most:
            raise ControlError("SCOPE_FULL", maximum=most)

    def _same(self, one: str, other: str) -> bool:
        cased = self._unknowns.names_differ_by_case
        return self._parts.same_name(one, other) or (not cased and one.lower() == other.lower())

    def _find(self, organization_id: str, provider_id: str, name: str) -> StoredKey | None:
        keys = self.keys(organization_id, provider_id)
        return next((key for key in keys if self._same(key.name, name)), None)

    def _right_name(self, name: object) -> str:
        if not isinstance(name, str):
            raise ControlError("KEY_NAME_INVALID", name="(none)", detail="a name is needed, as a text")
        problem = self._parts.key_name_problem(name)
        if problem is not None:
            shown = json.dumps(name) if len(name) <= _REPEATED_NAME_MAX else "(too long to repeat)"
            raise ControlError("KEY_NAME_INVALID", name=shown, detail=problem)
        return name

    def _examined(self, organization_id: str, databases: Sequence[str], *, minimum: int) -> Iterable[str]:
        if not minimum <= len(databases) <= self._parts.scope_step_max:
            raise ControlError(
                "SCOPE_TOO_MANY", minimum=minimum, maximum=self._parts.scope_step_max, found=len(databases)
            )
        return self._parts.examine_all(databases, lambda database_id: self._refuse(organization_id, database_id))

    def _refuse(self, organization_id: str, database_id: str) -> None:
        database = self._tenants.database(database_id)
        if database is None or not self._parts.is_own(database, organization_id):
            raise ControlError("SCOPE_DB_UNKNOWN", database=database_id)
        if not self._parts.may_be_scoped(database):
            raise ControlError("SCOPE_DB_NOT_VECTOR", database=database.name)
        if not self._parts.is_ready(database):
            raise ControlError("SCOPE_DB_STATE", database=database.name, state=database.status)

    def _entry(self, database_id: str) -> ScopeEntry:
        return ScopeEntry(database_id, self._clock.now_ms())


def _scoped(key: StoredKey, scope: tuple[ScopeEntry, ...]) -> StoredKey:
    return StoredKey(key.name, key.provider, secret=key.secret, created_ms=key.created_ms, scope=scope)
