"""Wrong part: documents as they are inserted and come back, their ids, names, values and limits."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import orjson

from vectorproof.mocks.defects import wrong
from vectorproof.mocks.parts import Seen
from vectorproof.mocks.spoiling import (
    Json,
    asked,
    forgiving,
    hearing,
    refusing,
    refusing_again,
    rewording,
    taking,
    telling,
)

_READS: Final = ("find", "findOne")
_INSERTS: Final = ("insertOne", "insertMany")
_LIMIT: Final = "SHRED_DOC_LIMIT_VIOLATION"
_LONGEST: Final = 8000
_SPECIAL: Final = frozenset({"$vector", "$vectorize", "$lexical"})


def _inserting(change: Callable[[Any], Any]) -> Any:
    """Hear every document that is inserted otherwise."""

    def heard(members: Json) -> Json:
        many = {"documents": [change(one) for one in members["documents"]]} if "documents" in members else {}
        return {**members, **({"document": change(members["document"])} if "document" in members else many)}

    return hearing(heard, *_INSERTS)


def _showing(change: Callable[[Any], Any], *commands: str) -> Any:
    """Show every document that is read otherwise."""

    def told(body: Json) -> Json | None:
        data: Json = body.get("data") or {}
        if "documents" in data:
            return {**body, "data": {**data, "documents": [change(one) for one in data["documents"]]}}
        found: Any = data.get("document")
        return None if found is None else {**body, "data": {**data, "document": change(found)}}

    return telling(told, *(commands or _READS))


def _values(value: Any, change: Callable[[Json], Any]) -> Any:
    """Change every object below a value, itself included."""
    if isinstance(value, list):
        return [_values(item, change) for item in value]
    if isinstance(value, dict):
        return change({name: _values(member, change) for name, member in value.items()})
    return value


def _undated(one: Json) -> Any:
    return one["$date"] if one.keys() == {"$date"} else one


def _untold(body: Json) -> Json | None:
    return (
        {**body, "status": {**body["status"], "insertedIds": []}} if "insertedIds" in body.get("status", {}) else None
    )


def _without_id(members: Json) -> bool:
    return "_id" not in members.get("document", {"_id": 1})


def _wraps(wrapper: str) -> Callable[[Json], bool]:
    return lambda members: f'"{wrapper}":' in orjson.dumps(members).decode()


def _names(value: Any) -> Iterator[str]:
    """Give the names of all objects below a value, itself included."""
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _names(inner)


def _has_dollars(members: Json) -> bool:
    return any(name.startswith("$") and name not in _SPECIAL for name in _names(members.get("document")))


def _has_special_below(members: Json) -> bool:
    document: Any = members.get("document")
    return isinstance(document, dict) and not _SPECIAL.isdisjoint(_names(list(document.values())))


def _marked(body: Json) -> Json | None:
    ids: list[Any] = body.get("status", {}).get("insertedIds", [])
    told = [f"{one} " if isinstance(one, str) else one for one in ids]
    return None if told == ids else {**body, "status": {**body["status"], "insertedIds": told}}


def _number_as_text(document: Any) -> Any:
    number: Any = document.get("_id") if isinstance(document, dict) else None
    return {**document, "_id": str(number)} if type(number) is int else document


def _in_capitals(value: Any) -> Any:
    return _values(value, lambda one: {"$uuid": one["$uuid"].upper()} if one.keys() == {"$uuid"} else one)


def _nested(document: Any) -> Any:
    """Read a dot in a name at the root as the path to a member of a member."""
    if not isinstance(document, dict):
        return document
    read: Json = {}
    for name, value in document.items():
        first, dot, rest = name.partition(".")
        read |= {first: {rest: value}} if dot and first and rest else {name: value}
    return read


def _unescaped(wish: Any) -> Any:
    return {name.replace("&.", "."): value for name, value in wish.items()} if isinstance(wish, dict) else wish


def _has_long_text(members: Json) -> bool:
    document: Any = members.get("document")
    texts = document.values() if isinstance(document, dict) else ()
    return any(isinstance(text, str) and len(text.encode()) > _LONGEST for text in texts)


def _is_odd(members: Json) -> bool:
    document: Any = members.get("document")
    return isinstance(document, dict) and any(not name.isascii() or " " in name for name in document)


def _only_the_id(members: Json) -> bool:
    return {*(members.get("filter") or {})} == {"_id"}


def _none(body: Json) -> Json | None:
    return {**body, "data": {**body["data"], "documents": []}} if "documents" in body.get("data", {}) else None


def _shortened(body: Json) -> Json | None:
    found: list[Json] = body.get("data", {}).get("documents") or []
    shown = [dict(list(one.items())[:-1]) if len(one) > 1 else one for one in found]
    return {**body, "data": {**body["data"], "documents": shown}} if found else None


def _with_first_condition(wish: Any) -> Any:
    return {"_id": wish["_id"]} if isinstance(wish, dict) and "_id" in wish else wish


def _deleted(seen: Seen) -> object:
    wish: Any = asked(seen).get("filter") or {}
    return (seen.path, str(wish["_id"])) if seen.command == "deleteOne" and {*wish} == {"_id"} else None


def _inserted_again(seen: Seen) -> object:
    document: Any = asked(seen).get("document") or {}
    return (seen.path, str(document.get("_id"))) if seen.command == "insertOne" else None


DEFECTS: Final = (
    wrong(
        "ids-told-with-a-space",
        "An id that is a text is told with a space behind it.",
        "INSERT-001",
        telling(_marked, "insertOne"),
    ),
    wrong(
        "made-up-id-untold",
        "The id that a document gets is not told.",
        "INSERT-002",
        telling(_untold, "insertOne", where=_without_id),
    ),
    wrong(
        "number-ids-become-texts",
        "An id that is a whole number is stored as its text.",
        "IDS-001",
        _inserting(_number_as_text),
    ),
    wrong("uuid-in-capitals", "UUIDs are shown in capitals.", "IDS-002", telling(_in_capitals, *_READS, *_INSERTS)),
    wrong(
        "any-id",
        "An id of a type that is none is overlooked, with its document.",
        "IDS-003",
        forgiving("SHRED_BAD_DOCID_TYPE", *_INSERTS),
    ),
    wrong(
        "id-alone-counts",
        "A filter by an id overlooks its other conditions.",
        "IDS-004",
        taking("filter", _with_first_condition, *_READS),
    ),
    wrong(
        "last-member-left-out",
        "find without a projection leaves out a document's last member.",
        "FIND-001",
        telling(_shortened, "find", where=lambda members: not members.get("projection")),
    ),
    wrong(
        "find-by-id-finds-nothing",
        "find by an id alone finds nothing.",
        "FIND-003",
        telling(_none, "find", where=_only_the_id),
    ),
    wrong(
        "deleted-id-taken",
        "The id of a deleted document cannot be used again.",
        "DELETE-004",
        refusing_again("DOCUMENT_ALREADY_EXISTS", _deleted, _inserted_again),
    ),
    wrong(
        "long-texts-nowhere",
        "A text of more than 8000 bytes is refused where it is not indexed, too.",
        "DOCLIMIT-009",
        refusing(_LIMIT, "insertOne", where=_has_long_text),
    ),
    wrong(
        "limits-of-inserts-only",
        "An update beyond a limit is overlooked, not refused.",
        "DOCLIMIT-010",
        forgiving(_LIMIT, "updateOne"),
    ),
    wrong(
        "always-in-order",
        "insertMany stops at the first document that is refused, in order or not.",
        "DOCLIMIT-011",
        hearing(
            lambda members: {**members, "options": {**(members.get("options") or {}), "ordered": True}}, "insertMany"
        ),
    ),
    wrong(
        "names-in-ascii",
        "A member's name holds ASCII without spaces.",
        "DOCLIMIT-012",
        refusing("SHRED_BAD_FIELD_NAME", "insertOne", where=_is_odd),
    ),
    wrong(
        "dollars-overlooked",
        "A document with a name that begins with a dollar is overlooked.",
        "DOCLIMIT-014",
        forgiving("SHRED_BAD_FIELD_NAME", "insertOne", where=_has_dollars),
    ),
    wrong(
        "special-names-anywhere",
        "A document with $vector, $vectorize or $lexical below the root is overlooked.",
        "DOCLIMIT-015",
        forgiving("SHRED_BAD_FIELD_NAME", "insertOne", where=_has_special_below),
    ),
    wrong(
        "any-uuid",
        "A document with a $uuid that is none is overlooked.",
        "DOCLIMIT-017",
        forgiving("SHRED_BAD_EJSON_VALUE", "insertOne", where=_wraps("$uuid")),
    ),
    wrong(
        "any-object-id",
        "A document with an $objectId that is none is overlooked.",
        "DOCLIMIT-018",
        forgiving("SHRED_BAD_EJSON_VALUE", "insertOne", where=_wraps("$objectId")),
    ),
    wrong(
        "dates-come-back-as-numbers",
        "Dates come back as numbers.",
        "DOCLIMIT-019",
        _showing(lambda one: _values(one, _undated)),
    ),
    wrong("dots-are-paths", "A dot in a member's name is a path.", "DOCLIMIT-020 LAW-006", _inserting(_nested)),
    wrong(
        "escaped-dots-are-paths",
        "An escaped dot in a filter's path is a path all the same.",
        "DOCLIMIT-021",
        taking("filter", _unescaped, *_READS),
    ),
    wrong(
        "numbers-rounded",
        "Numbers come back rounded to floating point.",
        "DOCLIMIT-022",
        telling(lambda body: body, *_READS),
    ),
    wrong(
        "members-sorted",
        "Members come back sorted by their names.",
        "DOCLIMIT-023",
        _showing(lambda one: dict(sorted(one.items()))),
    ),
    wrong(
        "limits-unnamed",
        "A refusal because of a limit does not say how much was found.",
        "DOCLIMIT-024",
        rewording(_LIMIT, r"\(\d+\) exceeds", "exceeds"),
    ),
)
