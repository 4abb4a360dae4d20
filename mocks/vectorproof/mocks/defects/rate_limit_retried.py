"""Wrong part: what is tried again."""

from typing import Final

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("rate-limit-retried", kills=["ERROR-003"], may_also=["ERROR-001"])
def rate_limit_retried(parts: Parts) -> Parts:
    """A call that the provider limited is made again."""
    return parts.with_data_api(retried=lambda status: status == _TOO_MANY or rules.retried(status))


_TOO_MANY: Final = 429
