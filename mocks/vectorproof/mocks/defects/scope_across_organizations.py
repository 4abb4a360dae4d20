"""Wrong part: whose databases can be scoped."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("scope-across-organizations", kills=["SCOPE-017"])
def scope_across_organizations(parts: Parts) -> Parts:
    """A database of another organization can be put in a scope."""
    return parts.with_control_plane(is_own=lambda database, organization_id: True)
