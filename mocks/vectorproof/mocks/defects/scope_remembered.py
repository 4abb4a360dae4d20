"""Wrong part: the scope that a new key starts with."""

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.controlplane.parts import Scope
from vectorproof.mocks.controlplane.vault import StoredKey
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("scope-remembered", kills=["REMOVE-010"], may_also=["KEY-020", "ROTATE-005", "SCOPE-001", "SCOPE-007"])
def scope_remembered(parts: Parts) -> Parts:
    """A key that is added again also gets the scope of the removed key of its name."""
    remembered: dict[str, Scope] = {}

    def forget(key: StoredKey) -> None:
        remembered[key.name] = key.scope

    def start(name: str, scope: Scope) -> Scope:
        before = remembered.pop(name, ())
        asked_for = {entry.database_id for entry in scope}
        # Only a key of the same organization shares a database with the one of its name.
        return rules.scope_extended(scope, before) if any(e.database_id in asked_for for e in before) else scope

    return parts.with_control_plane(removed_key=forget, starting_scope=start)
