"""Commands and their members: what is known where, and what is said of the rest."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import found_ids, refused_with, status_holds
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target
from vectorproof.specs.commands import commands

_NAMES: Final = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ", min_size=3, max_size=16).filter(
    lambda name: name not in commands() and not _known_anywhere(name)
)
_TABLE_ONLY: Final = ("alterTable", "createIndex", "createVectorIndex", "listIndexes", "createTextIndex")
_WITHOUT_OPTIONS: Final[tuple[dict[str, Any], ...]] = (
    {"insertOne": {"document": {}}},
    {"deleteOne": {"filter": {}}},
    {"deleteMany": {"filter": {"a": 1}}},
    {"countDocuments": {}},
    {"estimatedDocumentCount": {}},
)
_WITH_OPTIONS: Final = (
    "find",
    "findOne",
    "findOneAndUpdate",
    "findOneAndReplace",
    "updateOne",
    "updateMany",
    "insertMany",
)
_NO_OPTIONS: Final[tuple[dict[str, Any] | None, ...]] = (None, {})
_LEVELS: Final = ("general", "keyspace", "collection")


@requirement("HTTP-019")
@boundaries({"a misspelt one": {"name": "findAll", "level": 2}, "at the general level": {"name": "help", "level": 0}})
@costly(5)
@given(name=_NAMES, level=st.integers(0, 2))
def test_unknown_command(target: Target, name: str, level: int) -> None:
    """A command of no name is refused and named."""
    with target.space() as space:
        answer = _at_level(space.database.collection(), {name: {}}, level)
        space.check("HTTP-019", answer, refused_with("COMMAND_UNKNOWN", "INVALID_REQUEST_UNKNOWN_COMMAND", says=name))


@requirement("HTTP-020")
@boundaries(
    {
        "find at a keyspace": {"name": "find", "level": 1},
        "createCollection at a collection": {"name": "createCollection", "level": 2},
        "insertOne at the general level": {"name": "insertOne", "level": 0},
    }
)
@costly(5)
@given(name=st.sampled_from([c.name for c in commands().values() if c.simulated]), level=st.integers(0, 2))
def test_other_level(target: Target, name: str, level: int) -> None:
    """A command is known at one level only."""
    with target.space() as space:
        there = _LEVELS.index(commands()[name].level)
        level = (there + 1) % 3 if level == there else level
        answer = _at_level(space.database.collection(), {name: {}}, level)
        space.check("HTTP-020", answer, refused_with("COMMAND_UNKNOWN", "INVALID_REQUEST_UNKNOWN_COMMAND", says=name))


@requirement("HTTP-021")
@boundaries(
    {
        "find": {"name": "find", "member": "where"},
        "findOneAndDelete has no options": {"name": "findOneAndDelete", "member": "options"},
        "updateMany has no sort": {"name": "updateMany", "member": "sort"},
        "estimatedDocumentCount has no filter": {"name": "estimatedDocumentCount", "member": "filter"},
    }
)
@costly(3)
@given(name=st.sampled_from([*_WITH_OPTIONS, "countDocuments", "deleteOne"]), member=_NAMES)
def test_unknown_member(target: Target, name: str, member: str) -> None:
    """A member that a command does not have is named in the refusal."""
    with target.space() as space:
        answer = space.database.collection().command({name: {member: {}}})
        space.check("HTTP-021", answer, refused_with("COMMAND_FIELD_UNKNOWN", says=f"'{member}'"))


@requirement("HTTP-022")
@boundaries(
    {
        "find": {"name": "find", "member": "ordered"},
        "findOne has no limit": {"name": "findOne", "member": "limit"},
        "insertMany has no upsert": {"name": "insertMany", "member": "upsert"},
    }
)
@costly(3)
@given(name=st.sampled_from(_WITH_OPTIONS), member=_NAMES)
def test_unknown_option(target: Target, name: str, member: str) -> None:
    """An option that a command does not have is named in the refusal."""
    with target.space() as space:
        answer = space.database.collection().command({name: {"options": {member: 1}}})
        space.check("HTTP-022", answer, refused_with("COMMAND_FIELD_UNKNOWN", says=f"'{member}'"))


@requirement("HTTP-024")
@boundaries(
    {
        "options that are a number": {"name": "find", "member": "options", "value": 5},
        "documents that are an object": {"name": "insertMany", "member": "documents", "value": {}},
        "a replacement that is an array": {"name": "findOneAndReplace", "member": "replacement", "value": []},
    }
)
@costly(5)
@given(
    name=st.sampled_from(_WITH_OPTIONS),
    member=st.just("options"),
    value=st.one_of(st.integers(1, 9), st.booleans(), st.lists(st.integers(0, 1), min_size=1, max_size=2)),
)
def test_other_type(target: Target, name: str, member: str, value: Any) -> None:
    """A member of another JSON type does not fit."""
    with target.space() as space:
        answer = space.database.collection().command({name: {member: value}})
        space.check("HTTP-024", answer, refused_with("REQUEST_STRUCTURE_MISMATCH"))


@requirement("HTTP-026")
@boundaries({"alterTable": {"name": "alterTable"}, "listIndexes": {"name": "listIndexes"}})
@costly(5)
@given(name=st.sampled_from(_TABLE_ONLY))
def test_table_command(target: Target, name: str) -> None:
    """What is for tables only is refused where there is a collection."""
    with target.space() as space:
        answer = space.database.collection().command({name: {}})
        space.check("HTTP-026", answer, refused_with("UNSUPPORTED_COLLECTION_COMMAND", says=name))


@requirement("HTTP-027")
@boundaries(
    {
        "a limit": {"body": _WITHOUT_OPTIONS[0], "options": {"limit": 1}},
        "at a count": {"body": _WITHOUT_OPTIONS[3], "options": {"a": None}},
    }
)
@costly(3)
@given(
    body=st.sampled_from(_WITHOUT_OPTIONS),
    options=st.dictionaries(_NAMES, st.integers(0, 3), min_size=1, max_size=2),
)
def test_no_options(target: Target, body: dict[str, Any], options: dict[str, Any]) -> None:
    """Where there are no options, only none at all are accepted."""
    ((name, members),) = body.items()
    with target.space() as space:
        collection = space.database.collection()
        refusal = collection.command({name: {**members, "options": options}})
        space.check("HTTP-027", refusal, refused_with("COMMAND_ACCEPTS_NO_OPTIONS", says=name))
        collection.insert_one({"_id": "1"})
        for none in _NO_OPTIONS:
            space.check(
                "HTTP-027",
                collection.command({"deleteMany": {"filter": {"a": 1}, "options": none}}),
                status_holds(deletedCount=0),
            )


_LENIENT = (
    Row(
        "HTTP-028", {"digits": "2", "a fraction": 2.9, "a whole fraction": 2.0}, st.sampled_from(("2", 2.5, 2.0, " 2"))
    ),
)


@requirement(*ids(_LENIENT))
@boundaries(edges(_LENIENT))
@costly(5)
@given(row=rows_of(_LENIENT))
def test_whole_numbers(target: Target, row: Drawn) -> None:
    """A limit of two is two, however it is written."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_many([{"_id": name} for name in ("a", "b", "c")])
        answer = collection.find({}, sort={"_id": 1}, options={"limit": row.value})
        space.check("HTTP-028", answer, found_ids("a", "b", ordered=True))


def _at_level(collection: Collection, body: dict[str, Any], level: int) -> Exchange:
    keyspace = collection.keyspace if level else None
    name = collection.name if level == 2 else None  # general, keyspace, collection
    return collection.database.command(body, keyspace=keyspace, collection=name)


def _known_anywhere(name: str) -> bool:
    members = ("filter", "sort", "projection", "options", "update", "document", "documents", "replacement")
    options = ("limit", "skip", "upsert", "ordered")
    return name in members + options
