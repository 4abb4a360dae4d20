"""Documents, ids, values and limits, rule by rule (reference section 7)."""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import Lab, Reply
from tests.unit.mocks.dataapi.sections.rows import (
    OBJECT_ID,
    UUID,
    Row,
    covers,
    find,
    find_one,
    finds,
    fine,
    insert,
    insert_many,
    refused_document,
    says,
    shows,
    status,
    update,
)

TYPE, VALUE, NAME, LIMIT = (
    "SHRED_BAD_DOCID_TYPE", "SHRED_BAD_DOCID_VALUE", "SHRED_BAD_FIELD_NAME", "SHRED_DOC_LIMIT_VIOLATION",
)  # fmt: skip
WRAPPED = "SHRED_BAD_EJSON_VALUE"
#: From the first day of the Gregorian calendar to 1970, in ticks of 100 ns (RFC 9562, 5.1).
GREGORIAN_TICKS = 0x01B21DD213814000


def nested(levels: int, inner: Any = 1) -> Any:
    """Nest objects so many levels deep."""
    for _ in range(levels):
        inner = {"k": inner}
    return inner


def id_matches(test: Callable[[Any], bool]) -> Callable[[Reply], None]:
    """Expect one new id of a form."""

    def expect(reply: Reply) -> None:
        (made,) = reply.json["status"]["insertedIds"]
        assert test(made), made

    return expect


def of_version(version: int) -> Callable[[Any], bool]:
    """Tell whether an id is a wrapped UUID of a version."""
    return lambda made: list(made) == ["$uuid"] and uuid.UUID(made["$uuid"]).version == version


def limited(rule: str, document: Any, *fragments: str, on: str = "plain") -> Row:
    """Say which limit a document breaks, and in which words."""
    return Row("7.4", rule, on, (insert(document),), says(LIMIT, "Document size limitation violated: ", *fragments))


def allowed(section: str, rule: str, document: Any, on: str = "plain") -> Row:
    """Say that a document is stored."""
    return Row(section, rule, on, (insert(document),), fine)


ID_ROWS = [
    *(
        Row("7.1", f"_id {value!r}", "plain", (insert({"_id": value}),), status(insertedIds=[value]))
        for value in ("x", 0, -1.5, True, None, {"$date": 5}, {"$uuid": UUID}, {"$objectId": OBJECT_ID})
    ),
    Row("7.1", "a found _id is as it was stored", "plain", (find_one({"_id": {"$uuid": UUID}}),),
        shows({"_id": {"$uuid": UUID}, "a": 1}), ({"a": 1, "_id": {"$uuid": UUID.upper()}},)),
    Row("7.1", "an empty _id", "plain", (insert({"_id": ""}),), refused_document(VALUE)),
    *(
        Row("7.1", f"_id {value!r}", "plain", (insert({"_id": value}),), refused_document(TYPE))
        for value in ([], [1], {}, {"k": 1}, {"$x": 1}, {"$uuid": "x"}, {"$objectId": 5}, {"$date": "x"})
    ),
    Row("7.1", "null is one id", "plain", (insert({"_id": None}),), refused_document("DOCUMENT_ALREADY_EXISTS", None),
        ({"_id": None},)),
    Row("7.1", "without a type, a new id is a text", "plain", (insert({}),),
        id_matches(lambda made: uuid.UUID(made).version == 4)),
    Row("7.1", "uuid", "uuid", (insert({}),), id_matches(of_version(4))),
    Row("7.1", "uuidv6", "uuidv6", (insert({}),), id_matches(of_version(6))),
    Row("7.1", "uuidv7", "uuidv7", (insert({}),), id_matches(of_version(7))),
    Row("7.1", "objectId", "objectId", (insert({}),),
        id_matches(lambda made: list(made) == ["$objectId"] and len(bytes.fromhex(made["$objectId"])) == 12)),
    *(
        Row("7.1", f"{left!r} and {right!r} are two", "plain", (find(),), finds(left, right),
            ({"_id": left}, {"_id": right}))
        for left, right in (("5", 5), ("true", True), ("null", None), (5, {"$date": 5}))
    ),
    *(
        Row("7.1", f"{left!r} and {right!r} are one", "plain", (insert({"_id": right}),),
            says("DOCUMENT_ALREADY_EXISTS"), ({"_id": left},))
        for left, right in (({"$uuid": UUID}, UUID), (UUID, {"$uuid": UUID.upper()}),
            ({"$objectId": OBJECT_ID}, OBJECT_ID))
    ),
    Row("7.1", "a wrapped id is found by its text", "plain", (find({"_id": UUID}),), finds({"$uuid": UUID}),
        ({"_id": {"$uuid": UUID}},)),
    Row("7.1", "_id comes first", "plain", (find_one(),), shows({"_id": 1, "b": 1, "a": 2}),
        ({"b": 1, "_id": 1, "a": 2},)),
]  # fmt: skip

