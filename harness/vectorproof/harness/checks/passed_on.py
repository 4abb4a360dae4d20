"""Judges of the provider's own words in what others say: the Data API's error, the portal's answer."""

import json
from typing import Any, Final

from vectorproof.harness.checks.shapes import is_object
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch

_CLIENT_ERROR: Final = "EMBEDDING_PROVIDER_CLIENT_ERROR"
_INTRODUCTION: Final = "the embedding provider returned a http client error"


def words_of(answer: Exchange) -> str:
    """Find the provider's own words in its refusal: the text of ``detail``, nested or not; empty if there is none."""
    body: Any = answer.body if is_object(answer.body) else {}
    detail = body.get("detail")
    told = detail.get("message") if is_object(detail) else detail
    return told if isinstance(told, str) else ""


def client_error(http_status: int, words: str) -> Judge[Exchange]:
    """The provider's refusal came through: introduced as its HTTP client error, with its status and its words."""
    promise = f"{_CLIENT_ERROR}, introduced as the provider's, with its HTTP {http_status} and its words {words!r}"

    def judge(seen: Exchange) -> Mismatch | None:
        error = seen.error
        right = (
            error is not None
            and error.code == _CLIENT_ERROR
            and _INTRODUCTION in f"{error.title}\n{error.message}".casefold()
            and str(http_status) in error.message
            and _holds(error.message, words)
            and not seen.data
        )
        return None if right else Mismatch(promise, str(seen))

    return judge


def repeats(words: str) -> Judge[Exchange]:
    """A refusal whose first message repeats these words, as they are or as JSON writes them."""

    def judge(seen: Exchange) -> Mismatch | None:
        right = seen.error is not None and not seen.ok and _holds(seen.error.message, words)
        return None if right else Mismatch(f"a refusal with the words {words!r}", str(seen))

    return judge


def _holds(message: str, words: str) -> bool:
    """Look for words in a message; no words at all are nowhere."""
    written = json.dumps(words, ensure_ascii=False)[1:-1]
    return bool(words) and (words in message or written in message)
