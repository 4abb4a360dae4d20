"""The control plane's rules, each right and each on its own, so that a defect can replace exactly one.

Pure functions of what they are given; they know no route, no store and no error.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vectorproof.mocks.controlplane.vault import ScopeEntry, StoredKey
from vectorproof.mocks.core.credentials import CredentialRequest
from vectorproof.mocks.core.tenants import Database, DatabaseStatus
from vectorproof.mocks.core.tokens import Token

_KEY_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?", re.ASCII)
_KEY_NAME_MAX = 50
_HINT_CHARACTERS = 3
# A hint of a short secret would be most of the secret.
_HINTED_FROM = 12
_REFERENCE_SUFFIX = "providerKey"
_LIMIT_CODES = frozenset({"TOO_MANY_INDEXES", "TOO_MANY_INDEXES_FOR_COLLECTION", "TOO_MANY_COLLECTIONS"})


@dataclass(frozen=True, slots=True)
class LimitRules:
    """How many indexes and collections a database may have, by the day it was created (milliseconds since the epoch).

    A database created exactly at ``from_ms`` counts as new: the document leaves that day open (control-plane D-5).
    """

    indexes: int
    indexes_before: int
    from_ms: int
    collections: int | None


def key_name_problem(name: str) -> str | None:
    """Say what is wrong with a key's name, or nothing (KEY-005 to KEY-009)."""
    if len(name) > _KEY_NAME_MAX:
        return f"it has {len(name)} characters, {_KEY_NAME_MAX} are the most"
    if not _KEY_NAME.fullmatch(name):
        return "it takes ASCII letters, digits, '_' and '-', with a letter or digit at both ends"
    return None


def same_name(one: str, other: str) -> bool:
    """Tell whether two key names are the same: upper and lower case differ (control-plane D-2)."""
    return one == other


def secret_given(secret: object) -> bool:
    """Tell whether a secret was given: a text that is not blank (KEY-010)."""
    return isinstance(secret, str) and bool(secret.strip())


def secret_hint(secret: str) -> str:
    """Show a secret's last characters, and of a short one nothing (KEY-011)."""
    return "***" + (secret[-_HINT_CHARACTERS:] if len(secret) >= _HINTED_FROM else "")


def change_refused(_key: StoredKey, _change: Mapping[str, Any]) -> StoredKey | None:
    """Refuse any change of a key: neither its name nor its secret is ever replaced (KEY-004, ROTATE-001)."""
    return None


def may_be_scoped(database: Database) -> bool:
    """Tell whether a database can be in a scope at all: only vector databases can (SCOPE-003)."""
    return database.vector


def is_own(database: Database, organization_id: str) -> bool:
    """Tell whether a database belongs to the organization (SCOPE-017)."""
    return database.organization_id == organization_id


def is_ready(database: Database) -> bool:
    """Tell whether a database's scopes can be changed now."""
    return database.status not in {DatabaseStatus.TERMINATING, DatabaseStatus.TERMINATED}


def all_or_nothing(wanted: Sequence[str], refuse: Callable[[str], None]) -> Sequence[str]:
    """Examine every database before the first is added: the refusal of one adds none (SCOPE-004)."""
    for database_id in wanted:
        refuse(database_id)
    return wanted


def scope_extended(scope: tuple[ScopeEntry, ...], added: tuple[ScopeEntry, ...]) -> tuple[ScopeEntry, ...]:
    """Add to a scope; what is in it already stays as it is (SCOPE-016)."""
    merged = {entry.database_id: entry for entry in (*added, *scope)}
    order = dict.fromkeys(entry.database_id for entry in (*scope, *added))
    return tuple(merged[database_id] for database_id in order)


def scope_shrunk(scope: tuple[ScopeEntry, ...], database_id: str) -> tuple[ScopeEntry, ...]:
    """Take one database out of a scope (SCOPE-013)."""
    return tuple(entry for entry in scope if entry.database_id != database_id)