VALUE_ROWS = [
    *(
        Row("7.2", f"{value} comes back", "plain", (find_one(),), shows({"_id": 1, "v": value}),
            ({"_id": 1, "v": value},))
        for value in ({"$date": -1}, {"$uuid": UUID}, {"$objectId": OBJECT_ID}, [{"$date": 5}], {"k": {"$uuid": UUID}})
    ),
    *(
        Row("7.2", f"{value}", "plain", (insert({"_id": 1, "v": value}),), refused_document(WRAPPED, 1))
        for value in (
            {"$date": "x"}, {"$date": 1.5}, {"$date": True}, {"$uuid": "x"}, {"$uuid": 5}, {"$objectId": "x"},
            {"$objectId": OBJECT_ID[:-1]}, {"$uuid": None}, [{"$date": "x"}],
        )
    ),
    Row("7.2", "a bad wrapper where nothing is indexed", "deny", (insert({"_id": 1, "x": {"$date": "abc"}}),), fine),
    Row("7.2", "... but no impossible one", "deny", (insert({"_id": 1, "x": {"$date": True}}),),
        refused_document(WRAPPED, 1)),
    Row("7.2", "an unknown wrapper", "plain", (insert({"_id": 1, "v": {"$x": 1}}),), refused_document(NAME, 1)),
    Row("7.2", "a wrapper with company", "plain", (insert({"_id": 1, "v": {"$date": 1, "k": 2}}),),
        refused_document(NAME, 1)),
]  # fmt: skip

NAME_ROWS = [
    *(allowed("7.3", f"a name {name!r}", {name: 1}) for name in ("a b", "a-b", "a.b", "a&b", "ü", " ", "a$", "ключ")),
    Row("7.3", "an empty name", "plain", (insert({"": 1}),), says(NAME, "field name '' is empty")),
    Row("7.3", "an empty name in depth", "plain", (insert({"a": [{"": 1}]}),), says(NAME)),
    Row("7.3", "a $ name", "plain", (insert({"$x": 1}),), says(NAME, "field name '$x' starts with '$'")),
    *(
        Row("7.3", f"{name} in depth", "vector", (insert({"a": {name: None, "b": 1}}),), says(NAME))
        for name in ("$vector", "$vectorize", "$lexical", "$hybrid")
    ),
    Row("7.3", "a dot in a name is no path", "plain", (find({"a.b": 1}),), finds(2),
        ({"_id": 1, "a.b": 1}, {"_id": 2, "a": {"b": 1}})),
    Row("7.3", "... unless escaped", "plain", (find({"a&.b": 1}),), finds(1),
        ({"_id": 1, "a.b": 1}, {"_id": 2, "a": {"b": 1}})),
    Row("7.3", "an ampersand is doubled", "plain", (find({"a&&b": 1}),), finds(1), ({"_id": 1, "a&b": 1},)),
    Row("7.3", "in a projection, too", "plain", (find_one(projection={"a&.b": 1}),), shows({"_id": 1, "a.b": 1}),
        ({"_id": 1, "a.b": 1, "c": 2},)),
    Row("7.3", "in a sort, too", "plain", (find_one(sort={"a&.b": -1}),), shows({"_id": 2, "a.b": 2}),
        ({"_id": 1, "a.b": 1}, {"_id": 2, "a.b": 2})),
    Row("7.3", "an index into an array", "plain", (find({"a.1": 2}),), finds(1), ({"_id": 1, "a": [1, 2]},)),
    Row("7.3", "a name that looks like an index", "plain", (find({"a.1": 2}),), finds(1),
        ({"_id": 1, "a": {"1": 2}},)),
]  # fmt: skip

LIMIT_ROWS = [
    limited("depth", {"_id": 1, "a": nested(16)}, "document depth exceeds maximum allowed (16)"),
    allowed("7.4", "16 levels", {"_id": 1, "a": nested(15)}),
    limited("arrays count as levels", {"a": [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]},
        "document depth exceeds maximum allowed (16)"),
    limited("a path", {"a" * 500: {"b" * 500: 1}}, "field path length (1001) exceeds maximum allowed (1000)"),
    allowed("7.4", "a path of 1000", {"a" * 500: {"b" * 499: 1}}),
    limited("an array", {"a": [0] * 1001},
            "number of elements an indexable Array (field 'a') has (1001) exceeds maximum allowed (1000)"),
    allowed("7.4", "an array of 1000", {"a": [0] * 1000}),
    allowed("7.4", "a longer array that is not indexed", {"x": [0] * 1001}, "deny"),
    limited("members of an object", {"a": {f"k{at}": 0 for at in range(1001)}},
            "number of properties an indexable Object (field 'a') has (1001) exceeds maximum allowed (1000)"),
    allowed("7.4", "1000 members", {"a": {f"k{at}": 0 for at in range(1000)}}),
    limited("all members", {"_id": 1, **{name: {f"k{at}": 0 for at in range(999)} for name in "ab"}},
            "total number of indexed properties (2001) in document exceeds maximum allowed (2000)"),
    allowed("7.4", "2000 members", {"_id": 1, "a": {f"k{at}": 0 for at in range(999)},
        "b": {f"k{at}": 0 for at in range(998)}}),
    limited("a text", {"a": "x" * 8001},
            "indexed String value (field 'a') length (8001 bytes) exceeds maximum allowed (8000 bytes)"),
    allowed("7.4", "a text of 8000", {"a": "x" * 8000}),
    limited("bytes count", {"a": "ü" * 4001}, "length (8002 bytes)"),
    limited("a text in an array", {"a": ["x" * 8001]}, "8001 bytes"),
    limited("a text as _id", {"_id": "x" * 8001}, "8001 bytes"),
    allowed("7.4", "a longer text that is not indexed", {"x": "x" * 9000}, "deny"),
    allowed("7.4", "a longer text to embed", {"$vectorize": " " * 9000}, "vector"),
    limited("a vector", {"$vector": [0.1] * 4097}, "number of elements Vector embedding", on="vector"),
    limited("the whole", {"_id": 1, **{f"x{at}": ["x" * 7000] * 100 for at in range(6)}},
            "document size (", "chars) exceeds maximum allowed (4000000)"),
    Row("7.4", "the name comes before the size", "plain", (insert({"": "x" * 8001}),), says(NAME)),
    Row("7.4", "the _id comes before the name", "plain", (insert({"_id": [], "": 1}),), says(TYPE)),
    Row("7.4", "the text comes before the wrapper", "plain", (insert({"d": {"$date": "x"}, "a": "x" * 8001}),),
        says(LIMIT)),
    Row("7.4", "one document of several", "plain", (insert_many({"_id": 1, "a": "x" * 8001}, {"_id": 2}), find()),
        finds(2)),
]  # fmt: skip

