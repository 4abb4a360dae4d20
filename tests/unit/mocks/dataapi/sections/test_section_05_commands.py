"""The commands on documents, rule by rule (reference sections 2 and 5)."""

import re
from collections.abc import Mapping
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
    find,
    find_one,
    fine,
    finds,
    finds_in_order,
    insert,
    insert_many,
    refused,
    refused_document,
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

#: What each command takes: its fields and what its options are; the rest is unknown to it.
COMMANDS: Mapping[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
    "insertOne": ({"document": {}}, None),
    "insertMany": ({"documents": [{}]}, {"ordered": True, "returnDocumentResponses": True}),
    "find": ({"filter": {}, "sort": {"n": 1}, "projection": {}}, {"limit": 1, "skip": 1, "includeSimilarity": True, "includeSortVector": True}),
    "findOne": ({"filter": {}, "sort": {"n": 1}, "projection": {}}, {"includeSimilarity": True, "includeSortVector": True}),
    "findOneAndUpdate": ({"filter": {}, "sort": {"n": 1}, "projection": {}, "update": {}}, {"returnDocument": "after", "upsert": True}),
    "findOneAndReplace": ({"filter": {}, "sort": {"n": 1}, "projection": {}, "replacement": {}}, {"returnDocument": "after", "upsert": True}),
    "findOneAndDelete": ({"filter": {}, "sort": {"n": 1}, "projection": {}}, {}),
    "updateOne": ({"filter": {}, "sort": {"n": 1}, "update": {}}, {"upsert": True}),
    "updateMany": ({"filter": {}, "update": {}}, {"upsert": True}),
    "deleteOne": ({"filter": {}, "sort": {"n": 1}}, None),
    "deleteMany": ({"filter": {"n": 1}}, None),
    "countDocuments": ({"filter": {}}, None),
    "estimatedDocumentCount": ({}, None),
}  # fmt: skip
FIELDS = {"filter": {}, "sort": {}, "projection": {}, "update": {}, "replacement": {}, "document": {}, "documents": [{}]}


def matrix() -> list[Row]:
    """Say of each command which fields and options it takes."""
    rows: list[Row] = []
    for command, (fields, options) in COMMANDS.items():
        rows += [
            Row("5.0", f"{command} knows no {name}", "plain", ((command, {**fields, name: value}),), refused(UNKNOWN))
            for name, value in {**FIELDS, "other": 1}.items()
            if name not in fields
        ]
        rows.append(Row("5.0", f"{command} with all it takes", "plain", ((command, fields),), fine))
        if command != "findOneAndDelete":
            rows += [Row("5.0", f"{command} with options {none}", "plain", ((command, {**fields, "options": none}),), fine) for none in (None, {})]
        if options is None:
            words = f"Command '{command}' does not accept options but some were included."
            rows.append(Row("5.0", f"{command} takes no options", "plain", ((command, {**fields, "options": {"x": 1}}),), says(NO_OPTIONS, words)))
        elif options:
            rows.append(Row("5.0", f"{command} with all options", "plain", ((command, {**fields, "options": options}),), fine))
            rows.append(Row("5.0", f"{command} knows its options", "plain", ((command, {**fields, "options": {"x": 1}}),), refused(UNKNOWN)))
    return rows


MATRIX_ROWS = [
    *matrix(),
    Row("5.0", "findOneAndDelete has no options", "plain", (("findOneAndDelete", {"options": {}}),), refused(UNKNOWN)),
    Row("5.0", "deleteOne needs a filter", "plain", (("deleteOne", {}),), says(FIELD, "'command.filterDefinition'", "`null`", "must not be null")),
    Row("5.0", "... and no null", "plain", (("deleteOne", {"filter": None}),), refused(FIELD)),
    *(
        Row("5.0", f"{command} is for tables", "plain", ((command, {}),), says("UNSUPPORTED_COLLECTION_COMMAND"))
        for command in ("alterTable", "createIndex", "createTextIndex", "createVectorIndex", "listIndexes")
    ),
]  # fmt: skip

