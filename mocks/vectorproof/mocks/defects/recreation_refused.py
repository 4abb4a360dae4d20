"""Wrong part: when two collections have the same settings."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("recreation-refused", kills=["COLL-004"], may_also=["KEY-019", "LIMIT-010", "ROTATE-003", "DDL-*"])
def recreation_refused(parts: Parts) -> Parts:
    """Creating a collection again as it is, is refused."""
    return parts.with_data_api(same_settings=lambda existing, wanted: False)
