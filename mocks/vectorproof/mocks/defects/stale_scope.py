"""Wrong part: which key a look-up finds."""

from collections.abc import Sequence

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.controlplane.vault import StoredKey
from vectorproof.mocks.core.credentials import CredentialRequest
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "stale-scope",
    kills=["SCOPE-013", "REMOVE-002"],
    may_also=[
        "ERROR-007",
        "ERROR-008",
        "REMOVE-003",
        "REMOVE-007",
        "REMOVE-009",
        "ROTATE-002",
        "ROTATE-003",
        "ROTATE-004",
        "ROTATE-005",
        "ROTATE-007",
        "SCOPE-001",
        "SCOPE-007",
        "SCOPE-009",
        "SCOPE-014",
        "VECTORIZE-015",
    ],
)
def stale_scope(parts: Parts) -> Parts:
    """After a key or a scope has changed, the next look-up still finds what was found before."""
    found: dict[tuple[str, str, str], StoredKey] = {}

    def one_look_behind(keys: Sequence[StoredKey], name: str, request: CredentialRequest) -> StoredKey | None:
        question = (request.database_id, request.provider, name)
        now = rules.scope_lookup(keys, name, request)
        before = found.pop(question, None)
        if now is not None:
            found[question] = now
        return before or now

    return parts.with_control_plane(scope_lookup=one_look_behind)