INSERT_ROWS = [
    Row("5.1", "a document is needed", "plain", (("insertOne", {}),), says(FIELD, "'command.document'", "must not be null")),
    *(
        Row("5.1", f"a document that is {value!r}", "plain", (insert(value),), refused_document("SHRED_BAD_DOCUMENT_TYPE"))
        for value in (None, [], "a", 1, True)
    ),
    Row("5.1", "an empty document", "plain", (insert({}),), fine),
    Row("5.1", "the id is answered", "plain", (insert({"_id": {"$uuid": UUID.upper()}}),), answers(status={"insertedIds": [{"$uuid": UUID}]})),
    Row("5.1", "an id that is taken", "plain", (insert({"_id": "doc4"}),), says("DOCUMENT_ALREADY_EXISTS",
        "Cannot insert the document: a document already exists with given '_id'", "'doc4'"), ({"_id": "doc4"},)),
    Row("5.1", "a number that is taken", "plain", (insert({"_id": 4}),), refused_document("DOCUMENT_ALREADY_EXISTS", 4), ({"_id": 4},)),
    *(
        Row("5.2", f"documents {value!r}", "plain", (("insertMany", {"documents": value}),), refused(*codes))
        for value, codes in ((None, [FIELD] * 2), ([], [FIELD]), ({}, [SHAPE]), ("a", [SHAPE]))
    ),
    Row("5.2", "101 documents", "plain", (insert_many(*({"_id": at} for at in range(101))), find()), finds()),
    Row("5.2", "101 documents, in words", "plain", (insert_many(*({"long": "x" * 10} for _ in range(101))),),
        says(FIELD, "amount of documents to insert is over the max limit (101 vs 100)", "[TRUNCATED from ")),
    Row("5.2", "ids in the order of the documents", "plain", (insert_many({"_id": 2}, {"_id": 1}, ordered=False),), status(insertedIds=[2, 1])),
    Row("5.2", "without order all are tried", "plain", (insert_many({"_id": 1}, {"_id": 1}, {"_id": []}, {"_id": 2}), find()), finds(1, 2)),
    Row("5.2", "in order the first failure ends it", "plain", (insert_many({"_id": 1}, {"_id": []}, {"_id": 2}, ordered=True), find()), finds(1)),
    Row("5.2", "no object is a failure of one", "plain", (insert_many(None, {"_id": 1}, 5), find()), finds(1)),
    Row("5.2", "a vector where there is none refuses them all", "plain", (insert_many({"_id": 1}, {"_id": 2, "$vector": [1]}), find()), finds()),
]  # fmt: skip


@covers("5.2")
@pytest.mark.parametrize("ordered", [True, False])
def test_each_document_is_answered_for(ordered: bool, rules_lab: Lab) -> None:  # noqa: FBT001  # a parameter of a test
    name = rules_lab.filled(f"answered{ordered}", {"_id": 1})
    documents = [{"_id": "a"}, {"_id": 1}, [], {"_id": "b"}]
    reply = rules_lab.run(name, "insertMany", documents=documents, options={"ordered": ordered, "returnDocumentResponses": True})
    failed = {"_id": 1, "status": "ERROR", "errorsIdx": 0}
    rest: list[Any] = [{"status": "SKIPPED"}, {"_id": "b", "status": "SKIPPED"}] if ordered else [
        {"status": "ERROR", "errorsIdx": 1}, {"_id": "b", "status": "OK"},
    ]  # fmt: skip
    assert reply.json["status"] == {"documentResponses": [{"_id": "a", "status": "OK"}, failed, *rest]}
    assert reply.codes == ["DOCUMENT_ALREADY_EXISTS", *([] if ordered else ["SHRED_BAD_DOCUMENT_TYPE"])]
    assert reply.json["errors"][0]["documentIds"] == [1]


