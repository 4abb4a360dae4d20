"""Wrong part: what is tried again."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("never-retried", kills=["ERROR-006"], may_also=["FAULT-011", "FAULT-012"])
def never_retried(parts: Parts) -> Parts:
    """A provider that was late is not asked again."""
    return parts.with_data_api(retried=lambda status: False)
