"""Wrong part: when two collections have the same settings."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "settings-overlooked", kills=["COLL-002"], may_also=["COLL-001", "COLL-003", "REMOVE-007", "ROTATE-003", "DDL-*"]
)
def settings_overlooked(parts: Parts) -> Parts:
    """Creating a collection again with other settings succeeds without a word."""
    return parts.with_data_api(same_settings=lambda existing, wanted: True)
