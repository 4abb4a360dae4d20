"""Updating, replacing, deleting and counting, rule by rule (reference sections 5.5 to 5.11)."""

import re
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import Lab, Reply
from tests.unit.mocks.dataapi.sections.rows import (
    UUID,
    Row,
    Send,
    answers,
    changed,
    covers,
    each,
    find,
    find_one,
    finds,
    refused,
    replace,
    says,
    shows,
    status,
    update,
)

FIELD, UNKNOWN, NO_OPTIONS, SHAPE = (
    "COMMAND_FIELD_VALUE_INVALID", "COMMAND_FIELD_UNKNOWN", "COMMAND_ACCEPTS_NO_OPTIONS", "REQUEST_STRUCTURE_MISMATCH",
)  # fmt: skip
QUERY = [1, 0, 0]
TEN = tuple({"_id": at, "n": at} for at in range(10))


def counts(reply: Reply, number: int) -> None:
    """Expect so many documents."""
    assert len(reply.json["data"]["documents"]) == number


UP = {"upsert": True}


def upserted(rule: str, filter_json: Any, clause: Any, document: Any) -> Row:
    """Say which document an upsert makes; a text as ``_id`` that is a UUID stands for any new one."""
    return Row(
        "5.5",
        f"an upsert by {rule}",
        "plain",
        (update(filter_json, clause, options=UP), find_one()),
        lambda reply: like(reply, document),
    )


def like(reply: Reply, document: Any) -> None:
    """Expect a document, its id made up if none is given."""
    found = reply.json["data"]["document"]
    if "_id" not in document:
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", found.pop("_id"))
    assert found == document


def one_and(command: str, **members: Any) -> Send:
    """Find one and do something."""
    return command, members


