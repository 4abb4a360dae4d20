"""Wrong part: how often a late provider is asked."""

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("one-retry-too-many", kills=["ERROR-006", "FAULT-011"], may_also=["FAULT-004"])
def one_retry_too_many(parts: Parts) -> Parts:
    """A late provider is asked five times."""
    return parts.with_data_api(attempts=lambda pace: rules.attempts(pace) + 1)
