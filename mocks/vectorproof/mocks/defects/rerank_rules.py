"""Wrong part: findAndRerank, what it gives, tells and refuses, and who reranks."""

from collections.abc import Callable
from typing import Any, Final

from vectorproof.mocks.defects import wrong
from vectorproof.mocks.spoiling import Json, Spoil, forgiving, hearing, overlooking, taking, telling

_RERANK: Final = "findAndRerank"
_CREATE: Final = "createCollection"


def _searches(change: Callable[[Any], Any]) -> Spoil:
    """Hear what both searches look for otherwise."""
    return taking("sort.$hybrid", change, _RERANK)


def _without_words(hybrid: Any) -> Any:
    if not isinstance(hybrid, dict) or "$vector" not in hybrid:
        return hybrid
    return {name: value for name, value in hybrid.items() if name != "$lexical"}


def _embedded_alone(hybrid: Any) -> Any:
    return {"$vectorize": hybrid} if isinstance(hybrid, str) else hybrid


def _backwards(body: Json) -> Json | None:
    if "data" not in body:
        return None
    turned = {**body, "data": {**body["data"], "documents": body["data"]["documents"][::-1]}}
    status: Json = body.get("status") or {}
    if "documentResponses" in status:
        turned["status"] = {**status, "documentResponses": status["documentResponses"][::-1]}
    return turned


def _one_more(members: Json) -> Json:
    options: Json = members.get("options") or {}
    limit: Any = options.get("limit", 10)
    return {**members, "options": {**options, "limit": limit + 1}} if isinstance(limit, int) and limit > 0 else members


def _scored(members: Json) -> Json:
    return {**members, "options": {**(members.get("options") or {}), "includeScores": True}}


def _scores(change: Callable[[Json], Json]) -> Spoil:
    """Tell other scores of each document."""

    def told(body: Json) -> Json | None:
        status: Json = body.get("status") or {}
        if "documentResponses" not in status:
            return None
        entries = [{**one, "scores": change(one["scores"])} for one in status["documentResponses"]]
        return {**body, "status": {**status, "documentResponses": entries}}

    return telling(told, _RERANK)


def _rank_from_0(scores: Json) -> Json:
    return {**scores, "$vectorRank": scores["$vectorRank"] - 1 if scores["$vectorRank"] else None}


def _turned(body: Json) -> Json | None:
    """Tell the opposite of the vector that was searched by."""
    status: Json = body.get("status") or {}
    if not status.get("sortVector"):
        return None
    return {**body, "status": {**status, "sortVector": [-number for number in status["sortVector"]]}}


def _without_usual(body: Json) -> Json | None:
    status: Json = body.get("status") or {}
    if "rerankingProviders" not in status:
        return None
    providers = {
        name: {**about, "models": [{**model, "isDefault": False} for model in about["models"]]}
        for name, about in status["rerankingProviders"].items()
    }
    return {**body, "status": {**status, "rerankingProviders": providers}}


def _without_service(body: Json) -> Json | None:
    status: Json = body.get("status") or {}
    listed: Any = status.get("collections")
    if not listed or not isinstance(listed[0], dict):
        return None
    bare = [
        {**one, "options": {**one["options"], "rerank": {"enabled": one["options"]["rerank"]["enabled"]}}}
        for one in listed
    ]
    return {**body, "status": {**status, "collections": bare}}


DEFECTS: Final = (
    wrong("rerank-without-words", "Beside a vector the words to search for are overlooked.", "RERANK-001",
        _searches(_without_words)),
    wrong("rerank-worst-first", "What the reranker scores lowest comes first.", "RERANK-002",
        telling(_backwards, _RERANK)),
    wrong("rerank-limit-and-one", "findAndRerank gives one document more than its limit.", "RERANK-003",
        hearing(_one_more, _RERANK)),
    wrong("hybrid-limits-overlooked", "The limits of the two searches are overlooked.", "RERANK-004",
        overlooking("options.hybridLimits", _RERANK)),
    wrong("rerank-on-ids", "Documents are reranked by their ids, whatever is named.", "RERANK-005",
        taking("options.rerankOn", lambda _: "_id", _RERANK)),
    wrong("rerank-query-overlooked", "Documents are reranked for one query, whatever is asked.", "RERANK-006",
        taking("options.rerankQuery", lambda query: "passage" if str(query).strip() else query, _RERANK)),
    wrong("rerank-projection-overlooked", "findAndRerank overlooks its projection.", "RERANK-007",
        overlooking("projection", _RERANK)),
    wrong("ranks-from-0", "Ranks of the search by vector count from 0.", "RERANK-008", _scores(_rank_from_0)),
    wrong("ranks-added-twice", "The score of both ranks is twice what it is.", "RERANK-009",
        _scores(lambda scores: {**scores, "$rrf": 2 * scores["$rrf"]})),
    wrong("scores-unasked", "Scores are told to everybody.", "RERANK-010", hearing(_scored, _RERANK)),
    wrong("rerank-vector-turned", "The opposite of the vector that was searched by is told.", "RERANK-011",
        telling(_turned, _RERANK)),
    wrong("one-text-embedded-alone", "One text for both searches is embedded, and not searched by words.",
        "RERANK-012", _searches(_embedded_alone)),
    wrong("reranking-always-on", "Reranking that is off is overlooked.", "RERANK-013",
        forgiving("RERANKING_FEATURE_NOT_ENABLED", _RERANK, _CREATE)),
    wrong("hybrid-limits-forgiven", "Limits of the two searches that are out of bounds are overlooked.", "RERANK-014",
        forgiving("COMMAND_FIELD_VALUE_INVALID", _RERANK, saying="hybridLimits")),
    wrong("hybrid-sorts-forgiven", "A sort of a wrong shape is overlooked by findAndRerank.", "RERANK-015",
        forgiving("REQUEST_STRUCTURE_MISMATCH", _RERANK)),
    wrong("rerank-for-nothing", "A text to rerank for that is missing is overlooked.", "RERANK-016",
        forgiving("MISSING_RERANK_QUERY_TEXT")),
    wrong("rerank-limit-forgiven", "A limit of no documents is overlooked by findAndRerank.", "RERANK-017",
        forgiving("COMMAND_FIELD_VALUE_INVALID", _RERANK, saying="limit should")),
    wrong("search-without-means", "A search by vector where there are no vectors is overlooked.", "RERANK-018",
        forgiving("UNSUPPORTED_VECTOR_SORT_FOR_COLLECTION")),
    wrong("rerank-by-nobody", "That nobody reranks for a collection is overlooked.", "RERANK-019",
        forgiving("UNSUPPORTED_RERANKING_COMMAND")),
    wrong("rerank-by-anybody", "A command's own service that nobody knows is overlooked.", "RERANK-020",
        forgiving("INVALID_RERANK_OVERRIDE")),
    wrong("usual-reranker-untold", "No model that reranks is the usual one.", "RERANK-021",
        telling(_without_usual, "findRerankingProviders")),
    wrong("any-reranker", "A collection's reranking service that nobody knows is overlooked.", "RERANK-022",
        forgiving("INVALID_CREATE_COLLECTION_OPTIONS", _CREATE, saying="(?i)rerank")),
    wrong("reranker-unshown", "A collection does not show who reranks for it.", "RERANK-023",
        telling(_without_service, "findCollections")),
)  # fmt: skip
