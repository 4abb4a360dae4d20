"""Wrong part: which texts are embedded."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "blank-embedded",
    kills=["VECTORIZE-018", "EMBED-008"],
    may_also=["VECTORIZE-006", "VECTORIZE-019", "EMBED-011", "EMBED-015", "EMBED-024"],
)
def blank_embedded(parts: Parts) -> Parts:
    """Blank texts are sent to the provider too."""
    return parts.with_data_api(is_embedded=lambda text: True)
