"""Wrong part: what counts as a secret."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("blank-secret", kills=["KEY-010"])
def blank_secret(parts: Parts) -> Parts:
    """A secret of nothing but white space is stored."""
    return parts.with_control_plane(secret_given=lambda secret: isinstance(secret, str) and bool(secret))