FIND_ROWS = [
    *(
        Row("5.3", f"limit {limit}", "plain", (find(options={"limit": limit}),), says(FIELD, "limit should be greater than `0`"))
        for limit in (0, -1)
    ),
    Row("5.3", "skip below zero", "plain", (find(sort={"n": 1}, options={"skip": -1}),), says(FIELD, "skip should be greater than or equal to `0`")),
    Row("5.3", "skip without a sort", "plain", (find(options={"skip": 0}),), says(FIELD, "skip options should be used with sort clause")),
    Row("5.3", "skip with a vector", "vector", (find(sort={"$vector": QUERY}, options={"skip": 0}),),
        says(FIELD, "skip options should not be used with vector search")),
    Row("5.3", "limit of a vector search", "vector", (find(sort={"$vector": QUERY}, options={"limit": 1001}),),
        says(FIELD, "limit options should not be greater than 1000 for vector search")),
    Row("5.3", "... of 1000", "vector", (find(sort={"$vector": QUERY}, options={"limit": 1000}),), fine),
    Row("5.3", "an empty sort has no skip", "plain", (find(sort={}, options={"skip": 2}),), finds(*range(10)), TEN),
    Row("5.3", "words have no skip", "plain", (find(sort={"$lexical": "a"}, options={"skip": 5}),), finds(1), ({"_id": 1, "$lexical": "a"},)),
    Row("5.3", "a text has no skip and no limit above", "small texts", (find(sort={"$vectorize": "a"}, options={"skip": 5, "limit": 2000}),),
        finds(1), ({"_id": 1, "$vectorize": "a"},)),
    Row("5.3", "a limit", "plain", (find(sort={"n": -1}, options={"limit": 3}),), finds_in_order(9, 8, 7), TEN),
    Row("5.3", "a limit and a skip", "plain", (find(sort={"n": 1}, options={"limit": 3, "skip": 8}),), finds_in_order(8, 9), TEN),
    Row("5.3", "a page and a sort", "plain", (find(sort={"n": 1}, options={"pageState": "AAAA"}),),
        says("SORT_CLAUSE_INVALID", "'pageState' is not supported with non-empty sort clause")),
    Row("5.3", "no page and a sort", "plain", (find(sort={"n": 1}, options={"pageState": None}),), fine),
    Row("5.3", "a page that is no base64", "plain", (find(options={"pageState": "!"}),), refused("UNEXPECTED_SERVER_ERROR")),
    *(
        Row("5.3", f"a page of nobody, {state!r}", "plain", (find(options={"pageState": state}),), refused("UNEXPECTED_DRIVER_ERROR"))
        for state in ("AAAA", "")
    ),
    Row("5.3", "similarity without a vector", "plain", (find(options={"includeSimilarity": True}),),
        answers(data={"documents": [{"_id": 1}], "nextPageState": None}), ({"_id": 1},)),
    Row("5.3", "similarity survives any projection", "vector",
        (find(sort={"$vector": QUERY}, projection={"*": 0}, options={"includeSimilarity": True}),),
        answers(data={"documents": [{"$similarity": 1.0}], "nextPageState": None}), ({"_id": 1, "$vector": QUERY},)),
    Row("5.3", "the vector that was sorted by", "vector", (find(sort={"$vector": [0.1, 0, 1]}, options={"includeSortVector": True}),),
        answers(data={"documents": [], "nextPageState": None}, status={"sortVector": [0.1, 0.0, 1.0]})),
    Row("5.3", "no vector was sorted by", "vector", (find(options={"includeSortVector": True}),),
        answers(data={"documents": [], "nextPageState": None}, status={"sortVector": None})),
    Row("5.3", "an id twice is two documents", "plain", (find({"_id": {"$in": [1, 1, 2]}}),), finds(1, 1, 2), TEN),
    Row("5.3", "ids and a limit", "plain", (find({"_id": {"$in": [1, 2, 3]}}, options={"limit": 2}),), lambda reply: counts(reply, 2), TEN),
    Row("5.4", "the least", "plain", (find_one(sort={"n": 1}),), shows({"_id": 0, "n": 0}), TEN),
    Row("5.4", "no match", "plain", (find_one({"n": 99}),), answers(data={"document": None}), TEN),
    *(Row("5.4", f"no {name}", "plain", (("findOne", {"options": {name: 1}}),), refused(UNKNOWN)) for name in ("limit", "skip", "pageState")),
    Row("5.4", "similarity", "vector", (find_one(sort={"$vector": QUERY}, options={"includeSimilarity": True, "includeSortVector": True}),),
        answers(data={"document": {"_id": 1, "$vector": QUERY, "$similarity": 1.0}}, status={"sortVector": [1.0, 0.0, 0.0]}),
        ({"_id": 1, "$vector": QUERY},)),
]  # fmt: skip


