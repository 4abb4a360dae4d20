"""Wrong part: the error for a provider's status."""

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "refusals-as-server-errors",
    kills=["ERROR-002"],
    may_also=["ERROR-004", "ERROR-005", "ERROR-011", "KEY-013", "KEY-014", "FAULT-*"],
)
def refusals_as_server_errors(parts: Parts) -> Parts:
    """What the provider refuses is reported as its failure."""
    return parts.with_data_api(failure_code=lambda status: rules.failure_code(status).replace("CLIENT", "SERVER"))
