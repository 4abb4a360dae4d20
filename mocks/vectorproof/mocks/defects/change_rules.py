"""Wrong part: what updates, replacements and deletions make of documents, and what comes back of it."""

from collections.abc import Callable
from typing import Any, Final

from vectorproof.mocks.defects import wrong
from vectorproof.mocks.spoiling import Json, hearing, nowhere, overlooking, rewording, taking, telling

_UPDATES: Final = ("updateOne", "updateMany", "findOneAndUpdate")
_OTHER: Final = {"before": "after", "after": "before", None: "after"}


def _operator(name: str, change: Callable[[Json], Json]) -> Any:
    """Hear one operator of an update otherwise: as the operators that its members become."""

    def heard(update: Any) -> Any:
        if not isinstance(update, dict) or not isinstance(update.get(name), dict):
            return update
        others = {other: members for other, members in update.items() if other != name}
        return {**change(update[name]), **others}

    return taking("update", heard, *_UPDATES)


def _each(change: Callable[[Any], Any], name: str) -> Any:
    return _operator(name, lambda members: {name: {path: change(value) for path, value in members.items()}})


def _positive(value: Any) -> Any:
    return abs(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _without_position(value: Any) -> Any:
    return {"$each": value["$each"]} if isinstance(value, dict) and {*value} == {"$each", "$position"} else value


def _upserts(members: Json) -> bool:
    return bool((members.get("options") or {}).get("upsert"))


def _forgetful(members: Json, *, by_id: bool) -> Json | None:
    """Let an upsert forget what its filter said."""
    wish: Json = members.get("filter") or {}
    return nowhere(members) if _upserts(members) and ("_id" in wish) is by_id and wish else None


def _shown_otherwise(members: Json) -> Json:
    options: Json = members.get("options") or {}
    return {**members, "options": {**options, "returnDocument": _OTHER.get(options.get("returnDocument"), "after")}}


def _counted(**counts: int) -> Callable[[Json], Json | None]:
    def told(body: Json) -> Json | None:
        return (
            {**body, "status": {**body["status"], **counts}} if counts.keys() <= body.get("status", {}).keys() else None
        )

    return told


def _emptied(body: Json) -> Json | None:
    return _counted(deletedCount=0)(body) if body.get("status", {}).get("deletedCount") == -1 else None


def _no_document(body: Json) -> Json | None:
    return {**body, "data": {"document": None}} if body.get("data", {}).get("document") else None


def _first_only(update: Any) -> Any:
    return dict(list(update.items())[:1]) if isinstance(update, dict) else update


DEFECTS: Final = (
    wrong(
        "null-never-set",
        "$set overlooks null.",
        "UPDATE-001",
        _operator(
            "$set", lambda members: {"$set": {path: value for path, value in members.items() if value is not None}}
        ),
    ),
    wrong(
        "unset-sets-null",
        "$unset sets null.",
        "UPDATE-002",
        _operator("$unset", lambda members: {"$set": dict.fromkeys(members)}),
    ),
    wrong("never-decreased", "$inc overlooks a minus.", "UPDATE-003", _each(_positive, "$inc")),
    wrong("multiplied-by-adding", "$mul adds.", "UPDATE-004", _operator("$mul", lambda members: {"$inc": members})),
    wrong(
        "least-is-greatest",
        "$min keeps the greater value.",
        "UPDATE-005",
        _operator("$min", lambda members: {"$max": members}),
    ),
    wrong(
        "position-overlooked",
        "$push adds at the end, whatever the position.",
        "UPDATE-006",
        _each(_without_position, "$push"),
    ),
    wrong(
        "set-with-doubles",
        "$addToSet adds what is there already.",
        "UPDATE-007",
        _operator("$addToSet", lambda members: {"$push": members}),
    ),
    wrong(
        "popped-at-the-start",
        "$pop takes the first element, whichever was meant.",
        "UPDATE-008",
        _each(lambda value: -1 if value == 1 else value, "$pop"),
    ),
    wrong(
        "renamed-to-nothing",
        "$rename takes the value away.",
        "UPDATE-009",
        _operator("$rename", lambda members: {"$unset": members}),
    ),
    wrong(
        "first-operator-only",
        "Of several operators in one update the first is run.",
        "UPDATE-010",
        taking("update", _first_only, *_UPDATES),
    ),
    wrong(
        "date-of-the-beginning",
        "$currentDate puts the date on which computers' time began.",
        "UPDATE-015",
        _operator("$currentDate", lambda members: {"$set": {path: {"$date": 0} for path in members}}),
    ),
    wrong(
        "every-wish-a-date",
        "$currentDate takes any value for true.",
        "UPDATE-016",
        _each(lambda _: True, "$currentDate"),
    ),
    wrong(
        "operators-unnamed",
        "A refusal of an update does not name the operator.",
        "ENVELOPE-017",
        rewording("UNSUPPORTED_UPDATE_OPERATION_PARAM", r"\$(inc|mul)", "it"),
    ),
    wrong(
        "upsert-without-filter",
        "An upsert overlooks the equalities of its filter.",
        "UPDATE-011",
        hearing(lambda members: _forgetful(members, by_id=False), "updateOne"),
    ),
    wrong(
        "upsert-makes-up-its-id",
        "An upsert makes up an id where its filter names one.",
        "UPDATE-012",
        hearing(lambda members: _forgetful(members, by_id=True), "updateOne"),
    ),
    wrong(
        "before-for-after",
        "findOneAndUpdate gives the document after the change for the one before, and the other way round.",
        "UPDATE-013",
        hearing(_shown_otherwise, "findOneAndUpdate"),
    ),
    wrong(
        "update-many-overlooks-filter",
        "updateMany overlooks its filter.",
        "UPDATE-014 FIND-005",
        taking("filter", lambda _: {}, "updateMany"),
    ),
    wrong(
        "replaced-before-for-after",
        "findOneAndReplace gives the document after the change for the one before, and the other way round.",
        "REPLACE-001 FIND-006",
        hearing(_shown_otherwise, "findOneAndReplace"),
    ),
    wrong(
        "id-of-a-replacement-overlooked",
        "The id of a replacement is overlooked.",
        "REPLACE-002",
        overlooking("replacement._id", "findOneAndReplace"),
    ),
    wrong(
        "replacement-never-upserts",
        "findOneAndReplace makes no document where none matches.",
        "REPLACE-003",
        overlooking("options.upsert", "findOneAndReplace"),
    ),
    wrong(
        "deleted-document-not-given",
        "findOneAndDelete gives no document.",
        "DELETE-001",
        telling(_no_document, "findOneAndDelete"),
    ),
    wrong(
        "emptied-without-a-word",
        "deleteMany that empties a collection says 0.",
        "DELETE-003 DELETE-005",
        telling(_emptied, "deleteMany"),
    ),
)
