"""Wrong part: when two key names are the same."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "key-name-case-blind", kills=["ROTATE-004"], may_also=["KEY-003", "KEY-020", "REMOVE-001", "SCOPE-011", "SCOPE-012"]
)
def key_name_case_blind(parts: Parts) -> Parts:
    """Two key names that differ only in case count as one."""
    return parts.with_control_plane(same_name=lambda one, other: one.casefold() == other.casefold())
