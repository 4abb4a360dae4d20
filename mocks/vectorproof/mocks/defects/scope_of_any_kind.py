"""Wrong part: which databases can be scoped."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("scope-of-any-kind", kills=["SCOPE-003"])
def scope_of_any_kind(parts: Parts) -> Parts:
    """A database without vectors can be put in a scope."""
    return parts.with_control_plane(may_be_scoped=lambda database: True)
