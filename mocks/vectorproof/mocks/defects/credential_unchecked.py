"""Wrong part: the check of a key when a collection is bound to it."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "credential-unchecked",
    kills=["KEY-017", "SCOPE-009"],
    may_also=["ERROR-007", "ERROR-008", "KEY-018", "REMOVE-009", "REMOVE-010", "SCOPE-001", "SCOPE-007", "SCOPE-011"],
)
def credential_unchecked(parts: Parts) -> Parts:
    """A collection can be bound to a key that does not exist."""
    return parts.with_data_api(check_credential=lambda credentials, request: None)
