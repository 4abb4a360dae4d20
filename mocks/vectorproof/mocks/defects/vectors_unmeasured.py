"""Wrong part: the check of how long each vector is."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("vectors-unmeasured", kills=["ERROR-006"], may_also=["ERROR-010"])
def vectors_unmeasured(parts: Parts) -> Parts:
    """A provider that sends vectors of another length is not noticed."""
    return parts.with_data_api(check_length=False)
