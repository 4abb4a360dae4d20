"""Wrong part: what a scope is with further databases."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "scope-replaced",
    kills=["SCOPE-005", "SCOPE-011"],
    may_also=["KEY-020", "ROTATE-009", "SCOPE-001", "SCOPE-007"],
)
def scope_replaced(parts: Parts) -> Parts:
    """Adding a database to a scope puts out those that were in it."""
    return parts.with_control_plane(scope_extended=lambda scope, added: added)
