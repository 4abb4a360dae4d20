"""Wrong part: what becomes of a change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from vectorproof.mocks.controlplane.vault import StoredKey
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("key-renamed", kills=["KEY-004"])
def key_renamed(parts: Parts) -> Parts:
    """A key takes a new name when it is asked to."""
    return parts.with_control_plane(change=_renamed)


def _renamed(key: StoredKey, change: Mapping[str, Any]) -> StoredKey | None:
    return (
        replace(key, name=change["name"])
        if isinstance(change.get("name"), str) and change["name"] != key.name
        else None
    )
