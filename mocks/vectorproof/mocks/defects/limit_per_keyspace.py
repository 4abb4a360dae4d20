"""Wrong part: which collections count against the limit."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("limit-per-keyspace", kills=["LIMIT-008"])
def limit_per_keyspace(parts: Parts) -> Parts:
    """Every keyspace has the limit for itself."""
    return parts.with_data_api(limits_over_all_keyspaces=False)
