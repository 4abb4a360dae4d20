"""How keys and integrations are shown: names, scopes and a hint, never a secret (KEY-011)."""

from typing import Any

from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.providers import Provider
from vectorproof.mocks.controlplane.times import written
from vectorproof.mocks.controlplane.vault import ScopeEntry, StoredKey


def shown_key(plane: Plane, key: StoredKey) -> dict[str, Any]:
    """Show one key with its scope (KEY-020)."""
    return {
        "name": key.name,
        "provider": key.provider,
        "createdAt": written(key.created_ms),
        "secretHint": plane.parts.secret_hint(key.secret),
        "scope": [_shown_entry(plane, entry) for entry in key.scope],
    }


def shown_integration(plane: Plane, organization_id: str, provider: Provider) -> dict[str, Any]:
    """Show one integration and whether it is active (KEY-001, KEY-002)."""
    keys = plane.keychain.keys(organization_id, provider.id)
    return {
        "provider": provider.id,
        "displayName": provider.display_name,
        "kind": "embedding",
        "hosting": provider.hosting,
        "status": "ACTIVE" if plane.keychain.active(organization_id, provider) else "INACTIVE",
        "keyCount": len(keys),
    }


def _shown_entry(plane: Plane, entry: ScopeEntry) -> dict[str, Any]:
    database = plane.tenants.database(entry.database_id)
    return {
        "databaseId": entry.database_id,
        "databaseName": database.name if database else None,
        "addedAt": written(entry.added_ms),
    }
