"""Judges of the hosted integration and of the form's offer, held to tables of right and wrong answers."""

import json
from typing import Any

import pytest

from vectorproof.harness.checks.hosted import free_of_credentials, hosted_integration_listed
from vectorproof.harness.checks.offer import integration_offered
from vectorproof.harness.exchange import Exchange, Request


def _answer(body: Any, status: int = 200) -> Exchange:
    request = Request("POST", "http://sim", "/", {}, None, "ask")
    return Exchange(request, status, {}, body, json.dumps(body).encode(), 0.0)


def _refusal(code: str, message: str = "No.") -> dict[str, Any]:
    return {"errors": [{"errorCode": code, "title": "Refused", "message": message}]}


def _entry(**members: Any) -> dict[str, Any]:
    return {"provider": "nvidia", "hosting": "astra", "status": "ACTIVE", "keyCount": 0} | members


FREE: dict[str, Any] = {
    "success": {"status": {"insertedIds": ["1"]}},
    "the provider cannot be reached": _refusal("EMBEDDING_PROVIDER_BAD_HOST_NAME"),
    "the provider refuses": _refusal("EMBEDDING_PROVIDER_CLIENT_ERROR", "HTTP 400"),
}
NOT_FREE: dict[str, Any] = {
    "nothing": {},
    "no JSON": None,
    "errors without any": {"errors": []},
    "unknown key": _refusal("VECTORIZE_CREDENTIAL_INVALID"),
    "not in scope": _refusal("EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE"),
    "no key in the header": _refusal("EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"),
    "another code, the same news": _refusal("SERVER_ERROR", "(GVC-005) Credential not found"),
    "the second of two": {"errors": [*_refusal("A")["errors"], *_refusal("VECTORIZE_CREDENTIAL_INVALID")["errors"]]},
}
NOT_LISTED: dict[str, Any] = {
    "missing": [_entry(provider="jinaAI")],
    "twice": [_entry(), _entry()],
    "inactive": [_entry(status="INACTIVE")],
    "with a key": [_entry(keyCount=1)],
    "external": [_entry(hosting="external")],
    "no list": {"nvidia": _entry()},
    "refused": {"errors": [{"code": "FORBIDDEN"}]},
}


@pytest.mark.parametrize("kind", FREE)
def test_what_says_nothing_about_credentials_is_right(kind: str) -> None:
    assert free_of_credentials()(_answer(FREE[kind])) is None


@pytest.mark.parametrize("kind", NOT_FREE)
def test_what_blames_a_credential_is_wrong(kind: str) -> None:
    assert free_of_credentials()(_answer(NOT_FREE[kind])) is not None


def test_a_hosted_integration_is_found_among_others() -> None:
    assert hosted_integration_listed("nvidia")(_answer([_entry(provider="jinaAI", keyCount=3), _entry()])) is None


@pytest.mark.parametrize("kind", NOT_LISTED)
def test_another_listing_is_wrong(kind: str) -> None:
    assert hosted_integration_listed("nvidia")(_answer(NOT_LISTED[kind])) is not None


@pytest.mark.parametrize("expected", [True, False])
@pytest.mark.parametrize(
    ("body", "offered"), [({"offered": True}, True), ({"offered": False}, False), ({}, None), ([], None), (None, None)]
)
def test_an_offer_is_what_the_form_says(body: Any, *, offered: bool | None, expected: bool) -> None:
    assert (integration_offered(expected=expected)(_answer(body)) is None) is (offered is expected)


@pytest.mark.parametrize("offered", [1, 0, "true", "", None])
def test_an_offer_is_said_in_so_many_words(offered: Any) -> None:
    judges = [integration_offered(expected=expected) for expected in (True, False)]

    assert all(judge(_answer({"offered": offered})) is not None for judge in judges)


def test_a_refusal_is_no_offer() -> None:
    assert integration_offered(expected=False)(_answer({"offered": False, "errors": []}, 403)) is not None
