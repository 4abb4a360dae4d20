"""What a body may be, and what is said of one that is no command."""

import json
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import (
    all_of,
    document_is,
    found_ids,
    found_no_document,
    http_status,
    inserted,
    refused_with,
    well_formed,
)
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.strategies.bodies import broken_json, other_json
from vectorproof.harness.target import Target

_LEVELS: Final = st.integers(0, 2)
_NAMES: Final = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
_SEVERAL: Final[tuple[dict[str, Any], ...]] = (
    {"find": {}, "findOne": {}},
    {"a": {}, "b": {}, "c": {}},
    {"find": 1, "a": 2},
)
_LONGEST_NUMBER: Final = 100


@requirement("HTTP-001")
@boundaries({"nothing": {"body": b"", "level": 2}, "no text": {"body": b"\xff\xfe\x00", "level": 0}})
@given(body=st.binary(max_size=80), level=_LEVELS)
def test_any_bytes(target: Target, body: bytes, level: int) -> None:
    """Whatever the bytes, the answer is an envelope over a status that says what it is."""
    with target.space() as space:
        collection = space.database.collection()
        answer = _sent(collection, body, level)
        space.check("HTTP-001", answer, all_of(http_status(200, 401, 413, 415), well_formed()))
        space.check("HTTP-001", collection.find({}), found_no_document())


@requirement("HTTP-002")
@boundaries(
    {
        "a command": {"body": '{"find": {}}', "content_type": "application/json", "level": 2},
        "another type of body": {"body": "wrong", "content_type": "text/plain", "level": 1},
        "an unknown command": {"body": '{"fnd": {}}', "content_type": "application/json", "level": 0},
    }
)
@costly(5)
@given(
    body=st.one_of(broken_json(), other_json(), st.just('{"find": {}}')),
    content_type=st.sampled_from(("application/json", "text/plain")),
    level=_LEVELS,
)
def test_no_token(target: Target, body: str, content_type: str, level: int) -> None:
    """Without a token nothing else is looked at."""
    with target.space() as space:
        headers = {"Token": None, "Content-Type": content_type}
        answer = _sent(space.database.collection(), body, level, headers)
        refusal = refused_with("MISSING_AUTHENTICATION_TOKEN", status=401, family="REQUEST", scope="SECURITY")
        space.check("HTTP-002", answer, refusal)


@requirement("HTTP-013")
@boundaries({"cut off": {"body": '{"find": ', "level": 2}, "a word": {"body": "wrong", "level": 0}})
@costly(5)
@given(body=broken_json(), level=_LEVELS)
def test_no_json(target: Target, body: str, level: int) -> None:
    """What breaks off or is no JSON from the start is told as such."""
    with target.space() as space:
        answer = _sent(space.database.collection(), body, level)
        space.check("HTTP-013", answer, refused_with("REQUEST_NOT_JSON", "INVALID_REQUEST_NOT_JSON", family="REQUEST"))


@requirement("HTTP-014")
@boundaries({"at the root": {"name": "a", "depth": 0}, "deep below": {"name": "a", "depth": 5}})
@costly(5)
@given(name=_NAMES, depth=st.integers(0, 5))
def test_doubled_member(target: Target, name: str, depth: int) -> None:
    """A member that stands twice is no JSON, however deep; standing once it is stored."""
    with target.space() as space:
        collection = space.database.collection()
        twice = _nested(f'{{"{name}": 1, "{name}": 1}}', depth)
        refusal = _sent(collection, f'{{"insertOne": {{"document": {twice}}}}}', 2)
        space.check("HTTP-014", refusal, refused_with("REQUEST_NOT_JSON", "INVALID_REQUEST_NOT_JSON"))
        once = _nested(f'{{"{name}": 1}}', depth, '"_id": "1", ')
        space.check("HTTP-014", _sent(collection, f'{{"insertOne": {{"document": {once}}}}}', 2), inserted("1"))


