"""The ground of searches by words and of reranking: collections that have them, on a target that has them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from vectorproof.harness.checks import holds
from vectorproof.harness.collection import Collection, Headers
from vectorproof.harness.errors import Missing, TargetError
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.space import Space

RERANKING: Final[Headers] = {"Feature-Flag-reranking": "true"}
"""Switches reranking on where the server leaves it to its callers."""

_ABSENT: Final[Mapping[str, str]] = {
    "LEXICAL_FEATURE_NOT_ENABLED": "the target has no search by words",
    "RERANKING_FEATURE_NOT_ENABLED": "the target has no reranking",
    "COMMAND_UNKNOWN": "the target has no reranking",
    "INVALID_CREATE_COLLECTION_FIELD": "the target is too old to be searched by words or to rerank",
}
_DATABASE: Final = "DATABASE"
_ENABLED: Final[Mapping[str, Any]] = {"enabled": True}
_BOTH: Final[Mapping[str, Any]] = {"lexical": _ENABLED, "rerank": _ENABLED}


def worded(space: Space, options: Mapping[str, Any] | None = None, analyzer: Any = None) -> Collection:
    """Make a collection that is searched by words; ``analyzer`` is its analyzer, the standard one if none is given.

    Raises:
        Missing: the target has no search by words.

    """
    lexical = {**_ENABLED, **({} if analyzer is None else {"analyzer": analyzer})}
    return _made(space, {**(options or {}), "lexical": lexical}, {})


def embedded(space: Space, model: str, dimension: int) -> Collection:
    """Make a collection that is searched by words and embeds by whatever way there is; ask for ``embedding``.

    Raises:
        Missing: the target has no search by words.

    """
    return _embedding(space, model, dimension, {"lexical": _ENABLED}, {})


def reranked_texts(space: Space, model: str, dimension: int) -> Collection:
    """Make a collection that also embeds; otherwise as ``embedded`` and ``reranked``."""
    return _embedding(space, model, dimension, _BOTH, RERANKING)


def reranked(space: Space, options: Mapping[str, Any]) -> Collection:
    """Make a collection that is searched by words, and whose results can be reranked; its commands say so.

    Raises:
        Missing: the target has no search by words, or no reranking.

    """
    return _made(space, {**_BOTH, **options}, RERANKING)


def skip_without_reranking(space: Space) -> Exchange:
    """Ask who reranks, and give the answer.

    Raises:
        Missing: the target has no reranking.

    """
    answer = space.database.command({"findRerankingProviders": {}}, headers=RERANKING)
    _skip_where_absent(answer)
    return answer


def rerank(
    collection: Collection,
    hybrid: Any,
    options: Mapping[str, Any],
    *,
    filter: Mapping[str, Any] | None = None,  # noqa: A002  # the wire's own word
    projection: Mapping[str, Any] | None = None,
) -> Exchange:
    """Send findAndRerank; ``hybrid`` is what both searches look for.

    Raises:
        Missing: the target's reranking provider does not answer it.

    """
    clauses = {"sort": {"$hybrid": hybrid}, "filter": filter, "projection": projection, "options": options}
    answer = collection.command({"findAndRerank": {name: one for name, one in clauses.items() if one is not None}})
    if answer.error is not None and answer.error.code.startswith("RERANKING_PROVIDER_"):
        raise Missing("data-api", f"the target's reranking provider does not rerank: {answer.error.code}")
    return answer


def places(seen: Exchange) -> list[int]:
    """Give the numbers of the documents found, in their order."""
    return [document.get("_id", -1) for document in seen.documents]


def finds_between(needed: set[int], allowed: set[int]) -> Judge[Exchange]:
    """Everything that must be found, nothing that must not, each once, and all of it in one page."""

    def right(seen: Exchange) -> bool:
        found = places(seen)
        once = len({*found}) == len(found)
        return once and needed <= {*found} <= allowed and seen.data.get("nextPageState", 0) is None

    return holds(f"{sorted(needed)} once each, none but {sorted(allowed)}, and no next page", right)


def texts_held(collection: Collection, texts: Sequence[str | None]) -> Collection:
    """Insert a document for each text, under its place, ``even`` telling whether that is even; ``None`` has no text."""
    documents = [
        {"_id": place, "even": place % 2 == 0, **({} if text is None else {"$lexical": text})}
        for place, text in enumerate(texts)
    ]
    inserted(collection, documents)
    return collection


def inserted(collection: Collection, documents: Sequence[Mapping[str, Any]]) -> None:
    """Insert documents that the case stands on.

    Raises:
        TargetError: they were not all inserted, so the case cannot be judged.

    """
    answer = collection.insert_many(documents)
    if len(answer.status_member.get("insertedIds", ())) != len(documents):
        raise TargetError(f"the documents that the case stands on were not inserted: {answer}")


def _embedding(space: Space, model: str, dimension: int, options: Mapping[str, Any], headers: Headers) -> Collection:
    binding = space.binding()
    vector = {"service": binding.service(model), "dimension": dimension}
    return _made(space, {**options, "vector": vector}, {**headers, **binding.headers})


def _made(space: Space, options: Mapping[str, Any], headers: Headers) -> Collection:
    name = space.database.new_name()
    answer = space.database.create_collection(name, options, headers=headers)
    if not answer.ok:
        _skip_where_absent(answer)
        raise TargetError(f"the collection that the case stands on was not made: {answer}")
    return Collection(space.database, name, space.database.keyspace, headers)


def _skip_where_absent(answer: Exchange) -> None:
    error = answer.error
    if error is not None and error.code in _ABSENT:
        raise Missing("data-api", _ABSENT[error.code])
    if error is not None and error.scope == _DATABASE:
        # Such as Apache Cassandra, whose index takes no analyzer.
        raise Missing("data-api", f"the target's database makes no index of words: {error.code}")
