"""What the control plane is made of: every rule that is worth getting wrong, with the right one as default."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.controlplane.rules import LimitRules
from vectorproof.mocks.controlplane.vault import ScopeEntry, StoredKey
from vectorproof.mocks.core.credentials import CredentialRequest
from vectorproof.mocks.core.tenants import Database
from vectorproof.mocks.core.tokens import Token

Scope = tuple[ScopeEntry, ...]


class Offered(Protocol):
    """Whether the portal offers an integration for a database."""

    def __call__(self, *, active: bool, available_count: int) -> bool:
        """Decide from the integration's state and the number of keys that the database may use."""
        ...


@dataclass(frozen=True, slots=True)
class ControlPlaneParts:
    """The control plane's rules; a defect replaces one by ``dataclasses.replace``, and nothing is patched.

    The rules' own docstrings in ``rules`` say what is right; this says only which there are.
    """

    # keys
    key_name_problem: Callable[[str], str | None] = rules.key_name_problem
    same_name: Callable[[str, str], bool] = rules.same_name
    secret_given: Callable[[object], bool] = rules.secret_given
    secret_hint: Callable[[str], str] = rules.secret_hint
    change: Callable[[StoredKey, Mapping[str, Any]], StoredKey | None] = rules.change_refused
    key_confirmed: Callable[[str | None, str], bool] = rules.confirmed
    removed_key: Callable[[StoredKey], StoredKey | None] = rules.removed_key
    starting_scope: Callable[[str, Scope], Scope] = rules.starting_scope
    permitted: Callable[[Token, str], bool] = rules.permitted
    # scopes
    scope_step_max: int = 10
    may_be_scoped: Callable[[Database], bool] = rules.may_be_scoped
    is_own: Callable[[Database, str], bool] = rules.is_own
    is_ready: Callable[[Database], bool] = rules.is_ready
    examine_all: Callable[[Sequence[str], Callable[[str], None]], Iterable[str]] = rules.all_or_nothing
    scope_extended: Callable[[Scope, Scope], Scope] = rules.scope_extended
    scope_shrunk: Callable[[Scope, str], Scope] = rules.scope_shrunk
    database_confirmed: Callable[[str | None, str], bool] = rules.confirmed
    # look-up
    key_name_of: Callable[[str], str | None] = rules.key_name_of
    scope_lookup: Callable[[Sequence[StoredKey], str, CredentialRequest], StoredKey | None] = rules.scope_lookup
    available_keys: Callable[[Sequence[StoredKey], str], tuple[StoredKey, ...]] = rules.available_keys
    # the portal
    integration_active: Callable[[int], bool] = rules.integration_active
    integration_offered: Offered = rules.integration_offered
    key_field: Callable[[Sequence[str]], dict[str, Any]] = rules.key_field
    dimension_field: Callable[[Mapping[str, Any]], dict[str, Any]] = rules.dimension_field
    is_collection_limit: Callable[[str], bool] = rules.is_collection_limit
    loaded_document: Callable[[Mapping[str, Any], str | None], dict[str, Any]] = rules.loaded_document
    # databases
    index_budget: Callable[[int, LimitRules], int] = rules.index_budget
