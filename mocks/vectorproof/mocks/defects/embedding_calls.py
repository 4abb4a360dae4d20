"""Wrong part: what the provider is asked, by which command, and what becomes of texts."""

from dataclasses import replace
from typing import Any, Final

from vectorproof.mocks.dataapi import provider_answers
from vectorproof.mocks.dataapi.hearing import Heard
from vectorproof.mocks.dataapi.providers import KEY_HEADER
from vectorproof.mocks.defects import wrong
from vectorproof.mocks.parts import Parts
from vectorproof.mocks.spoiling import (
    Json,
    asking,
    both,
    forgiving,
    hearing,
    overlooking,
    refusing,
    taking,
    telling,
    with_data_api,
)

_READS: Final = ("find", "findOne")
_UPDATES: Final = ("updateOne", "updateMany", "findOneAndUpdate")


def _in_capitals(request: Json) -> Json:
    return {**request, "input": [text.upper() + "!" for text in request["input"]]}


def _without(*names: str) -> Any:
    return lambda request: {name: value for name, value in request.items() if name not in names}


def _with_prompt(request: Json) -> Json:
    return {**request, "input": [f"document: {text}" for text in request["input"]]}


def _vector_first(body: Json) -> Json | None:
    found: Json = body.get("data", {}).get("document") or {}
    if "$vector" not in found:
        return None
    return {**body, "data": {"document": {"$vector": found["$vector"], **found}}}


def _nearer(body: Json) -> Json | None:
    documents: list[Json] = body.get("data", {}).get("documents") or []
    told = [{**one, "$similarity": one["$similarity"] / 2} if "$similarity" in one else one for one in documents]
    return {**body, "data": {**body["data"], "documents": told}} if documents else None


def _by_text(members: Json) -> bool:
    sort: Any = members.get("sort")
    return isinstance(sort, dict) and "$vectorize" in sort


def _set_blank(members: Json) -> Json | None:
    setting: Json = (members.get("update") or {}).get("$set") or {}
    text: Any = setting.get("$vectorize", "a text")
    if text is not None and not (isinstance(text, str) and not text.strip()):
        return None
    return {**members, "update": {"$set": {"n": 1}}}


def _upserting(members: Json) -> Json:
    return {**members, "options": {**(members.get("options") or {}), "upsert": True}}


def _unmodified(body: Json) -> Json | None:
    return {**body, "status": {**body["status"], "modifiedCount": 0}} if "status" in body else None


def _mixed(members: Json) -> bool:
    documents: list[Any] = members.get("documents") or []
    kinds = {
        tuple(name for name in ("$vector", "$vectorize") if name in one) for one in documents if isinstance(one, dict)
    }
    return len(kinds) > 1


def _searched(members: Json) -> Json | None:
    return None if members.get("sort") else {**members, "sort": {"$vectorize": "anything"}}


_unsorted = with_data_api(decoded=lambda answer, model: provider_answers.vectors(answer, model, by_index=False))


def _backwards(parts: Parts) -> Parts:
    return replace(parts, jina=replace(parts.jina, order=lambda count: range(count)[::-1]))


def _for_nothing(parts: Parts) -> Parts:
    return replace(parts, jina=replace(parts.jina, count_tokens=lambda _: 0))


def _key_remembered(parts: Parts) -> Parts:
    """Give a request without a key the last one that came for its collection."""
    keys: dict[tuple[str | None, str | None], str] = {}

    def hear(heard: Heard) -> Heard:
        place = (heard.keyspace, heard.collection)
        if KEY_HEADER in heard.headers:
            keys[place] = heard.headers[KEY_HEADER]
        headers = {KEY_HEADER: keys[place], **heard.headers} if place in keys else heard.headers
        return replace(heard, headers=headers)

    return parts.with_hearing(hear)


def _both_given(document: Json) -> bool:
    return document.get("$vector") is not None and document.get("$vectorize") is not None


