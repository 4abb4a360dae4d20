"""Wrong part: what confirms a removal."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("removal-unconfirmed", kills=["REMOVE-001"])
def removal_unconfirmed(parts: Parts) -> Parts:
    """A key goes whatever was typed to confirm it."""
    return parts.with_control_plane(key_confirmed=lambda typed, name: True)