@requirement("HTTP-015")
@boundaries(
    {"a brace": {"rest": "}"}, "a second command": {"rest": '{"deleteMany": {}}'}, "words": {"rest": " and more"}}
)
@costly(5)
@given(rest=st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=20))
def test_whatever_follows(target: Target, rest: str) -> None:
    """The first complete value is the command; nothing behind it is read."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one({"_id": "1"})
        space.check("HTTP-015", _sent(collection, '{"findOne": {}}' + rest, 2), document_is({"_id": "1"}))


@requirement("HTTP-016")
@boundaries({"null": {"body": "null", "level": 2}, "nothing": {"body": "", "level": 1}})
@costly(5)
@given(body=st.sampled_from(("null", "", " ", "\n", " null ")), level=_LEVELS)
def test_no_body(target: Target, body: str, level: int) -> None:
    """Without a body the command is missing, and that is what is said."""
    with target.space() as space:
        answer = _sent(space.database.collection(), body, level)
        space.check("HTTP-016", answer, refused_with("COMMAND_FIELD_VALUE_INVALID", says="'command'"))


@requirement("HTTP-017")
@boundaries(
    {
        "an empty object": {"body": {}, "level": 2},
        "an array": {"body": [{"find": {}}], "level": 2},
        "two commands": {"body": {"find": {}, "findOne": {}}, "level": 2},
        "a number": {"body": 5, "level": 0},
    }
)
@costly(5)
@given(
    body=st.one_of(
        st.builds(dict[str, Any]),
        st.lists(st.just("find"), max_size=3),
        st.booleans(),
        st.integers(-5, 5),
        st.text(max_size=9),
        st.sampled_from(_SEVERAL),
    ),
    level=_LEVELS,
)
def test_no_single_member(target: Target, body: Any, level: int) -> None:
    """One command at a time, in an object."""
    with target.space() as space:
        answer = _sent(space.database.collection(), json.dumps(body), level)
        space.check("HTTP-017", answer, refused_with("REQUEST_STRUCTURE_MISMATCH", "COMMAND_UNKNOWN"))


@requirement("HTTP-018")
@boundaries({"null": {"inside": None}, "a number": {"inside": 5}, "an array": {"inside": []}})
@costly(5)
@given(inside=st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.lists(st.integers(0, 3), max_size=2)))
def test_command_that_is_no_object(target: Target, inside: Any) -> None:
    """What a command says stands in an object."""
    with target.space() as space:
        answer = space.database.collection().command({"find": inside})
        space.check("HTTP-018", answer, refused_with("REQUEST_STRUCTURE_MISMATCH"))


@requirement("HTTP-023")
@boundaries(
    {
        "100 and 101 digits": {"length": 100, "command": "insertOne"},
        "in a filter": {"length": 100, "command": "find"},
        "one digit": {"length": 1, "command": "insertOne"},
    }
)
@costly(5)
@given(length=st.integers(1, _LONGEST_NUMBER), command=st.sampled_from(("insertOne", "find")))
def test_long_numbers(target: Target, length: int, command: str) -> None:
    """A number has a hundred characters at most, in a document and in any other place."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one({"_id": "there"})
        refusal = _sent(collection, _with_number(command, "1" * (_LONGEST_NUMBER + 1)), 2)
        space.check("HTTP-023", refusal, refused_with("SHRED_DOC_LIMIT_VIOLATION", says="100"))
        answer = _sent(collection, _with_number(command, "1" * length), 2)
        right = inserted("1") if command == "insertOne" else found_ids("there")
        space.check("HTTP-023", answer, right)


@requirement("HTTP-025")
@boundaries({"no JSON": {"body": "wrong"}, "an unknown command": {"body": '{"fnd": {}}'}})
@costly(5)
@given(body=st.one_of(broken_json(), _NAMES.map(lambda name: f'{{"no_{name}": {{}}}}')))
def test_body_before_token(target: Target, body: str) -> None:
    """A token that nobody knows is not looked at before the body makes sense."""
    with target.space() as space:
        answer = _sent(space.database.collection(), body, 2, {"Token": "AstraCS:nobody:" + "0" * 40})
        codes = ("REQUEST_NOT_JSON", "COMMAND_UNKNOWN")
        space.check("HTTP-025", answer, refused_with(*codes, status=200))


def _sent(
    collection: Collection, body: str | bytes, level: int, headers: dict[str, str | None] | None = None
) -> Exchange:
    """Send a body as it is to one of the three levels."""
    keyspace = collection.keyspace if level else None
    name = collection.name if level == 2 else None  # general, keyspace, collection
    return collection.database.send_text(body, keyspace=keyspace, collection=name, headers=headers)


def _nested(inner: str, depth: int, first: str = "") -> str:
    """Put JSON some objects deep; ``first`` stands at the root."""
    for _ in range(depth):
        inner = f'{{"in": {inner}}}'
    return "{" + first + inner.removeprefix("{")


def _with_number(command: str, number: str) -> str:
    if command == "insertOne":
        return f'{{"insertOne": {{"document": {{"_id": "1", "n": {number}}}}}}}'
    return f'{{"find": {{"filter": {{"n": {{"$ne": {number}}}}}}}}}'
