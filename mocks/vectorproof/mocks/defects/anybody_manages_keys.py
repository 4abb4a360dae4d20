"""Wrong part: what a token may do."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("anybody-manages-keys", kills=["KEY-021"])
def anybody_manages_keys(parts: Parts) -> Parts:
    """A token without the permission manages keys."""
    return parts.with_control_plane(permitted=lambda token, permission: True)