CHANGE_ROWS = [
    Row("5.5", "what changed is counted", "plain", (update({"n": 1}, {"$set": {"m": 1}}),),
        answers(status={"matchedCount": 1, "modifiedCount": 1}), TEN),
    Row("5.5", "what stays is not", "plain", (update({"n": 1}, {"$set": {"n": 1}}),), changed(1, 0), TEN),
    Row("5.5", "no match", "plain", (one_and("findOneAndUpdate", filter={"n": 99}, update={}),),
        answers(data={"document": None}, status={"matchedCount": 0, "modifiedCount": 0}), TEN),
    Row("5.5", "the first of a sort", "plain", (update({}, {"$set": {"m": 1}}, sort={"n": -1}), find({"m": 1})),
        finds(9), TEN),
    *(
        Row("5.5", f"returnDocument {chosen!r}", "plain",
            (one_and("findOneAndUpdate", filter={"_id": 1}, update={"$inc": {"n": 5}},
                options={"returnDocument": chosen}),), shows({"_id": 1, "n": n}), TEN)
        for chosen, n in (("before", 1), ("after", 6), (None, 1))
    ),
    *(
        Row("5.5", f"returnDocument {chosen!r}", "plain",
            (one_and("findOneAndUpdate", update={}, options={"returnDocument": chosen}),),
            says(FIELD, "'command.options.returnDocument'"))
        for chosen in ("AFTER", "", "both")
    ),
    Row("5.5", "an upsert is answered with the id", "plain", (update({"_id": 5}, {"$set": {"n": 1}}, options=UP),),
        changed(0, 0, upsertedId=5)),
    Row("5.5", "a new document has no before", "plain",
        (one_and("findOneAndUpdate", filter={"_id": 5}, update={}, options=UP),),
        answers(data={"document": None}, status={"upsertedId": 5, "matchedCount": 0, "modifiedCount": 0})),
    Row("5.5", "... but an after", "plain", (one_and("findOneAndUpdate", filter={"_id": 5}, update={}, options={**UP,
        "returnDocument": "after"}),), shows({"_id": 5})),
    Row("5.5", "a projection shows the document", "plain",
        (one_and("findOneAndUpdate", filter={"_id": 1}, update={}, projection={"n": 1, "_id": 0}),), shows({"n": 1}),
            TEN),
    *(
        Row("5.5", f"an update {value}", "plain", (("updateOne", members),), says(FIELD, "'command.updateClause'"))
        for value, members in (("missing", {}), ("null", {"update": None}))
    ),
    upserted("equalities", {"a": 1, "b.c": {"$eq": "x"}, "d": None}, {}, {"a": 1, "b": {"c": "x"}, "d": None}),
    upserted("an array and an object", {"a": {"$eq": [1]}, "b": {"k": 1}}, {}, {"a": [1], "b": {"k": 1}}),
    upserted("_id", {"_id": "x"}, {"$set": {"n": 1}}, {"_id": "x", "n": 1}),
    upserted("what says nothing", {"a": {"$in": [1]}, "b": {"$gt": 1}, "c": {"$exists": True}, "d": {"$size": 1},
        "e": {"$all": [1]}}, {}, {}),
    upserted("nested equalities", {"$and": [{"a": 1}], "$or": [{"b": 1}]}, {}, {}),
    upserted("$ne of null, arrays and objects", {"a": {"$ne": None}, "b": {"$ne": [1]}, "c": {"$ne": 1}}, {},
        {"a": None, "b": [1]}),
    upserted("words", {"$lexical": {"$match": "fox"}}, {}, {"$lexical": "fox"}),
    upserted("$setOnInsert of the id", {"a": 1}, {"$setOnInsert": {"_id": "own"}}, {"_id": "own", "a": 1}),
    upserted("one _id in a list", {"_id": {"$in": [5]}}, {}, {}),
    upserted("_id $ne", {"_id": {"$ne": 5}}, {}, {}),
    *(
        Row("5.5", f"an upsert by {ids} _ids", "plain", (update({"_id": {"$in": list(range(ids))}}, {}, options=UP),),
            refused("UNEXPECTED_SERVER_ERROR"))
        for ids in (0, 2)
    ),
    Row("5.6", "all that match", "plain", (("updateMany", {"filter": {"n": {"$lt": 3}},
        "update": {"$set": {"m": 1}}}),), changed(3, 3), TEN),
    Row("5.6", "what stays is not counted", "plain", (("updateMany", {"filter": {"n": {"$lt": 3}},
        "update": {"$max": {"n": 1}}}),), changed(3, 1), TEN),
    Row("5.6", "an upsert", "plain", (("updateMany", {"filter": {"_id": 99}, "update": {}, "options": UP}),),
        changed(0, 0, upsertedId=99), TEN),
    Row("5.6", "a failure leaves what was changed", "plain",
        (("updateMany", {"filter": {"_id": {"$in": [1, 2]}}, "update": {"$inc": {"m.0": 1}}}),
            find({"m": {"$exists": True}})),
        lambda reply: counts(reply, 2), ({"_id": 1}, {"_id": 2, "m": 5})),
    Row("5.6", "a failure is all that is answered", "plain", (("updateMany", {"update": {"$inc": {"n": 1}}}),),
        refused("UNSUPPORTED_UPDATE_OPERATION_TARGET"), ({"_id": 1, "n": "x"},)),
    *(
        Row("5.7", f"a replacement {value!r}", "plain", (("findOneAndReplace", members),), refused(code))
        for value, members, code in each(
            ("missing", {}, FIELD), (None, {"replacement": None}, FIELD), ([], {"replacement": []}, SHAPE),
                ("a", {"replacement": "a"}, SHAPE),
        )
    ),
    Row("5.7", "the id stays in front", "plain", (replace({}, {"b": 1, "a": 2}), find_one()),
        shows({"_id": 1, "b": 1, "a": 2}), ({"_id": 1},)),
    Row("5.7", "the same id may be named", "plain", (replace({"_id": 1}, {"b": 1, "_id": 1}),), changed(1, 1),
        ({"_id": 1},)),
    *(
        Row("5.7", f"{other!r} is another id than {own!r}", "plain", (replace({}, {"_id": other}),),
            says("DOCUMENT_REPLACE_DIFFERENT_DOCID", *words), ({"_id": own},))
        for own, other, words in (
            ("doc3", "doc4", ("StringId('doc4')", "StringId('doc3')")), (5, "5", ()), (UUID, {"$uuid": UUID}, ()),
        )
    ),
    Row("5.7", "the same again", "plain", (replace({}, {"a": 1, "b": 2}),), changed(1, 0),
        ({"_id": 1, "a": 1, "b": 2},)),
    Row("5.7", "another order is a change", "plain", (replace({}, {"b": 2, "a": 1}),), changed(1, 1),
        ({"_id": 1, "a": 1, "b": 2},)),
    Row("5.7", "an upsert takes the id of the filter", "plain",
        (replace({"_id": 5, "a": 1}, {"b": 1}, options=UP), find_one()), shows({"_id": 5, "b": 1})),
    Row("5.7", "... or its own", "plain", (replace({"g": 57}, {"_id": "r", "g": 57}, options=UP), find_one()),
        shows({"_id": "r", "g": 57})),
    Row("5.7", "... but not two", "plain", (replace({"_id": 5}, {"_id": 6}, options=UP),),
        refused("DOCUMENT_REPLACE_DIFFERENT_DOCID")),
    Row("5.7", "it is checked like a new document", "plain", (replace({}, {"a": {"$x": 1}}),),
        refused("SHRED_BAD_FIELD_NAME"), ({"_id": 1},)),
]  # fmt: skip

