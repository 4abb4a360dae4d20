"""Wrong part: which keys a database may use."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "every-key-available",
    kills=["SCOPE-008"],
    may_also=["COLL-010", "SCOPE-010"],
)
def every_key_available(parts: Parts) -> Parts:
    """A database is offered the keys of all scopes."""
    return parts.with_control_plane(available_keys=lambda keys, database_id: tuple(keys))