def counts(reply: Reply, number: int) -> None:
    """Expect so many documents."""
    assert len(reply.json["data"]["documents"]) == number


@covers("5.3", "0")
def test_pages(rules_lab: Lab) -> None:
    name = rules_lab.filled("pages", *({"_id": at} for at in range(100)))
    rules_lab.run(name, "insertMany", documents=[{"_id": at} for at in range(100, 120)])
    pages, state = [], None
    while True:
        reply = rules_lab.run(name, "find", options={"pageState": state})
        again = rules_lab.run(name, "find", options={"pageState": state})
        assert reply.json == again.json
        pages.append([document["_id"] for document in reply.json["data"]["documents"]])
        state = reply.json["data"]["nextPageState"]
        if state is None:
            break
    assert [len(page) for page in pages] == [50, 50, 20]
    assert sorted(sum(pages, [])) == list(range(120))
    limited = rules_lab.run(name, "find", options={"limit": 60})
    rest = rules_lab.run(name, "find", options={"limit": 60, "pageState": limited.json["data"]["nextPageState"]})
    assert len(rest.json["data"]["documents"]) == 10
    assert rest.json["data"]["nextPageState"] is None
    assert rules_lab.run(name, "find", options={"limit": 50}).json["data"]["nextPageState"] is None
    assert rules_lab.run(name, "find", options={"includeSortVector": True}).json["data"]["nextPageState"] is None
    assert len(rules_lab.ids(name, sort={"_id": 1}, options={"limit": 80})) == 50


UP = {"upsert": True}


