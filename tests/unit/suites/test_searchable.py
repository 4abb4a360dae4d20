"""The ground of searches by words: a target that has none, or no reranking, is skipped, and another trouble is not."""

from typing import Any, cast

import orjson
import pytest

from vectorproof.harness.collection import Collection
from vectorproof.harness.errors import Missing, TargetError
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.space import Space
from vectorproof.suites.searchable import rerank, reranked, skip_without_reranking, worded


class Refusing:
    """A database that refuses whatever it is told."""

    keyspace = "ks"

    def __init__(self, code: str, scope: str) -> None:
        body = {"errors": [{"errorCode": code, "scope": scope, "family": "REQUEST", "title": "No", "message": "No."}]}
        self.answer = Exchange(Request("POST", "", "", {}, b"", "any"), 200, {}, body, orjson.dumps(body), 0.0)

    def new_name(self) -> str:
        """Make a name."""
        return "c"

    def create_collection(self, *_: Any, **__: Any) -> Exchange:
        """Make no collection."""
        return self.answer

    def command(self, *_: Any, **__: Any) -> Exchange:
        """Do nothing."""
        return self.answer


class Ground:
    """A space of such a database."""

    def __init__(self, code: str, scope: str = "SCHEMA") -> None:
        self.database = Refusing(code, scope)


def space(code: str, scope: str = "SCHEMA") -> Space:
    return cast("Space", Ground(code, scope))


@pytest.mark.parametrize(
    ("code", "scope", "why"),
    [
        ("LEXICAL_FEATURE_NOT_ENABLED", "SCHEMA", "no search by words"),
        ("RERANKING_FEATURE_NOT_ENABLED", "SCHEMA", "no reranking"),
        ("INVALID_CREATE_COLLECTION_FIELD", "", "too old"),
        ("UNSUPPORTED_DATABASE_QUERY", "DATABASE", "makes no index of words: UNSUPPORTED_DATABASE_QUERY"),
    ],
)
def test_what_the_target_lacks_is_named(code: str, scope: str, why: str) -> None:
    with pytest.raises(Missing, match=why):
        worded(space(code, scope))
    with pytest.raises(Missing, match=why):
        reranked(space(code, scope), {})


def test_another_refusal_leaves_the_case_without_ground() -> None:
    with pytest.raises(TargetError, match="UNKNOWN_KEYSPACE"):
        worded(space("UNKNOWN_KEYSPACE"))


def test_nobody_who_reranks_is_missed_and_any_other_answer_is_given_back() -> None:
    with pytest.raises(Missing, match="no reranking"):
        skip_without_reranking(space("COMMAND_UNKNOWN", ""))

    assert skip_without_reranking(space("COMMAND_FIELD_UNKNOWN", "")).codes == ("COMMAND_FIELD_UNKNOWN",)


def test_a_reranker_that_fails_is_missed_and_a_refused_command_is_not() -> None:
    def collection(code: str) -> Collection:
        return Collection(space(code).database, "c", "ks")

    with pytest.raises(Missing, match="RERANKING_PROVIDER_RATE_LIMITED"):
        rerank(collection("RERANKING_PROVIDER_RATE_LIMITED"), "fox", {})

    assert rerank(collection("MISSING_RERANK_QUERY_TEXT"), "fox", {}).codes == ("MISSING_RERANK_QUERY_TEXT",)
