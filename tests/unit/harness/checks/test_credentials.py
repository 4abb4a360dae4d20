"""Judges of what is said about a key that cannot be used, held to right and wrong refusals."""

import json
from typing import Any

import pytest

from vectorproof.harness.checks.credentials import credential_invalid, credential_not_found
from vectorproof.harness.exchange import Exchange, Request

AT_CREATION = "VECTORIZE_CREDENTIAL_INVALID"
AT_USE = (
    "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE",
    "VECTORIZE_INVALID_AUTHENTICATION_TYPE",
    "EMBEDDING_GATEWAY_PROCESSING_ERROR",
)


def _refusal(code: str, message: str = "Credential not found", status: int = 200, **beside: Any) -> Exchange:
    body = {"errors": [{"errorCode": code, "message": message}], **beside}
    request = Request("POST", "http://sim", "/v1/ks", {}, b"{}", "createCollection")
    return Exchange(request, status, {}, body, json.dumps(body).encode(), 0.0)


def test_refusal_at_creation() -> None:
    assert credential_invalid()(_refusal(AT_CREATION)) is None


@pytest.mark.parametrize(
    "seen",
    [
        _refusal(AT_USE[0]),
        _refusal("INVALID_CREATE_COLLECTION_OPTIONS"),
        _refusal(AT_CREATION, message="no"),
        _refusal(AT_CREATION, data={"documents": [{}]}),
    ],
)
def test_another_refusal_at_creation_is_found(seen: Exchange) -> None:
    assert credential_invalid()(seen) is not None


@pytest.mark.parametrize("code", AT_USE)
def test_refusal_at_use_in_every_era(code: str) -> None:
    assert credential_not_found()(_refusal(code)) is None


@pytest.mark.parametrize(
    "seen",
    [
        _refusal(AT_CREATION),
        _refusal("EMBEDDING_PROVIDER_CLIENT_ERROR"),
        _refusal(AT_USE[0], message="no"),
    ],
)
def test_another_refusal_at_use_is_found(seen: Exchange) -> None:
    assert credential_not_found()(seen) is not None


@pytest.mark.parametrize("judge", [credential_invalid(), credential_not_found()])
def test_a_success_is_no_refusal(judge: Any) -> None:
    body = {"status": {"ok": 1}}
    request = Request("POST", "http://sim", "/v1/ks", {}, b"{}", "createCollection")
    assert judge(Exchange(request, 200, {}, body, json.dumps(body).encode(), 0.0)) is not None