ROWS = [*ID_ROWS, *VALUE_ROWS, *NAME_ROWS, *LIMIT_ROWS]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule(row: Row, rules_lab: Lab) -> None:
    row.check(rules_lab)


@covers("7.5")
@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("100.00", "1E+2"), ("1e3", "1E+3"), ("1e40", "1E+40"), ("1E-7", "1E-7"), ("0.10", "0.1"), ("1.0", "1"),
        ("-0.0", "0"), ("12345678901234567890123", "12345678901234567890123"),
            ("0.1234567890123456789", "0.1234567890123456789"),
    ],
)  # fmt: skip
def test_numbers_keep_their_digits(sent: str, shown: str, rules_lab: Lab) -> None:
    name = f"digits{uuid.uuid4().hex}"
    rules_lab.create(name)
    rules_lab.send(f"/v1/ks/{name}", b'{"insertOne":{"document":{"_id":1,"n":%s}}}' % sent.encode())
    assert f'"n":{shown}}}'.encode() in rules_lab.run(name, "findOne").raw


@covers("7.5", "1.5")
@pytest.mark.parametrize("command", ["insertOne", "find", "deleteMany"])
def test_a_number_may_have_a_hundred_characters(command: str, rules_lab: Lab) -> None:
    name = rules_lab.filled(f"long{uuid.uuid4().hex}", {"_id": 1})
    for digits, codes in ((100, []), (101, [LIMIT])):
        member = json.dumps({"insertOne": "document"}.get(command, "filter"))
        body = b'{"%s":{%s:{"n":%s}}}' % (command.encode(), member.encode(), b"1" * digits)
        assert rules_lab.send(f"/v1/ks/{name}", body).codes == codes


CHANGE_ROWS = [
    Row("7.5", "a filter compares by value", "plain", (find({"n": 1.0}),), finds(1), ({"_id": 1, "n": 1},)),
    Row("7.5", "1000 and 1e3 are two ids", "plain", (find({"_id": 1000}),), finds(), ()),
    Row("7.5", "a number that was set is kept", "plain", (update({}, {"$set": {"n": 0.1}}), find_one()),
        shows({"_id": 1, "n": 0.1}), ({"_id": 1, "n": 1},)),
]  # fmt: skip


@pytest.mark.parametrize("row", CHANGE_ROWS, ids=str)
def test_numbers(row: Row, rules_lab: Lab) -> None:
    row.check(rules_lab)


def told(made: dict[str, str]) -> float:
    """Tell the moment, in seconds, that an id was made by its own bits: those of its version, or of an object id."""
    if "$objectId" in made:
        return int(made["$objectId"][:8], 16)
    bits = uuid.UUID(made["$uuid"]).int
    if uuid.UUID(made["$uuid"]).version == 7:
        return (bits >> 80) / 1000
    return ((bits >> 80 << 12 | bits >> 64 & 0xFFF) - GREGORIAN_TICKS) / 1e7


@covers("7.1")
@pytest.mark.parametrize(("kind", "grain_s"), [("uuidv6", 0.01), ("uuidv7", 0.01), ("objectId", 1)])
def test_ids_that_tell_the_time_tell_it(kind: str, grain_s: float, rules_lab: Lab) -> None:
    name = rules_lab.filled(f"clock_{kind}", defaultId={"type": kind})
    before = time.time()
    (made,) = rules_lab.run(name, "insertOne", document={}).json["status"]["insertedIds"]
    assert before - grain_s <= told(made) <= time.time() + grain_s