DELETE_ROWS = [
    Row("5.8", "one", "plain", (one_and("deleteOne", filter={"n": {"$gt": 5}}),), answers(status={"deletedCount": 1}),
        TEN),
    Row("5.8", "none", "plain", (one_and("deleteOne", filter={"n": 99}),), status(deletedCount=0), TEN),
    Row("5.8", "any", "plain", (one_and("deleteOne", filter={}),), status(deletedCount=1), TEN),
    Row("5.8", "the first of a sort", "plain", (one_and("deleteOne", filter={"n": {"$lt": 2}}, sort={"n": -1}),
        find({"n": {"$lt": 2}})), finds(0), TEN),
    Row("5.8", "one is shown", "plain", (one_and("findOneAndDelete", filter={"n": 1}, projection={"_id": 0}),),
        answers(data={"document": {"n": 1}}, status={"deletedCount": 1}), TEN),
    Row("5.8", "none is shown", "plain", (one_and("findOneAndDelete", filter={"n": 99}),),
        answers(data={"document": None}, status={"deletedCount": 0}), TEN),
    *(
        Row("5.9", f"the filter {vacuous!r} empties", "plain",
            (("deleteMany", {} if vacuous == "none" else {"filter": vacuous}),),
            answers(status={"deletedCount": -1}), TEN)
        for vacuous in each("none", None, {}, {"a": {}}, {"$and": []}, {"$or": []}, {"$not": {}})
    ),
    Row("5.9", "it is empty then", "plain", (("deleteMany", {"filter": {}}), find()), finds(), TEN),
    Row("5.9", "all that match", "plain", (("deleteMany", {"filter": {"n": {"$gte": 4}}}),),
        answers(status={"deletedCount": 6}), TEN),
    Row("5.10", "all", "plain", (("countDocuments", {}),), answers(status={"count": 10}), TEN),
    Row("5.10", "those that match", "plain", (("countDocuments", {"filter": {"n": {"$lt": 3}}}),), status(count=3),
        TEN),
    Row("5.10", "the first of several ids", "plain", (("countDocuments", {"filter": {"_id": {"$in": [1, 2, 3]}}}),),
        status(count=1), TEN),
    Row("5.10", "of no ids", "plain", (("countDocuments", {"filter": {"_id": {"$in": []}}}),),
        refused("UNEXPECTED_SERVER_ERROR"), TEN),
    Row("5.10", "other lists count", "plain", (("countDocuments", {"filter": {"n": {"$in": [1, 2, 3]}}}),),
        status(count=3), TEN),
    Row("5.11", "a guess", "plain", (("estimatedDocumentCount", {}),), status(count=0), TEN),
]  # fmt: skip

ROWS = [*CHANGE_ROWS, *DELETE_ROWS]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule(row: Row, rules_lab: Lab) -> None:
    row.check(rules_lab)


@pytest.fixture(scope="module")
def crowded(rules_lab: Lab) -> str:
    """Make a collection of 1,001 documents."""
    name = rules_lab.filled("crowded")
    for start in range(0, 1001, 100):
        documents = [{"_id": at, "n": at % 7} for at in range(start, min(start + 100, 1001))]
        assert rules_lab.run(name, "insertMany", documents=documents).codes == []
    return name


@covers("5.10", "0")
def test_counting_ends_at_a_thousand(crowded: str, rules_lab: Lab) -> None:
    assert rules_lab.run(crowded, "countDocuments").json == {"status": {"count": 1000, "moreData": True}}
    assert rules_lab.run(crowded, "countDocuments", filter={"_id": {"$gt": 0}}).json == {"status": {"count": 1000}}


@covers("5.6")
def test_updating_many_goes_page_by_page(crowded: str, rules_lab: Lab) -> None:
    total, state, calls = 0, None, 0
    while calls == 0 or state is not None:
        options: dict[str, Any] = {} if state is None else {"pageState": state}
        reply = rules_lab.run(crowded, "updateMany", filter={"n": 3}, update={"$inc": {"m": 1}}, options=options)
        total, state, calls = (
            total + reply.json["status"]["modifiedCount"],
            reply.json["status"].get("nextPageState"),
            calls + 1,
        )
        assert reply.json["status"].get("moreData", state is not None) is (state is not None)
    assert (total, calls) == (143, 3)
    assert rules_lab.run(crowded, "countDocuments", filter={"m": 1}).json["status"] == {"count": 143}


@covers("5.9", "0")
def test_deleting_many_takes_twenty(crowded: str, rules_lab: Lab) -> None:
    assert rules_lab.run(crowded, "deleteMany", filter={"n": 6}).json == {
        "status": {"deletedCount": 20, "moreData": True}
    }
    counts = [rules_lab.run(crowded, "deleteMany", filter={"n": 6}).json["status"] for _ in range(8)]
    assert counts[-2:] == [{"deletedCount": 3}, {"deletedCount": 0}]
