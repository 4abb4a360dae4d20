"""Asking for stored keys as a Data API does: with patience, a memory, and what a client sees when there is no answer.

Source: control-plane B.4; jina-api 3.9, 4.4.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from vectorproof.mocks.core.calls import CALL
from vectorproof.mocks.core.credentials import CredentialRequest, CredentialServiceError, Purpose
from vectorproof.mocks.dataapi.command import Call
from vectorproof.mocks.dataapi.errors import WireError, unexpected
from vectorproof.mocks.dataapi.providers import Provider

_RETRIES: Final = 3
_BACKOFF_S: Final = 0.1
_TIMED_OUT: Final = frozenset({408, 504})
_SERVER_ERROR: Final = 500
_NO_ANSWER: Final = "the credential service gave no answer"
Answer = TypeVar("Answer")


async def check(call: Call, provider: Provider, reference: str) -> None:
    """Ask whether a key exists for the database; never answered from memory.

    Raises:
        WireError: it does not, or nobody answers.

    """
    question, parts = _question(call, provider, reference, "valid"), call.services.parts
    try:
        await _patiently(call, lambda: parts.check_credential(call.services.credentials, question))
    except CredentialServiceError as trouble:
        raise _at_creation(call, trouble, provider, reference) from trouble


async def secret(call: Call, provider: Provider, reference: str) -> str:
    """Find the secret of a stored key, in memory where the organization's Data API has one.

    Raises:
        WireError: there is none, or nobody answers.

    """
    question, services = _question(call, provider, reference, "secret"), call.services
    ttl_s = services.profiles.of(call.database.organization_id).credential_cache_ms / 1000
    known = services.remembered.find(question, ttl_s) if ttl_s else None
    found = await _asked(call, question) if known is None else known.secret
    if ttl_s and known is None:
        services.remembered.put(question, found)
    if found is None:
        raise WireError("EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED", provider=provider.id)
    return found


async def _asked(call: Call, question: CredentialRequest) -> str | None:
    """Ask the service; ``None`` for an answer without the credential."""
    try:
        return await _patiently(call, lambda: call.services.parts.resolve(call.services.credentials, question))
    except CredentialServiceError as trouble:
        if trouble.kind == "empty":
            return None
        raise _in_use(trouble) from trouble


async def _patiently(call: Call, ask: Callable[[], Answer]) -> Answer:
    """Ask again where the service answers with a failure, as often as the real server; silence is waited out once."""
    for attempt in range(_RETRIES + 1):
        try:
            return ask()
        except CredentialServiceError as trouble:
            if trouble.kind == "silent":
                await call.services.clock.sleep(call.database.pace.timeout_s)
            if trouble.status is None or attempt == _RETRIES:
                raise
            # A database that is impatient with its provider is so with whoever keeps the keys for it, too.
            await call.services.clock.sleep(min(_BACKOFF_S, call.database.pace.backoff_s))
    raise AssertionError("the last attempt gives or raises")


def _question(call: Call, provider: Provider, reference: str, purpose: Purpose) -> CredentialRequest:
    asking = CALL.get()
    return CredentialRequest(call.database.id, provider.id, reference, purpose, asking.caller if asking else "")


def _in_use(trouble: CredentialServiceError) -> WireError:
    if trouble.status is not None:
        return WireError("EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE", detail=_words(trouble.status))
    java_class = {"silent": "NoStackTraceTimeoutException", "html": "ProcessingException"}
    return unexpected(java_class.get(trouble.kind, "AnnotatedConnectException"), _NO_ANSWER)


def _at_creation(call: Call, trouble: CredentialServiceError, provider: Provider, reference: str) -> WireError:
    """Word a failure while a collection is created; in older eras the gateway made it a wrong credential (A.9)."""
    if trouble.kind == "empty":
        detail = f"Credential validation failed for provider '{provider.id}', key '{reference}'"
        return WireError("VECTORIZE_CREDENTIAL_INVALID", detail=detail)
    if trouble.status is None:
        kind = "ProcessingException" if trouble.kind == "html" else "CompletionException"
        return unexpected(kind, _NO_ANSWER)
    if call.services.settings.era == "E3":
        return _in_use(trouble)
    wrapped = "Embedding Gateway unable to resolve authentication type. Underlying problem: " + _words(trouble.status)
    return WireError("VECTORIZE_CREDENTIAL_INVALID", detail=wrapped)


def _words(status: int) -> str:
    """Say what the real server says of a status of the credential service (B.4)."""
    if status in _TIMED_OUT:
        return "Sync service timed out"
    if status >= _SERVER_ERROR:
        return f"Sync service has internal server error. Error Code: {status}"
    return f"Sync service is not available. Error Code : {status}"
