"""Wrong part: whether a collection that exists escapes the limits."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("recreation-counted", kills=["LIMIT-010"])
def recreation_counted(parts: Parts) -> Parts:
    """Creating an existing collection again is refused at the limit."""
    return parts.with_data_api(recreate_ignores_limits=False)
