"""Judges of an integration that the database service hosts itself: it has no keys, so none can be wrong."""

from typing import Any, Final

from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.exchange import ApiError, Exchange
from vectorproof.harness.judging import Judge, Mismatch

# Every way in which any era says that a credential is missing, unknown, or not for this database (control-plane A.9).
_ABOUT_CREDENTIALS: Final = frozenset({
    "VECTORIZE_CREDENTIAL_INVALID",
    "VECTORIZE_INVALID_AUTHENTICATION_TYPE",
    "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE",
    "EMBEDDING_GATEWAY_PROCESSING_ERROR",
    "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED",
})  # fmt: skip


def free_of_credentials() -> Judge[Exchange]:
    """The command worked, or failed with errors none of which is about a credential or its scope."""

    def judge(seen: Exchange) -> Mismatch | None:
        told = seen.ok or (bool(seen.errors) and not any(map(_about_credentials, seen.errors)))
        return None if told else Mismatch("success, or an error that is not about a credential", str(seen))

    return judge


def hosted_integration_listed(provider: str) -> Judge[Exchange]:
    """The list of integrations has this one exactly once: hosted by the service, active, without keys."""
    wanted = ("astra", "ACTIVE", 0)

    def judge(seen: Exchange) -> Mismatch | None:
        listed: list[Any] = seen.body if seen.ok and is_list(seen.body) else []
        entries = [entry for entry in listed if is_object(entry) and entry.get("provider") == provider]
        found = [(entry.get("hosting"), entry.get("status"), entry.get("keyCount")) for entry in entries]
        return None if found == [wanted] else Mismatch(f"{provider} listed once as {wanted}", f"{found or seen}")

    return judge


def _about_credentials(error: ApiError) -> bool:
    said = f"{error.title} {error.message}".casefold()
    return error.code in _ABOUT_CREDENTIALS or "credential" in said
