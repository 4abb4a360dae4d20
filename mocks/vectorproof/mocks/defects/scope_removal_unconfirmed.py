"""Wrong part: what confirms that a database leaves a scope."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("scope-removal-unconfirmed", kills=["SCOPE-012"])
def scope_removal_unconfirmed(parts: Parts) -> Parts:
    """A database leaves a scope whatever was typed to confirm it."""
    return parts.with_control_plane(database_confirmed=lambda typed, name: True)
