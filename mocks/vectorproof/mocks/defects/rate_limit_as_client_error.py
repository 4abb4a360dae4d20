"""Wrong part: the error for a provider's status."""

from typing import Final

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("rate-limit-as-client-error", kills=["ERROR-003", "FAULT-002"])
def rate_limit_as_client_error(parts: Parts) -> Parts:
    """Rate limiting is reported as any other refusal."""
    return parts.with_data_api(
        failure_code=lambda status: (
            "EMBEDDING_PROVIDER_CLIENT_ERROR" if status == _TOO_MANY else rules.failure_code(status)
        )
    )


_TOO_MANY: Final = 429
