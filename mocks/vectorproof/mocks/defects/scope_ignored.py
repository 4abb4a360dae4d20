"""Wrong part: which key a look-up finds."""

from collections.abc import Sequence

from vectorproof.mocks.controlplane.vault import StoredKey
from vectorproof.mocks.core.credentials import CredentialRequest
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "scope-ignored",
    kills=["SCOPE-001", "SCOPE-009"],
    may_also=["ERROR-007", "REMOVE-010", "ROTATE-005", "SCOPE-007", "SCOPE-011", "SCOPE-013", "SCOPE-014"],
)
def scope_ignored(parts: Parts) -> Parts:
    """A key serves every database, whatever its scope."""
    return parts.with_control_plane(scope_lookup=_by_name)


def _by_name(keys: Sequence[StoredKey], name: str, _request: CredentialRequest) -> StoredKey | None:
    return next((key for key in keys if key.name == name), None)
