"""Wrong part: how many indexes a database may have."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "new-databases-like-old",
    kills=["LIMIT-001", "LIMIT-003"],
    may_also=["LIMIT-004", "LIMIT-008"],
)
def new_databases_like_old(parts: Parts) -> Parts:
    """Every database has the limit of those from before 24 June 2024."""
    return parts.with_control_plane(index_budget=lambda created_ms, limits: limits.indexes_before)
