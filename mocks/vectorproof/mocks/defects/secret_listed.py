"""Wrong part: what a listing shows of a secret."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("secret-listed", kills=["KEY-011"])
def secret_listed(parts: Parts) -> Parts:
    """A listing shows the whole secret of a key."""
    return parts.with_control_plane(secret_hint=lambda secret: secret)