def upserted(rule: str, filter_json: Any, clause: Any, document: Any) -> Row:
    """Say which document an upsert makes; a text as ``_id`` that is a UUID stands for any new one."""
    return Row("5.5", f"an upsert by {rule}", "plain", (update(filter_json, clause, options=UP), find_one()), lambda reply: like(reply, document))


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
    Row("5.5", "what changed is counted", "plain", (update({"n": 1}, {"$set": {"m": 1}}),), answers(status={"matchedCount": 1, "modifiedCount": 1}), TEN),
    Row("5.5", "what stays is not", "plain", (update({"n": 1}, {"$set": {"n": 1}}),), changed(1, 0), TEN),
    Row("5.5", "no match", "plain", (one_and("findOneAndUpdate", filter={"n": 99}, update={}),),
        answers(data={"document": None}, status={"matchedCount": 0, "modifiedCount": 0}), TEN),
    Row("5.5", "the first of a sort", "plain", (update({}, {"$set": {"m": 1}}, sort={"n": -1}), find({"m": 1})), finds(9), TEN),
    *(
        Row("5.5", f"returnDocument {chosen!r}", "plain",
            (one_and("findOneAndUpdate", filter={"_id": 1}, update={"$inc": {"n": 5}}, options={"returnDocument": chosen}),), shows({"_id": 1, "n": n}), TEN)
        for chosen, n in (("before", 1), ("after", 6), (None, 1))
    ),
    *(
        Row("5.5", f"returnDocument {chosen!r}", "plain", (one_and("findOneAndUpdate", update={}, options={"returnDocument": chosen}),),
            says(FIELD, "'command.options.returnDocument'"))
        for chosen in ("AFTER", "", "both")
    ),
    Row("5.5", "an upsert is answered with the id", "plain", (update({"_id": 5}, {"$set": {"n": 1}}, options=UP),), changed(0, 0, upsertedId=5)),
    Row("5.5", "a new document has no before", "plain", (one_and("findOneAndUpdate", filter={"_id": 5}, update={}, options=UP),),
        answers(data={"document": None}, status={"upsertedId": 5, "matchedCount": 0, "modifiedCount": 0})),
    Row("5.5", "... but an after", "plain", (one_and("findOneAndUpdate", filter={"_id": 5}, update={}, options={**UP, "returnDocument": "after"}),), shows({"_id": 5})),
    Row("5.5", "a projection shows the document", "plain", (one_and("findOneAndUpdate", filter={"_id": 1}, update={}, projection={"n": 1, "_id": 0}),), shows({"n": 1}), TEN),
    *(
        Row("5.5", f"an update {value}", "plain", (("updateOne", members),), says(FIELD, "'command.updateClause'"))
        for value, members in (("missing", {}), ("null", {"update": None}))
    ),
    upserted("equalities", {"a": 1, "b.c": {"$eq": "x"}, "d": None}, {}, {"a": 1, "b": {"c": "x"}, "d": None}),
    upserted("an array and an object", {"a": {"$eq": [1]}, "b": {"k": 1}}, {}, {"a": [1], "b": {"k": 1}}),
    upserted("_id", {"_id": "x"}, {"$set": {"n": 1}}, {"_id": "x", "n": 1}),
    upserted("what says nothing", {"a": {"$in": [1]}, "b": {"$gt": 1}, "c": {"$exists": True}, "d": {"$size": 1}, "e": {"$all": [1]}}, {}, {}),
    upserted("nested equalities", {"$and": [{"a": 1}], "$or": [{"b": 1}]}, {}, {}),
    upserted("$ne of null, arrays and objects", {"a": {"$ne": None}, "b": {"$ne": [1]}, "c": {"$ne": 1}}, {}, {"a": None, "b": [1]}),
    upserted("words", {"$lexical": {"$match": "fox"}}, {}, {"$lexical": "fox"}),
    upserted("$setOnInsert of the id", {"a": 1}, {"$setOnInsert": {"_id": "own"}}, {"_id": "own", "a": 1}),
    upserted("one _id in a list", {"_id": {"$in": [5]}}, {}, {}),
    upserted("_id $ne", {"_id": {"$ne": 5}}, {}, {}),
    *(
        Row("5.5", f"an upsert by {ids} _ids", "plain", (update({"_id": {"$in": list(range(ids))}}, {}, options=UP),), refused("UNEXPECTED_SERVER_ERROR"))
        for ids in (0, 2)
    ),
    Row("5.6", "all that match", "plain", (("updateMany", {"filter": {"n": {"$lt": 3}}, "update": {"$set": {"m": 1}}}),), changed(3, 3), TEN),
    Row("5.6", "what stays is not counted", "plain", (("updateMany", {"filter": {"n": {"$lt": 3}}, "update": {"$max": {"n": 1}}}),), changed(3, 1), TEN),
    Row("5.6", "an upsert", "plain", (("updateMany", {"filter": {"_id": 99}, "update": {}, "options": UP}),), changed(0, 0, upsertedId=99), TEN),
    Row("5.6", "a failure leaves what was changed", "plain",
        (("updateMany", {"filter": {"_id": {"$in": [1, 2]}}, "update": {"$inc": {"m.0": 1}}}), find({"m": {"$exists": True}})),
        lambda reply: counts(reply, 2), ({"_id": 1}, {"_id": 2, "m": 5})),
    Row("5.6", "a failure is all that is answered", "plain", (("updateMany", {"update": {"$inc": {"n": 1}}}),),
        refused("UNSUPPORTED_UPDATE_OPERATION_TARGET"), ({"_id": 1, "n": "x"},)),
    *(
        Row("5.7", f"a replacement {value!r}", "plain", (("findOneAndReplace", members),), refused(code))
        for value, members, code in (
            ("missing", {}, FIELD), (None, {"replacement": None}, FIELD), ([], {"replacement": []}, SHAPE), ("a", {"replacement": "a"}, SHAPE),
        )
    ),
    Row("5.7", "the id stays in front", "plain", (replace({}, {"b": 1, "a": 2}), find_one()), shows({"_id": 1, "b": 1, "a": 2}), ({"_id": 1},)),
    Row("5.7", "the same id may be named", "plain", (replace({"_id": 1}, {"b": 1, "_id": 1}),), changed(1, 1), ({"_id": 1},)),
    *(
        Row("5.7", f"{other!r} is another id than {own!r}", "plain", (replace({}, {"_id": other}),), says("DOCUMENT_REPLACE_DIFFERENT_DOCID", *words), ({"_id": own},))
        for own, other, words in (
            ("doc3", "doc4", ("StringId('doc4')", "StringId('doc3')")), (5, "5", ()), (UUID, {"$uuid": UUID}, ()),
        )
    ),
    Row("5.7", "the same again", "plain", (replace({}, {"a": 1, "b": 2}),), changed(1, 0), ({"_id": 1, "a": 1, "b": 2},)),
    Row("5.7", "another order is a change", "plain", (replace({}, {"b": 2, "a": 1}),), changed(1, 1), ({"_id": 1, "a": 1, "b": 2},)),
    Row("5.7", "an upsert takes the id of the filter", "plain", (replace({"_id": 5, "a": 1}, {"b": 1}, options=UP), find_one()), shows({"_id": 5, "b": 1})),
    Row("5.7", "... or its own", "plain", (replace({"g": 57}, {"_id": "r", "g": 57}, options=UP), find_one()), shows({"_id": "r", "g": 57})),
    Row("5.7", "... but not two", "plain", (replace({"_id": 5}, {"_id": 6}, options=UP),), refused("DOCUMENT_REPLACE_DIFFERENT_DOCID")),
    Row("5.7", "it is checked like a new document", "plain", (replace({}, {"a": {"$x": 1}}),), refused("SHRED_BAD_FIELD_NAME"), ({"_id": 1},)),
]  # fmt: skip

