"""Wrong part: what filters, sorts, projections, limits, pages and counts mean."""

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from vectorproof.mocks.dataapi.clauses.filters import Comparison, Condition, Group
from vectorproof.mocks.dataapi.clauses.matching import compiled
from vectorproof.mocks.dataapi.clauses.sorting import ordered
from vectorproof.mocks.defects import wrong
from vectorproof.mocks.parts import Parts, Reply, Seen
from vectorproof.mocks.spoiling import (
    NOTHING,
    Json,
    forgetting,
    forgiving,
    hearing,
    overlooking,
    taking,
    telling,
    with_data_api,
)

_READS: Final = ("find", "findOne")
_FILTERED: Final = ("find", "findOne", "countDocuments", "deleteMany", "deleteOne", "updateMany", "updateOne")
_VACUOUS: Final[tuple[Json, ...]] = ({"a": {}}, {"$and": []}, {"$or": []}, {"$not": {}})


def _meaning(turn: Callable[[Condition], Condition]) -> Any:
    """Read every comparison and every group of a filter another way."""

    def turned(condition: Condition) -> Condition:
        if isinstance(condition, Group):
            return turn(replace(condition, items=tuple(turned(item) for item in condition.items)))
        return turn(condition)

    return with_data_api(predicate=lambda condition: compiled(turned(condition)))


def _comparing(operator: str, change: Callable[[Comparison], Condition]) -> Any:
    return _meaning(
        lambda one: (
            change(one) if isinstance(one, Comparison) and one.operator == operator and one.path != "_id" else one
        )
    )


def _not_null(one: Comparison) -> Condition:
    return Group(every=True, items=(one, replace(one, operator="$ne", operand=None))) if one.operand else one


def _any(condition: Condition) -> Condition:
    if not isinstance(condition, Group) or not condition.every or len(condition.items) < 2:  # noqa: PLR2004  # one is no choice
        return condition
    return replace(condition, every=False)


def _every(condition: Condition) -> Condition:
    return replace(condition, every=True) if isinstance(condition, Group) and condition.items else condition


def _unnegated(wish: Any) -> Any:
    return wish["$not"] if isinstance(wish, dict) and {*wish} == {"$not"} else wish


def _texts_for_ids(wish: Any) -> Any:
    return {**wish, "_id": str(wish["_id"])} if isinstance(wish, dict) and type(wish.get("_id")) is int else wish


def _has_wrong_operand(members: Json) -> bool:
    wish: Any = (members.get("filter") or {}).get("a")
    return isinstance(wish, dict) and bool(wish) and all(name.startswith("$") for name in wish)


def _without_groups_of_one(wish: Any) -> Any:
    return (
        {}
        if isinstance(wish, dict) and {*wish} == {"$and"} and isinstance(wish["$and"], list) and len(wish["$and"]) == 1
        else wish
    )


def _from_the_start(projection: Any) -> Any:
    if not isinstance(projection, dict):
        return projection
    return {path: _sliced(wish) for path, wish in projection.items()}


def _sliced(wish: Any) -> Any:
    count: Any = wish.get("$slice") if isinstance(wish, dict) else None
    return {"$slice": -count} if isinstance(count, int) and count < 0 else wish


def _with_id(projection: Any) -> Any:
    return (
        {path: wish for path, wish in projection.items() if path != "_id" or wish}
        if isinstance(projection, dict) and len(projection) > 1
        else projection
    )


def _less_excluded(projection: Any) -> Any:
    excluded = [path for path, wish in projection.items() if wish == 0] if isinstance(projection, dict) else []
    return (
        {path: wish for path, wish in projection.items() if path != excluded[-1]} if len(excluded) > 1 else projection
    )


def _one_more(members: Json) -> Json | None:
    limit: Any = (members.get("options") or {}).get("limit")
    plain = isinstance(limit, int) and limit > 0 and not members.get("sort")
    return {**members, "options": {**members["options"], "limit": limit + 1}} if plain else None


def _count(change: Callable[[int], int]) -> Callable[[Json], Json | None]:
    def told(body: Json) -> Json | None:
        count: Any = body.get("status", {}).get("count")
        return None if count is None else {**body, "status": {**body["status"], "count": change(count)}}

    return told


def _page(change: Callable[[Json], Json]) -> Callable[[Json], Json | None]:
    """Change the data of a page that is not the last one."""
    return lambda body: {**body, "data": change(body["data"])} if body.get("data", {}).get("nextPageState") else None


def _without_what_is_left(data: Json) -> Json:
    token, _, rest = base64.b64decode(data["nextPageState"]).decode().split(":", 2)
    return {**data, "nextPageState": base64.b64encode(f"{token}::{rest}".encode()).decode()}


def _late(parts: Parts) -> Parts:
    """Hold the last document of a page back for the next one."""
    held: dict[str, Any] = {}

    def told(body: Json, path: str) -> Json | None:
        data: Json = body.get("data") or {}
        if "documents" not in data:
            return None
        documents = [*([held.pop(path)] if path in held else []), *data["documents"]]
        if data["nextPageState"] is not None:
            held[path] = documents.pop()
        return {**body, "data": {**data, "documents": documents}}

    def reply(seen: Seen) -> Reply | None:
        if b"pageState" not in seen.request_body:
            held.pop(seen.path, None)
        return telling(lambda body: told(body, seen.path), "find")(Parts()).rewrite(seen)

    return parts.with_replies(reply)


