"""Judges of what is said when a collection's key cannot be used: at its creation, and when a text is to be embedded."""

from typing import Final

from vectorproof.harness.checks.answers import refused_with
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge

# The newest era's code first; the others are what earlier eras answered (control-plane A.9).
_AT_USE: Final = (
    "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE",
    "VECTORIZE_INVALID_AUTHENTICATION_TYPE",
    "EMBEDDING_GATEWAY_PROCESSING_ERROR",
)


def credential_invalid() -> Judge[Exchange]:
    """A createCollection was refused because of the key that it names."""
    return refused_with("VECTORIZE_CREDENTIAL_INVALID", says="credential")


def credential_not_found() -> Judge[Exchange]:
    """A text was not embedded because the collection's key is gone, or not for this database."""
    return refused_with(*_AT_USE, says="credential")
