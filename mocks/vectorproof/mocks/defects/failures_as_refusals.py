"""Wrong part: the error for a provider's status."""

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("failures-as-refusals", kills=["ERROR-006"], may_also=["ERROR-001"])
def failures_as_refusals(parts: Parts) -> Parts:
    """The provider's failures are reported as refusals."""
    return parts.with_data_api(failure_code=lambda status: rules.failure_code(status).replace("SERVER", "CLIENT"))
