"""Wrong part: the look-up of a secret."""

from vectorproof.mocks.core.credentials import CredentialRequest, Credentials
from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "secret-cached-for-good",
    kills=["ROTATE-003", "REMOVE-002"],
    may_also=["ERROR-007", "ERROR-008", "ROTATE-002", "ROTATE-007", "SCOPE-001", "SCOPE-009", "SCOPE-013", "SCOPE-014"],
)
def secret_cached_for_good(parts: Parts) -> Parts:
    """A secret that was found once is used ever after."""
    known: dict[CredentialRequest, str] = {}

    def resolve(credentials: Credentials, request: CredentialRequest) -> str:
        if request not in known:
            known[request] = rules.resolve(credentials, request)
        return known[request]

    return parts.with_data_api(resolve=resolve)