DEFECTS: Final = (
    wrong(
        "dimensions-never-sent",
        "The provider is never told a dimension.",
        "EMBED-001 VECTORIZE-002",
        asking(_without("dimensions")),
    ),
    wrong(
        "normalized-asked-for",
        "The provider is asked to normalize.",
        "EMBED-002",
        asking(lambda request: {**request, "normalized": True}),
    ),
    wrong("task-never-sent", "The provider is never told a task.", "EMBED-003", asking(_without("task"))),
    wrong(
        "search-without-parameters",
        "The provider is told no task for a search.",
        "EMBED-004",
        asking(_without("task", "late_chunking"), *_READS),
    ),
    wrong(
        "key-cut-off",
        "The last letter of a key is lost on the way to the provider.",
        "EMBED-005 KEY-012",
        with_data_api(bearer=lambda key: key[:-1] + "_"),
    ),
    wrong(
        "vectors-as-they-come",
        "Vectors are given out as they come, whatever their index.",
        "EMBED-031",
        _unsorted,
    ),
    wrong(
        "vectors-given-out-backwards",
        "The first document gets the last vector of its batch.",
        "EMBED-007",
        both(_backwards, _unsorted),
    ),
    wrong(
        "vector-before-all", "A vector stands in front of its document.", "EMBED-012", telling(_vector_first, "findOne")
    ),
    wrong(
        "space-behind-set-texts",
        "A text that is set gets a space behind it.",
        "EMBED-013",
        taking("update.$set.$vectorize", lambda text: f"{text} " if isinstance(text, str) else text, *_UPDATES),
    ),
    wrong(
        "updates-embedded-in-capitals",
        "updateOne has its text embedded in capitals.",
        "EMBED-014 EMBED-030",
        asking(_in_capitals, "updateOne"),
    ),
    wrong(
        "blank-text-leaves-vector",
        "A blank text that is set leaves text and vector as they were.",
        "EMBED-015",
        hearing(_set_blank, *_UPDATES),
    ),
    wrong(
        "every-update-upserts",
        "Every update that matches nothing makes a document.",
        "EMBED-016",
        hearing(_upserting, "updateOne"),
    ),
    wrong(
        "many-updates-embedded-in-capitals",
        "updateMany has its texts embedded in capitals.",
        "EMBED-017",
        asking(_in_capitals, "updateMany"),
    ),
    wrong(
        "replacement-not-counted",
        "A replacement is told as no modification.",
        "EMBED-018",
        telling(_unmodified, "findOneAndReplace"),
    ),
    wrong(
        "both-set-forgiven",
        "An update of vector and text at once is overlooked.",
        "EMBED-021 VECTORIZE-010",
        forgiving("INVALID_USAGE_OF_VECTORIZE", *_UPDATES),
    ),
    wrong(
        "searches-embedded-in-capitals",
        "A search has its text embedded in capitals.",
        "EMBED-023",
        asking(_in_capitals, *_READS),
    ),
    wrong(
        "text-search-half-as-near",
        "A search by a text tells half of the similarity.",
        "EMBED-026 LAW-015",
        telling(_nearer, "find", where=_by_text),
    ),
    wrong(
        "text-never-shown",
        "A projection of the text to embed is overlooked.",
        "EMBED-027",
        overlooking("projection.$vectorize", *_READS),
    ),
    wrong(
        "kinds-unmixed",
        "insertMany takes documents with and without vectors only apart.",
        "EMBED-029 VECTORIZE-011",
        refusing("INVALID_USAGE_OF_VECTORIZE", "insertMany", where=_mixed),
    ),
    wrong(
        "prompt-in-front", "The provider is sent every text with a word in front.", "EMBED-032", asking(_with_prompt)
    ),
    wrong(
        "search-by-another-model",
        "A search is embedded by the German model.",
        "VECTORIZE-004",
        asking(lambda request: {**request, "model": "jina-embeddings-v2-base-de"}, *_READS),
    ),
    wrong(
        "vector-wins-in-sorts",
        "A sort by vector and text at once finds nothing, and is not refused.",
        "VECTORIZE-009",
        forgiving("SORT_CLAUSE_INVALID", *_READS),
    ),
    wrong(
        "texts-without-provider",
        "Texts are overlooked where nobody embeds them.",
        "VECTORIZE-014 COLL-001 COLL-008",
        forgiving("EMBEDDING_SERVICE_NOT_CONFIGURED"),
    ),
    wrong(
        "both-null-accepted",
        "A document may have a vector and a text to embed if one of them is null.",
        "EMBED-010",
        with_data_api(both_vector_and_text=_both_given),
    ),
    wrong(
        "key-of-a-request-remembered",
        "A request without a key is embedded by the one that was last sent for its collection.",
        "VECTORIZE-016",
        _key_remembered,
    ),
    wrong("texts-cost-nothing", "The provider takes nothing for any text.", "FAULT-020 EMBED-032", _for_nothing),
    wrong("reads-embed", "A find without a sort is a search.", "VECTORIZE-019", hearing(_searched, "find")),
)