def confirmed(typed: str | None, name: str) -> bool:
    """Tell whether the person typed the very name of what goes (SCOPE-012, REMOVE-001)."""
    return typed == name


def removed_key(_key: StoredKey) -> StoredKey | None:
    """Say what of a removed key stays: nothing, neither its secret nor its scope (REMOVE-002, REMOVE-010)."""
    return None


def starting_scope(_name: str, scope: tuple[ScopeEntry, ...]) -> tuple[ScopeEntry, ...]:
    """Give a new key the scope that was asked for, whatever a removed key of its name had (REMOVE-010)."""
    return scope


def key_name_of(reference: str) -> str | None:
    """Take the key's name out of a reference, or nothing if it is none (control-plane B.4)."""
    name, dot, suffix = reference.rpartition(".")
    return name if dot and suffix == _REFERENCE_SUFFIX else None


def scope_lookup(keys: Sequence[StoredKey], name: str, request: CredentialRequest) -> StoredKey | None:
    """Find the key of that name whose scope holds the database, as of now (SCOPE-009)."""
    return next((key for key in keys if same_name(key.name, name) and key.serves(request.database_id)), None)


def available_keys(keys: Sequence[StoredKey], database_id: str) -> tuple[StoredKey, ...]:
    """List the keys that a database may use (SCOPE-008)."""
    return tuple(key for key in keys if key.serves(database_id))


def integration_active(key_count: int) -> bool:
    """Tell whether an integration is active: it has a key (KEY-002, REMOVE-008)."""
    return key_count > 0


def integration_offered(*, active: bool, available_count: int) -> bool:
    """Tell whether the portal offers an integration for a database (SCOPE-010)."""
    return active and available_count > 0


def permitted(token: Token, permission: str) -> bool:
    """Tell whether a token may do something (KEY-021)."""
    return token.may(permission)


def key_field(names: Sequence[str]) -> dict[str, Any]:
    """Model the form's key field: one key is taken without asking, of several one is chosen (COLL-009, COLL-010)."""
    mode = ("hidden", "fixed")[len(names)] if len(names) <= 1 else "choice"
    return {"mode": mode, "value": names[0] if mode == "fixed" else None, "options": list(names)}


def dimension_field(model: Mapping[str, Any]) -> dict[str, Any]:
    """Model the form's dimension field from a model as ``findEmbeddingProviders`` describes it (COLL-017)."""
    fixed = model.get("vectorDimension")
    if fixed is not None:
        return {"mode": "fixed", "value": fixed}
    parameters: Sequence[dict[str, Any]] = model.get("parameters") or ()
    described = [p for p in parameters if p.get("name") == "vectorDimension"]
    default: str | None = described[0].get("defaultValue") if described else None
    bounds: Sequence[int | None] = _numeric_range(described[0]) if described else (1, None)
    value = int(default) if default else None
    return {"mode": "editable", "value": value, "minimum": bounds[0], "maximum": bounds[1]}


def _numeric_range(parameter: dict[str, Any]) -> Sequence[int | None]:
    validation: dict[str, Any] = parameter.get("validation") or {}
    return validation.get("numericRange") or (1, None)


def is_collection_limit(code: str) -> bool:
    """Tell whether a Data API's refusal means that no further collection fits (LIMIT-006)."""
    return code in _LIMIT_CODES


def loaded_document(row: Mapping[str, Any], vector_field: str | None) -> dict[str, Any]:
    """Make a document of a row: the vector field's text is embedded and also kept (VECTORIZE-005, -006; D-6).

    An empty or missing field is not embedded.
    """
    text = row.get(vector_field) if vector_field is not None else None
    return {**row, "$vectorize": text} if isinstance(text, str) and text.strip() else dict(row)


def index_budget(created_ms: int, rules: LimitRules) -> int:
    """Tell how many indexes a database may have (LIMIT-001 to LIMIT-003)."""
    return rules.indexes if created_ms >= rules.from_ms else rules.indexes_before
