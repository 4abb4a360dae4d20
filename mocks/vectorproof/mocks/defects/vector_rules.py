"""Wrong part: vectors in documents, and searches by them."""

import base64
import struct
from collections.abc import Callable
from typing import Any, Final

from vectorproof.mocks.dataapi.storage.vectors import euclidean
from vectorproof.mocks.defects import wrong
from vectorproof.mocks.parts import Parts
from vectorproof.mocks.spoiling import Json, forgetting, forgiving, hearing, overlooking, refusing, taking, telling

_SMALLER: Final = 0.99
# What is farther, or no number at all, could not be searched by.
_FAR: Final = 1e30
_READS: Final = ("find", "findOne")
_WRITES: Final = ("updateOne", "deleteOne", "findOneAndUpdate", "findOneAndReplace", "findOneAndDelete")
_INSERTS: Final = ("insertOne", "insertMany")


def _is_search(members: Json) -> bool:
    sort: Any = members.get("sort")
    return isinstance(sort, dict) and "$vector" in sort


def _searching(change: Callable[[Json], Json]) -> Any:
    """Hear a search by a vector otherwise."""
    return hearing(lambda members: change(members) if _is_search(members) else None, *_READS)


def _limited(members: Json) -> Json:
    options: Json = members.get("options") or {}
    more = (
        {"limit": options["limit"] + 1} if isinstance(options.get("limit"), int) and not members.get("filter") else {}
    )
    return {**members, "options": {**options, **more}}


def _without(name: str) -> Callable[[Json], Json]:
    return lambda members: {other: value for other, value in members.items() if other != name}


def _unskipped(members: Json) -> Json:
    options: Json = members.get("options") or {}
    return {**members, "options": {name: value for name, value in options.items() if name != "skip"}}


def _scored(members: Json) -> Json:
    return {**members, "options": {**(members.get("options") or {}), "includeSimilarity": True}}


def _documents(change: Callable[[list[Json]], list[Json]]) -> Callable[[Json], Json | None]:
    """Change the documents of an answer."""

    def changed(body: Json) -> Json | None:
        data: Json = body.get("data") or {}
        if "documents" in data:
            return {**body, "data": {**data, "documents": change(data["documents"])}}
        found: Json | None = data.get("document")
        return None if found is None else {**body, "data": {**data, "document": change([found])[0]}}

    return changed


def _of_others(documents: list[Json]) -> list[Json]:
    """Give each document the similarity of another one, so that they seem to be in order."""
    scores = [one["$similarity"] for one in documents if "$similarity" in one]
    if len(scores) != len(documents):
        return documents
    return [{**one, "$similarity": score} for one, score in zip(documents[::-1], scores, strict=True)]


def _unpacked(documents: list[Json]) -> list[Json]:
    return [{name: _numbers(value) if name == "$vector" else value for name, value in one.items()} for one in documents]


def _numbers(vector: Any) -> Any:
    if not isinstance(vector, dict):
        return vector
    raw = base64.b64decode(vector["$binary"])
    return list(struct.unpack(f">{len(raw) // 4}f", raw))


def _small_end_first(vector: Any) -> Any:
    if not isinstance(vector, dict) or not isinstance(vector.get("$binary"), str):
        return vector
    raw = base64.b64decode(vector["$binary"])
    return [number if abs(number) < _FAR else 0.0 for number in struct.unpack(f"<{len(raw) // 4}f", raw)]


def _numbered(body: Json) -> Json | None:
    vector: list[float] | None = body.get("status", {}).get("sortVector")
    return {**body, "status": {**body["status"], "sortVector": vector[::-1]}} if vector else None


def _paged(body: Json) -> Json | None:
    return (
        {**body, "data": {**body["data"], "nextPageState": "MTo6MTow"}} if "documents" in body.get("data", {}) else None
    )


def _has_null_vector(members: Json) -> bool:
    return "$vector" in members.get("document", {}) and members["document"]["$vector"] is None


def _smaller(parts: Parts) -> Parts:
    def similarity(matrix: Any, norms: Any, query: Any) -> Any:
        return euclidean(matrix, norms, query) * _SMALLER

    return parts.with_data_api(similarity={**parts.data_api.similarity, "euclidean": similarity})


