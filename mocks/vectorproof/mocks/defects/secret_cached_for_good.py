"""Wrong part: the look-up of a secret."""

from vectorproof.mocks.core.credentials import CredentialRequest, Credentials
from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "secret-cached-for-good",
    kills=["ROTATE-003", "REMOVE-002"],
    may_also=[
        "ROTATE-001",
        "ROTATE-002",
        "ROTATE-003",
        "ROTATE-004",
        "ROTATE-005",
        "ROTATE-007",
        "ROTATE-008",
        "ROTATE-009",
        "REMOVE-001",
        "REMOVE-002",
        "REMOVE-003",
        "REMOVE-005",
        "REMOVE-006",
        "REMOVE-007",
        "REMOVE-008",
        "REMOVE-009",
        "REMOVE-010",
        "VECTORIZE-015",
        "KEY-003",
        "KEY-015",
        "SCOPE-010",
        "SCOPE-001",
        "SCOPE-007",
        "SCOPE-009",
        "SCOPE-011",
        "SCOPE-012",
        "SCOPE-013",
        "SCOPE-014",
        "SCOPE-002",
        "REMOVE-010",
        "ROTATE-005",
        "ROTATE-006",
        "ERROR-007",
        "ERROR-001",
        "ERROR-008",
        "REMOVE-002",
        "ROTATE-002",
        "ROTATE-003",
        "ROTATE-004",
        "KEY-012",
        "KEY-014",
        "SCOPE-006",
    ],
)
def secret_cached_for_good(parts: Parts) -> Parts:
    """A secret that was found once is used ever after."""
    known: dict[CredentialRequest, str] = {}

    def resolve(credentials: Credentials, request: CredentialRequest) -> str:
        if request not in known:
            known[request] = rules.resolve(credentials, request)
        return known[request]

    return parts.with_data_api(resolve=resolve)
