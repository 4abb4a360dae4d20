"""Wrong part: what is kept when embedding fails."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("half-inserted", kills=["ERROR-010"], may_also=["ERROR-006", "EMBED-010", "EMBED-009", "FAULT-*", "HYBRID-009"])
def half_inserted(parts: Parts) -> Parts:
    """Documents are stored although their texts could not be embedded."""
    return parts.with_data_api(kept_when_embedding_fails=list)