DEFECTS: Final = (
    wrong(
        "vectors-never-shown",
        "No projection shows a vector.",
        "VECTOR-001 VECTORIZE-001",
        telling(_documents(lambda found: [_without("$vector")(one) for one in found]), *_READS),
    ),
    wrong(
        "vectors-unpacked",
        "A packed vector comes back as an array.",
        "VECTOR-007",
        telling(_documents(_unpacked), *_READS),
    ),
    wrong(
        "null-vector-refused",
        "A vector of null is refused.",
        "VECTOR-002",
        refusing("SHRED_BAD_DOCUMENT_VECTOR_TYPE", *_INSERTS, where=_has_null_vector),
    ),
    wrong(
        "zeros-stored",
        "A vector of zeros is taken where the metric is cosine.",
        "VECTOR-009",
        forgiving("INVALID_DATABASE_QUERY", *_INSERTS),
    ),
    wrong(
        "one-more-than-the-limit",
        "A search finds one document more than its limit.",
        "VECTOR-012",
        _searching(_limited),
    ),
    wrong("own-vector-not-nearest", "Euclidean similarity is a hundredth too small.", "VECTOR-016", _smaller),
    wrong(
        "search-cached-badly",
        "A search that is asked again leaves the nearest document out.",
        "VECTOR-017",
        forgetting(slice(1, None), lambda seen: b"$vector" in seen.request_body),
    ),
    wrong(
        "filter-overlooked-in-searches",
        "A search by a vector overlooks its filter.",
        "VECTOR-018",
        _searching(_without("filter")),
    ),
    wrong(
        "no-vector-found",
        "A search by a vector finds a document without one, too.",
        "VECTOR-019",
        telling(_documents(lambda found: [*found, {"_id": "1"}]), "find", where=_is_search),
    ),
    wrong(
        "last-found-left-out",
        "A search by a vector that finds several documents leaves out the last.",
        "SORT-004 LAW-014",
        telling(_documents(lambda found: found[: max(len(found) - 1, 1)]), "find", where=_is_search),
    ),
    wrong(
        "similarities-of-others",
        "A search by a vector finds the right documents backwards, with each other's similarities.",
        "SORT-005",
        telling(_documents(_of_others), "find", where=_is_search),
    ),
    wrong("similarity-always", "A search by a vector always shows the similarity.", "VECTOR-021", _searching(_scored)),
    wrong(
        "sort-vector-backwards",
        "The vector that was searched by is told backwards.",
        "VECTOR-022",
        telling(_numbered, *_READS),
    ),
    wrong(
        "binary-small-end-first",
        "A packed vector to search by is read with the small end first.",
        "VECTOR-023",
        taking("sort.$vector", _small_end_first, *_READS),
    ),
    wrong(
        "zeros-searched",
        "A search by zeros finds nothing where the metric is cosine.",
        "VECTOR-029",
        forgiving("INVALID_DATABASE_QUERY", *_READS),
    ),
    wrong(
        "skip-overlooked-in-searches",
        "A search by a vector overlooks what it should skip.",
        "VECTOR-031",
        _searching(_unskipped),
    ),
    wrong(
        "vectors-always-shown",
        "An empty projection shows everything, vectors and texts to embed, too.",
        "VECTOR-032",
        taking("projection", lambda shown: shown or {"*": 1}, *_READS),
    ),
    wrong("sort-overlooked-in-writes", "A write overlooks its sort.", "VECTOR-033", overlooking("sort", *_WRITES)),
    wrong(
        "vector-never-unset",
        "A vector cannot be taken away.",
        "VECTOR-034 EMBED-019",
        overlooking("update.$unset.$vector", "updateOne", "updateMany"),
    ),
    wrong(
        "vector-filter-forgiven",
        "A filter by a vector finds nothing, and is not refused.",
        "VECTOR-036",
        forgiving(
            "FILTER_INVALID_EXPRESSION", *_READS, where=lambda members: "$vector" in (members.get("filter") or {})
        ),
    ),
    wrong("searches-in-pages", "A search names a next page.", "VECTOR-037", telling(_paged, "find", where=_is_search)),
    wrong(
        "other-length-by-change",
        "A change that gives a vector of another length is taken and does nothing.",
        "VECTOR-038",
        forgiving("INVALID_VECTOR_LENGTH", "updateOne", "findOneAndUpdate", "findOneAndReplace"),
    ),
)
