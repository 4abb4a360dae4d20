"""How a new database comes into being, whoever asks for it: with the limits of the day on which it is created."""

from typing import Any

from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.core.tenants import Database


def born(plane: Plane, organization_id: str, *, created_ms: int, **members: Any) -> Database:
    """Make a database of an organization with a fresh id; ``members`` are fields of ``Database``."""
    limits = plane.settings.limits
    usual: dict[str, Any] = {"pace": plane.settings.pace, "collection_max": limits.collections}
    return Database(
        id=plane.ids.uuid4(),
        organization_id=organization_id,
        created_ms=created_ms,
        index_budget=plane.parts.index_budget(created_ms, limits),
        **(usual | members),
    )
