"""Wrong part: what a scope is without a database."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "scope-never-shrinks",
    kills=["SCOPE-013", "SCOPE-012"],
    may_also=["ERROR-007", "KEY-020", "SCOPE-009", "SCOPE-014"],
)
def scope_never_shrinks(parts: Parts) -> Parts:
    """A database that was taken out of a scope is still in it."""
    return parts.with_control_plane(scope_shrunk=lambda scope, database_id: scope)
