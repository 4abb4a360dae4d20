"""Wrong part: the HTTP status of a missing token."""

from dataclasses import replace

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts, Reply, Seen


@defect("missing-token-welcome", kills=["CLIENT-001"], may_also=["ERROR-009", "ENVELOPE-015", "HTTP-002"])
def missing_token_welcome(parts: Parts) -> Parts:
    """A request without a token is answered with HTTP 200."""
    return replace(parts, rewrite=_as_200)


def _as_200(seen: Seen) -> Reply:
    return replace(seen.reply, status=200) if b"MISSING_AUTHENTICATION_TOKEN" in seen.reply.body else seen.reply
