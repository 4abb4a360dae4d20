"""Wrong part: what two requests say of each other, each of which may be right by itself."""

from typing import Any, Final

from vectorproof.mocks.defects import wrong
from vectorproof.mocks.parts import Parts, Reply, Seen
from vectorproof.mocks.spoiling import Json, asked, forgetting, hearing, taking, telling

_READING: Final = frozenset({"find", "findOne", "countDocuments"})


def _less_the_last(members: Json) -> Json | None:
    documents: list[Any] = members.get("documents") or []
    return {**members, "documents": documents[:-1]} if len(documents) > 1 else None


def _modified(body: Json) -> Json | None:
    status: Json = body.get("status") or {}
    return {**body, "status": {**status, "modifiedCount": status["matchedCount"]}} if "matchedCount" in status else None


def _with_nulls(seen: Seen) -> Reply | None:
    """Show a member that a projection wishes and a document has not as null."""
    projection: Any = asked(seen).get("projection") or {}
    wished = [name for name, wish in projection.items() if wish in (1, True) and name[:1] not in "$*"]

    def shown(body: Json) -> Json | None:
        found: list[Json] | None = (body.get("data") or {}).get("documents")
        nulls = dict.fromkeys(name for name in wished if "." not in name)
        return (
            None if found is None else {**body, "data": {**body["data"], "documents": [{**nulls, **d} for d in found]}}
        )

    return telling(shown, "find")(Parts()).rewrite(seen) if wished else None


def _lopsided(parts: Parts) -> Parts:
    """Make everything a little less similar to a vector that begins below zero."""

    def of(right: Any) -> Any:
        def similarity(matrix: Any, norms: Any, query: Any) -> Any:
            return right(matrix, norms, query) * (0.9 if query[0] < 0 else 1.0)

        return similarity

    return parts.with_data_api(similarity={name: of(right) for name, right in parts.data_api.similarity.items()})


def _last_farther(body: Json) -> Json | None:
    found: list[Json] = (body.get("data") or {}).get("documents") or []
    if len(found) < 2 or "$similarity" not in found[-1]:  # noqa: PLR2004  # one has no other beside it
        return None
    last = {**found[-1], "$similarity": found[-1]["$similarity"] * 0.9}
    return {**body, "data": {**body["data"], "documents": [*found[:-1], last]}}


def _numbers_as_texts(wish: Any) -> Any:
    if not isinstance(wish, dict):
        return wish
    return {path: str(value) if type(value) is int else value for path, value in wish.items()}


DEFECTS: Final = (
    wrong(
        "missing-shown-as-null",
        "A projection shows as null what a document has not.",
        "LAW-008",
        lambda parts: parts.with_replies(_with_nulls),
    ),
    wrong(
        "find-forgets",
        "A find that is sent again leaves out its last document.",
        "LAW-009",
        forgetting(slice(-1), lambda _: True, ends=lambda seen: seen.command not in _READING),
    ),
    wrong(
        "every-match-modified",
        "An update says that it modified whatever it matched.",
        "LAW-010",
        telling(_modified, "updateOne", "updateMany"),
    ),
    wrong(
        "deletes-numbers-as-texts",
        "deleteMany looks for numbers as texts.",
        "LAW-011",
        taking("filter", _numbers_as_texts, "deleteMany"),
    ),
    wrong(
        "last-of-a-batch-lost",
        "insertMany overlooks the last of several documents.",
        "LAW-012",
        hearing(_less_the_last, "insertMany"),
    ),
    wrong("similarity-lopsided", "A vector that begins below zero is told less similarity.", "LAW-013", _lopsided),
    wrong(
        "last-told-as-farther",
        "A search by a text tells the last of several documents as farther than it is.",
        "LAW-016",
        telling(_last_farther, "find", where=lambda members: "$vectorize" in (members.get("sort") or {})),
    ),
)
