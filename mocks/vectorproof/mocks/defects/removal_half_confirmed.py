"""Wrong part: what confirms a removal."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("removal-half-confirmed", kills=["REMOVE-001"])
def removal_half_confirmed(parts: Parts) -> Parts:
    """The beginning of a key's name is enough to confirm its removal."""
    return parts.with_control_plane(key_confirmed=lambda typed, name: typed is not None and name.startswith(typed))