DELETE_ROWS = [
    Row("5.8", "one", "plain", (one_and("deleteOne", filter={"n": {"$gt": 5}}),), answers(status={"deletedCount": 1}), TEN),
    Row("5.8", "none", "plain", (one_and("deleteOne", filter={"n": 99}),), status(deletedCount=0), TEN),
    Row("5.8", "any", "plain", (one_and("deleteOne", filter={}),), status(deletedCount=1), TEN),
    Row("5.8", "the first of a sort", "plain", (one_and("deleteOne", filter={"n": {"$lt": 2}}, sort={"n": -1}), find({"n": {"$lt": 2}})), finds(0), TEN),
    Row("5.8", "one is shown", "plain", (one_and("findOneAndDelete", filter={"n": 1}, projection={"_id": 0}),),
        answers(data={"document": {"n": 1}}, status={"deletedCount": 1}), TEN),
    Row("5.8", "none is shown", "plain", (one_and("findOneAndDelete", filter={"n": 99}),),
        answers(data={"document": None}, status={"deletedCount": 0}), TEN),
    *(
        Row("5.9", f"the filter {vacuous!r} empties", "plain", (("deleteMany", {} if vacuous == "none" else {"filter": vacuous}),),
            answers(status={"deletedCount": -1}), TEN)
        for vacuous in ("none", None, {}, {"a": {}}, {"$and": []}, {"$or": []}, {"$not": {}})
    ),
    Row("5.9", "it is empty then", "plain", (("deleteMany", {"filter": {}}), find()), finds(), TEN),
    Row("5.9", "all that match", "plain", (("deleteMany", {"filter": {"n": {"$gte": 4}}}),), answers(status={"deletedCount": 6}), TEN),
    Row("5.10", "all", "plain", (("countDocuments", {}),), answers(status={"count": 10}), TEN),
    Row("5.10", "those that match", "plain", (("countDocuments", {"filter": {"n": {"$lt": 3}}}),), status(count=3), TEN),
    Row("5.10", "the first of several ids", "plain", (("countDocuments", {"filter": {"_id": {"$in": [1, 2, 3]}}}),), status(count=1), TEN),
    Row("5.10", "of no ids", "plain", (("countDocuments", {"filter": {"_id": {"$in": []}}}),), refused("UNEXPECTED_SERVER_ERROR"), TEN),
    Row("5.10", "other lists count", "plain", (("countDocuments", {"filter": {"n": {"$in": [1, 2, 3]}}}),), status(count=3), TEN),
    Row("5.11", "a guess", "plain", (("estimatedDocumentCount", {}),), status(count=0), TEN),
]  # fmt: skip

