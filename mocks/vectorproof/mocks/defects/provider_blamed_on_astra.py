"""Wrong part: the error for a provider's status."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "provider-blamed-on-astra",
    kills=["ERROR-001", "ERROR-002"],
    may_also=["ERROR-003", "ERROR-004", "ERROR-005", "ERROR-006", "ERROR-011", "KEY-013", "KEY-014", "FAULT-*"],
)
def provider_blamed_on_astra(parts: Parts) -> Parts:
    """Every failure of the provider is reported as one of the gateway."""
    return parts.with_data_api(failure_code=lambda status: "EMBEDDING_GATEWAY_REQUEST_PROCESSING_ERROR")
