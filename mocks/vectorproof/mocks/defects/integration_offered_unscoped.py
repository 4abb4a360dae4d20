"""Wrong part: when the portal offers an integration."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("integration-offered-unscoped", kills=["SCOPE-010"], may_also=["REMOVE-008"])
def integration_offered_unscoped(parts: Parts) -> Parts:
    """An integration is offered to databases in no scope."""
    return parts.with_control_plane(integration_offered=lambda active, available_count: active)
