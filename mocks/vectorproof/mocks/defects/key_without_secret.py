"""Wrong part: what counts as a secret."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("key-without-secret", kills=["KEY-010"])
def key_without_secret(parts: Parts) -> Parts:
    """A key is stored although no secret was given."""
    return parts.with_control_plane(secret_given=lambda secret: True)