ROWS = [*MATRIX_ROWS, *INSERT_ROWS, *FIND_ROWS, *CHANGE_ROWS, *DELETE_ROWS]


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
        options = {} if state is None else {"pageState": state}
        reply = rules_lab.run(crowded, "updateMany", filter={"n": 3}, update={"$inc": {"m": 1}}, options=options)
        total, state, calls = total + reply.json["status"]["modifiedCount"], reply.json["status"].get("nextPageState"), calls + 1
        assert reply.json["status"].get("moreData", state is not None) is (state is not None)
    assert (total, calls) == (143, 3)
    assert rules_lab.run(crowded, "countDocuments", filter={"m": 1}).json["status"] == {"count": 143}


@covers("5.9", "0")
def test_deleting_many_takes_twenty(crowded: str, rules_lab: Lab) -> None:
    assert rules_lab.run(crowded, "deleteMany", filter={"n": 6}).json == {"status": {"deletedCount": 20, "moreData": True}}
    counts = [rules_lab.run(crowded, "deleteMany", filter={"n": 6}).json["status"] for _ in range(8)]
    assert counts[-2:] == [{"deletedCount": 3}, {"deletedCount": 0}]


@covers("5.3", "0")
def test_sorting_in_memory_ends_at_a_limit(lab_of_few: Lab) -> None:
    name = lab_of_few.filled("few", *({"_id": at} for at in range(4)))
    assert lab_of_few.run(name, "find", sort={"_id": 1}).codes == []
    lab_of_few.run(name, "insertOne", document={"_id": 4})
    assert lab_of_few.run(name, "find", sort={"_id": 1}).codes == ["OVERLOADED_SORT_ROW_LIMIT"]
    assert lab_of_few.run(name, "findOne", sort={"_id": 1}).codes == ["OVERLOADED_SORT_ROW_LIMIT"]


@covers("2")
@pytest.mark.parametrize(
    ("send", "keys"),
    [
        (insert({"_id": 1}), {"status"}), (insert({"_id": []}), {"status", "errors"}), (find(), {"data"}), (find_one(), {"data"}),
        (find({"$x": 1}), {"errors"}), (update({}, {}), {"status"}), (("findOneAndDelete", {}), {"data", "status"}),
        (("deleteOne", {"filter": {}}), {"status"}), (("countDocuments", {}), {"status"}), (("estimatedDocumentCount", {}), {"status"}),
    ],
    ids=str,
)  # fmt: skip
def test_members_of_the_answer(send: Send, keys: set[str], rules_lab: Lab) -> None:
    def expect(reply: Reply) -> None:
        assert set(reply.json) == keys
        assert reply.status == 200
        assert reply.headers["Content-Type"].startswith("application/json")

    Row("2", "", "plain", (send,), expect).check(rules_lab)


@covers("2.1")
def test_an_error_has_six_members_and_sometimes_a_seventh(rules_lab: Lab) -> None:
    name = rules_lab.filled("members", {"_id": {"$uuid": UUID}})
    first, second = (rules_lab.run(name, "insertOne", document={"_id": {"$uuid": UUID}}).json["errors"][0] for _ in range(2))
    assert list(first) == ["id", "family", "scope", "errorCode", "title", "message", "documentIds"]
    assert first["documentIds"] == [{"$uuid": UUID}]
    assert first["id"] != second["id"]
    assert all(isinstance(first[key], str) and first[key] for key in ("id", "family", "scope", "errorCode", "title", "message"))
    plain = rules_lab.run(name, "find", filter=[]).json["errors"][0]
    assert "documentIds" not in plain
