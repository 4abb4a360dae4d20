"""Wrong part: the check of how many vectors came."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("vectors-uncounted", kills=["ERROR-006"], may_also=["ERROR-010", "FAULT-008"])
def vectors_uncounted(parts: Parts) -> Parts:
    """A provider that sends one vector too few is not noticed."""
    return parts.with_data_api(check_count=False)
