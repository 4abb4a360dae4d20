"""Wrong part: when an integration is active."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "integration-always-active",
    kills=["KEY-002", "REMOVE-008"],
    may_also=["KEY-001", "SCOPE-010"],
)
def integration_always_active(parts: Parts) -> Parts:
    """An integration without any key is active."""
    return parts.with_control_plane(integration_active=lambda key_count: True)
