"""Wrong part: what becomes of a change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from vectorproof.mocks.controlplane.vault import StoredKey
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("secret-replaced-in-place", kills=["ROTATE-001"], may_also=["KEY-004", "KEY-011"])
def secret_replaced_in_place(parts: Parts) -> Parts:
    """A key takes a new secret in place, without being removed."""
    return parts.with_control_plane(change=_replaced)


def _replaced(key: StoredKey, change: Mapping[str, Any]) -> StoredKey | None:
    return replace(key, secret=change["secret"]) if isinstance(change.get("secret"), str) else None
