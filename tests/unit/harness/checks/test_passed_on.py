"""Judges of the provider's own words, held to tables of wrong answers."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.checks.passed_on import client_error, repeats, words_of
from vectorproof.harness.exchange import Exchange, Request

CODE = "EMBEDDING_PROVIDER_CLIENT_ERROR"
TITLE = "The Embedding Provider returned a HTTP client error"
SAID = 'the "boat" is full'
MESSAGE = "Provider 'jinaAI' returned a HTTP client error with HTTP 403; error message: " + json.dumps(SAID)


def answer(body: Any, status: int = 200) -> Exchange:
    """Make an answer with this body."""
    return Exchange(Request("POST", "http://sim", "/", {}, None, "x"), status, {}, body, json.dumps(body).encode(), 0.0)


def refused(*, status: int = 200, **members: str) -> Exchange:
    """Make a refusal that is right but for these members."""
    error = {"errorCode": CODE, "title": TITLE, "message": MESSAGE} | members
    return answer({"errors": [error]}, status)


@pytest.mark.parametrize(
    "seen",
    [
        refused(),
        refused(message=MESSAGE.replace('\\"', '"')),
        refused(title="", message=f"The Embedding Provider returned a HTTP client error: HTTP Status: 403; {SAID}"),
    ],
)
def test_words_as_they_are_or_as_json_writes_them(seen: Exchange) -> None:
    assert client_error(403, SAID)(seen) is None
    assert repeats(SAID)(seen) is None


WRONG: dict[str, Exchange] = {
    "another code": refused(errorCode="EMBEDDING_PROVIDER_SERVER_ERROR"),
    "not introduced": refused(title="Something went wrong", message=f"HTTP 403: {SAID}"),
    "another status": refused(message=MESSAGE.replace("403", "401")),
    "other words": refused(message=MESSAGE.replace("boat", "hut")),
    "no words": refused(message="Provider 'jinaAI' returned a HTTP client error with HTTP 403"),
    "no error": answer({"status": {"insertedIds": ["1"]}}),
    "data beside it": answer({"errors": refused().body["errors"], "data": {"documents": [{"_id": "1"}]}}),
}


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_answers(kind: str) -> None:
    assert client_error(403, SAID)(WRONG[kind]) is not None


@pytest.mark.parametrize("kind", ["other words", "no words", "no error"])
def test_words_that_are_not_repeated(kind: str) -> None:
    assert repeats(SAID)(WRONG[kind]) is not None


def test_no_words_are_never_found() -> None:
    assert client_error(403, "")(refused()) is not None


@given(words=st.text(st.characters(codec="utf-8"), min_size=1))
def test_words_are_found_however_json_writes_them(words: str) -> None:
    for written in (words, json.dumps(words, ensure_ascii=False)):
        assert repeats(words)(refused(message=f"it said {written}")) is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"detail": "no"}, "no"),
        ({"detail": {"message": "no", "code": "X"}}, "no"),
        ({"detail": [{"msg": "no"}]}, ""),
        ({"detail": {"code": "X"}}, ""),
        ({}, ""),
        (["no"], ""),
    ],
)
def test_words_of_a_provider(body: Any, words: str) -> None:
    assert words_of(answer(body, 400)) == words