DEFECTS: Final = (
    wrong(
        "none-means-any",
        "$nin finds what is in its list.",
        "FILTER-004 LAW-005",
        _comparing("$nin", lambda one: replace(one, operator="$in")),
    ),
    wrong("null-does-not-exist", "$exists takes null for nothing.", "FILTER-006", _comparing("$exists", _not_null)),
    wrong(
        "size-one-short",
        "$size finds arrays of one element less.",
        "FILTER-007",
        _comparing("$size", lambda one: replace(one, operand=one.operand - 1)),
    ),
    wrong("or-means-and", "Of several conditions of $or all are needed.", "LAW-003", _meaning(_every)),
    wrong("and-means-or", "Of several conditions one is enough.", "FILTER-009 LAW-002", _meaning(_any)),
    wrong(
        "not-means-nothing",
        "$not is overlooked.",
        "FILTER-010 COUNT-003 LAW-004",
        taking("filter", _unnegated, *_FILTERED),
    ),
    wrong(
        "ids-looked-for-as-texts",
        "An id that is a whole number is looked for as its text.",
        "FILTER-011",
        taking("filter", _texts_for_ids, *_FILTERED),
    ),
    wrong(
        "operands-forgiven",
        "An operator with an operand that it does not take finds nothing, and is not refused.",
        "FILTER-013",
        forgiving("FILTER_INVALID_EXPRESSION", where=_has_wrong_operand),
    ),
    wrong(
        "shapes-forgiven",
        "A filter of a wrong shape finds nothing, and is not refused.",
        "FILTER-014",
        forgiving("FILTER_INVALID_EXPRESSION", where=lambda members: not _has_wrong_operand(members)),
    ),
    wrong(
        "nothing-asked-finds-nothing",
        "A filter that comes to no comparison finds nothing.",
        "FILTER-018",
        taking("filter", lambda wish: dict(NOTHING) if wish in _VACUOUS else wish, *_FILTERED),
    ),
    wrong(
        "group-of-one-overlooked",
        "A group of one condition is overlooked.",
        "FILTER-019",
        taking("filter", _without_groups_of_one, *_FILTERED),
    ),
    wrong(
        "first-key-decides",
        "A sort goes by its first key only.",
        "SORT-001",
        with_data_api(ordered=lambda documents, fields: ordered(documents, fields[:1])),
    ),
    wrong("skip-overlooked", "A sorted find skips nothing.", "SORT-002 LAW-007", overlooking("options.skip", "find")),
    wrong("find-one-unsorted", "findOne overlooks its sort.", "SORT-003", overlooking("sort", "findOne")),
    wrong(
        "id-always-shown",
        "A projection shows the id, though it is excluded.",
        "PROJECT-001",
        taking("projection", _with_id, *_READS),
    ),
    wrong(
        "slices-from-the-start",
        "$slice takes elements from the start, never from the end.",
        "PROJECT-002",
        taking("projection", _from_the_start, *_READS),
    ),
    wrong(
        "last-exclusion-overlooked",
        "Of several excluded fields the last one is shown.",
        "PROJECT-003",
        taking("projection", _less_excluded, *_READS),
    ),
    wrong(
        "projections-forgiven",
        "A projection that contradicts itself shows nothing, and is not refused.",
        "PROJECT-004",
        forgiving("UNSUPPORTED_PROJECTION_PARAM"),
    ),
    wrong("limit-and-one", "find gives one document more than its limit.", "FIND-002", hearing(_one_more, "find")),
    wrong(
        "counted-one-less",
        "countDocuments counts one less.",
        "COUNT-001 LAW-001",
        telling(_count(lambda count: max(count - 1, 0)), "countDocuments"),
    ),
    wrong(
        "empty-counts-as-one",
        "An empty collection counts as one document.",
        "COUNT-002",
        telling(_count(lambda count: count or 1), "countDocuments"),
    ),
    wrong(
        "last-of-a-page-lost",
        "The last document of a page is lost, if there is another page.",
        "PAGE-001",
        telling(_page(lambda data: {**data, "documents": data["documents"][:-1]}), "find"),
    ),
    wrong("pages-of-many-sizes", "The last document of a page comes with the next one.", "PAGE-002", _late),
    wrong(
        "limit-of-one-page",
        "A limit holds for the first page only.",
        "PAGE-003",
        telling(_page(_without_what_is_left), "find"),
    ),
    wrong(
        "page-read-once",
        "A page that is read again lacks its first document.",
        "PAGE-004",
        forgetting(slice(1, None), lambda seen: b"pageState" in seen.request_body),
    ),
    wrong(
        "updates-begin-again",
        "updateMany overlooks the page to go on with.",
        "PAGE-005",
        overlooking("options.pageState", "updateMany"),
    ),
    wrong(
        "more-data-untold",
        "deleteMany does not say that there is more.",
        "PAGE-006",
        telling(
            lambda body: (
                {**body, "status": {"deletedCount": body["status"]["deletedCount"]}} if "status" in body else None
            ),
            "deleteMany",
        ),
    ),
    wrong(
        "excluded-ids-of-any-kind",
        "A filter that excludes an id of a kind that cannot be excluded finds nothing, and is not refused.",
        "FILTER-020",
        forgiving("FILTER_UNSUPPORTED_DATA_TYPE", "find", "countDocuments", "deleteMany"),
    ),
)
