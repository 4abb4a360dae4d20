"""Wrong part: how many indexes a database may have."""

from vectorproof.mocks.controlplane.rules import LimitRules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "limit-far-too-high",
    kills=["LIMIT-001", "LIMIT-005"],
    may_also=["LIMIT-002", "LIMIT-003", "LIMIT-004", "LIMIT-006", "LIMIT-007", "LIMIT-008", "LIMIT-009", "LIMIT-010"],
)
def limit_far_too_high(parts: Parts) -> Parts:
    """Collections are created as long as anybody asks."""
    return parts.with_control_plane(index_budget=_boundless)


def _boundless(_created_ms: int, _limits: LimitRules) -> int:
    return 100_000
