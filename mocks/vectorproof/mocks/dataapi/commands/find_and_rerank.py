"""findAndRerank: a search by words and one by vector, and the best of both by the word of a reranker (data-api 13)."""

from collections.abc import Iterator
from typing import Any, Final

from vectorproof.mocks.dataapi import hybrid_search, reading, reranking
from vectorproof.mocks.dataapi.binding import Bound, Violation, fields, flag, integer, json_value, object_of, text
from vectorproof.mocks.dataapi.clauses import hybrid_sort
from vectorproof.mocks.dataapi.clauses.hybrid_sort import HybridLimits, HybridSort
from vectorproof.mocks.dataapi.clauses.paths import PathError, split
from vectorproof.mocks.dataapi.clauses.sorting import VECTORIZE
from vectorproof.mocks.dataapi.collection_fields import SERVICE
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.errors import WireError, unexpected
from vectorproof.mocks.dataapi.selecting import conditions
from vectorproof.mocks.dataapi.settings import CommandLimits

_DEFAULT_LIMIT: Final = 10
_OPTIONS: Final = fields(
    limit=integer,
    hybridLimits=hybrid_sort.limits,
    rerankQuery=text,
    rerankOn=text,
    includeScores=flag,
    includeSortVector=flag,
    rerank=object_of(SERVICE),
)


def _limit_is_positive(bound: Bound, _: CommandLimits) -> Iterator[Violation]:
    limit = bound.inner("options")["limit"]
    if limit is not None and limit <= 0:
        yield Violation("command.options.limit", limit, "limit should be greater than `0`")


@command(
    "findAndRerank",
    on=COLLECTION,
    fields=fields(filter=json_value, projection=json_value, sort=hybrid_sort.sort, options=object_of(_OPTIONS)),
    checks=(_limit_is_positive,),
)
async def find_and_rerank(call: Call) -> Result:
    """Answer the best documents; with scores if asked, in a list beside the documents."""
    reranking.require_feature(call)
    sort = call.fields["sort"] or HybridSort()
    hybrid_search.check_sort(call, sort)
    limits = call.options["hybridLimits"] or HybridLimits()
    hybrid_search.check_limits(limits)
    reranking.require_service(call)
    query, rerank_on = _query(call, sort), _rerank_on(call, sort)
    vector = await hybrid_search.vector_of(call, sort)
    selection = conditions(call)
    found = hybrid_search.searched(call, selection, vector, sort.lexical, limits)
    ranked = hybrid_search.reranked(found, query, rerank_on, call.options["limit"] or _DEFAULT_LIMIT)
    documents = [selection.projection.apply(one.stored.document) for one in ranked]
    status: dict[str, Any] = {"sortVector": reading.float32(vector)} if call.options["includeSortVector"] else {}
    if call.options["includeScores"]:
        status["documentResponses"] = [{"scores": one.shown()} for one in ranked]
    return Result(data={"documents": documents, "nextPageState": None}, status=status)


def _query(call: Call, sort: HybridSort) -> str:
    query = (call.options["rerankQuery"] or "").strip() or sort.text
    if query is None:
        raise WireError("MISSING_RERANK_QUERY_TEXT")
    return query


def _rerank_on(call: Call, sort: HybridSort) -> str:
    """Choose the path of the passages; a sort by a text has a default, any other must name one."""
    path = call.options["rerankOn"] or ""
    if path.strip():
        try:
            split(path)
        except PathError as error:
            raise unexpected("IllegalArgumentException", f"rerankOn '{path}': {error}") from error
        return path
    if sort.text is None:
        raise unexpected("IllegalArgumentException", "rerankOn is required and was not given")
    return VECTORIZE
