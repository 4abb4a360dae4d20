"""Wrong part: whether a collection that was refused half-made is dropped again."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "refused-creation-stays",
    kills=["LIMIT-009"],
    may_also=["LIMIT-001", "LIMIT-002", "LIMIT-005", "LIMIT-006", "DDL-055", "DDL-057"],
)
def refused_creation_stays(parts: Parts) -> Parts:
    """A collection that was refused for the limit stays behind, half-made."""
    return parts.with_data_api(rollback=False)
