"""The classifier of failures, held to a table of every code that the references name as one side's."""

import json
from typing import Any

import pytest

from vectorproof.harness.checks.sides import PROVIDER_CODES, Side, blames, side_of
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.specs.errors import catalogue

PROVIDERS = [
    "EMBEDDING_PROVIDER_CLIENT_ERROR",
    "EMBEDDING_PROVIDER_RATE_LIMITED",
    "EMBEDDING_PROVIDER_SERVER_ERROR",
    "EMBEDDING_PROVIDER_TIMEOUT",
    "EMBEDDING_PROVIDER_UNEXPECTED_RESPONSE",
]
LOOK_ALIKES = [
    "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED",
    "EMBEDDING_PROVIDER_BAD_HOST_NAME",
    "EMBEDDING_PROVIDER_UNAVAILABLE",
    "EMBEDDING_GATEWAY_PROCESSING_ERROR",
    "EMBEDDING_GATEWAY_RATE_LIMITED",
    "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE",
    "EMBEDDING_REQUEST_ENCODING_ERROR",
    "EMBEDDING_RESPONSE_DECODING_ERROR",
    "EMBEDDING_SERVICE_NOT_CONFIGURED",
    "RERANKING_PROVIDER_CLIENT_ERROR",
]
OWN = [
    "VECTORIZE_CREDENTIAL_INVALID",
    "VECTORIZE_INVALID_AUTHENTICATION_TYPE",
    "TOO_MANY_COLLECTIONS",
    "TOO_MANY_INDEXES",
    "COMMAND_FIELD_INVALID",
    "INVALID_USAGE_OF_VECTORIZE",
    "UNEXPECTED_SERVER_ERROR",
    "a code of a later era",
]


def answer(*errors: dict[str, Any], **members: Any) -> Exchange:
    """Make an answer with these errors."""
    body = members | ({"errors": list(errors)} if errors else {})
    return Exchange(Request("POST", "http://sim", "/", {}, None, "find"), 200, {}, body, json.dumps(body).encode(), 0.0)


def error(code: str, title: str = "", message: str = "Provider 'jinaAI' said no") -> dict[str, Any]:
    """Make an error object."""
    return {"errorCode": code, "title": title, "message": message}


@pytest.mark.parametrize("code", PROVIDERS)
def test_codes_of_the_provider(code: str) -> None:
    assert side_of(code) is Side.PROVIDER
    assert blames(Side.PROVIDER)(answer(error(code))) is None
    assert blames(Side.ASTRA)(answer(error(code))) is not None


@pytest.mark.parametrize("code", LOOK_ALIKES + OWN)
def test_codes_of_astra(code: str) -> None:
    assert side_of(code) is Side.ASTRA
    assert blames(Side.ASTRA)(answer(error(code))) is None
    assert blames(Side.PROVIDER)(answer(error(code))) is not None


def test_table_is_complete() -> None:
    assert set(PROVIDERS) == PROVIDER_CODES
    assert {spec.code for spec in catalogue() if side_of(spec.code) is Side.PROVIDER} == PROVIDER_CODES


WRONG: dict[str, tuple[Side, Exchange]] = {
    "no error": (Side.PROVIDER, answer(status={"insertedIds": ["1"]})),
    "no error, asked for Astra's": (Side.ASTRA, answer(status={"insertedIds": ["1"]})),
    "data beside the error": (Side.PROVIDER, answer(error(PROVIDERS[0]), data={"documents": [{"_id": "1"}]})),
    "no words": (Side.PROVIDER, answer(error(PROVIDERS[0], message=""))),
    "words that name nobody": (Side.PROVIDER, answer(error(PROVIDERS[0], message="Something went wrong"))),
    "no code": (Side.ASTRA, answer(error(""))),
    "Astra's words missing": (Side.ASTRA, answer(error(OWN[0], message=""))),
    "first error decides": (Side.PROVIDER, answer(error(OWN[0]), error(PROVIDERS[0]))),
}


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_answers(kind: str) -> None:
    side, seen = WRONG[kind]
    mismatch = blames(side)(seen)
    assert mismatch is not None
    assert side.value in mismatch.expected
