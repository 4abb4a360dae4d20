"""Wrong part: what stays of a removed key."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "removed-key-stays",
    kills=["REMOVE-002", "ROTATE-002"],
    may_also=[
        "KEY-003",
        "KEY-020",
        "REMOVE-001",
        "REMOVE-003",
        "REMOVE-004",
        "REMOVE-005",
        "REMOVE-006",
        "REMOVE-007",
        "REMOVE-008",
        "REMOVE-009",
        "REMOVE-010",
        "ROTATE-001",
        "ROTATE-004",
        "ROTATE-006",
        "ROTATE-007",
        "ROTATE-009",
        "SCOPE-011",
        "SCOPE-012",
        "VECTORIZE-015",
    ],
)
def removed_key_stays(parts: Parts) -> Parts:
    """A removed key is still stored, and still serves."""
    return parts.with_control_plane(removed_key=lambda key: key)
