"""Wrong part: how many indexes a database may have."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("old-databases-like-new", kills=["LIMIT-002", "LIMIT-003"])
def old_databases_like_new(parts: Parts) -> Parts:
    """Databases from before 24 June 2024 have the limit of newer ones."""
    return parts.with_control_plane(index_budget=lambda created_ms, limits: limits.indexes)
