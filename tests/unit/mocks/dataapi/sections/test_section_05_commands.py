"""The commands on documents, rule by rule (reference sections 5.0 to 5.4)."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import Lab, Reply
from tests.unit.mocks.dataapi.sections.rows import (
    UUID,
    Row,
    answers,
    covers,
    each,
    find,
    find_one,
    finds,
    finds_in_order,
    fine,
    insert,
    insert_many,
    refused,
    refused_document,
    says,
    shows,
    status,
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
    "find": ({"filter": {}, "sort": {"n": 1}, "projection": {}},
        {"limit": 1, "skip": 1, "includeSimilarity": True, "includeSortVector": True}),
    "findOne": ({"filter": {}, "sort": {"n": 1}, "projection": {}},
        {"includeSimilarity": True, "includeSortVector": True}),
    "findOneAndUpdate": ({"filter": {}, "sort": {"n": 1}, "projection": {}, "update": {}},
        {"returnDocument": "after", "upsert": True}),
    "findOneAndReplace": ({"filter": {}, "sort": {"n": 1}, "projection": {}, "replacement": {}},
        {"returnDocument": "after", "upsert": True}),
    "findOneAndDelete": ({"filter": {}, "sort": {"n": 1}, "projection": {}}, {}),
    "updateOne": ({"filter": {}, "sort": {"n": 1}, "update": {}}, {"upsert": True}),
    "updateMany": ({"filter": {}, "update": {}}, {"upsert": True}),
    "deleteOne": ({"filter": {}, "sort": {"n": 1}}, None),
    "deleteMany": ({"filter": {"n": 1}}, None),
    "countDocuments": ({"filter": {}}, None),
    "estimatedDocumentCount": ({}, None),
}  # fmt: skip
FIELDS: Mapping[str, Any] = {
    "filter": {},
    "sort": {},
    "projection": {},
    "update": {},
    "replacement": {},
    "document": {},
    "documents": [{}],
}


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
            rows += [
                Row("5.0", f"{command} with options {none}", "plain", ((command, {**fields, "options": none}),), fine)
                for none in each(None, {})
            ]
        if options is None:
            words = f"Command '{command}' does not accept options but some were included."
            rows.append(
                Row(
                    "5.0",
                    f"{command} takes no options",
                    "plain",
                    ((command, {**fields, "options": {"x": 1}}),),
                    says(NO_OPTIONS, words),
                )
            )
        elif options:
            rows.append(
                Row("5.0", f"{command} with all options", "plain", ((command, {**fields, "options": options}),), fine)
            )
            rows.append(
                Row(
                    "5.0",
                    f"{command} knows its options",
                    "plain",
                    ((command, {**fields, "options": {"x": 1}}),),
                    refused(UNKNOWN),
                )
            )
    return rows


MATRIX_ROWS = [
    *matrix(),
    Row("5.0", "findOneAndDelete has no options", "plain", (("findOneAndDelete", {"options": {}}),), refused(UNKNOWN)),
    Row("5.0", "deleteOne needs a filter", "plain", (("deleteOne", {}),),
        says(FIELD, "'command.filterDefinition'", "`null`", "must not be null")),
    Row("5.0", "... and no null", "plain", (("deleteOne", {"filter": None}),), refused(FIELD)),
    *(
        Row("5.0", f"{command} is for tables", "plain", ((command, {}),), says("UNSUPPORTED_COLLECTION_COMMAND"))
        for command in ("alterTable", "createIndex", "createTextIndex", "createVectorIndex", "listIndexes")
    ),
]  # fmt: skip

INSERT_ROWS = [
    Row("5.1", "a document is needed", "plain", (("insertOne", {}),),
        says(FIELD, "'command.document'", "must not be null")),
    *(
        Row("5.1", f"a document that is {value!r}", "plain", (insert(value),),
            refused_document("SHRED_BAD_DOCUMENT_TYPE"))
        for value in each(*[None, [], "a", 1, True])
    ),
    Row("5.1", "an empty document", "plain", (insert({}),), fine),
    Row("5.1", "the id is answered", "plain", (insert({"_id": {"$uuid": UUID.upper()}}),),
        answers(status={"insertedIds": [{"$uuid": UUID}]})),
    Row("5.1", "an id that is taken", "plain", (insert({"_id": "doc4"}),), says("DOCUMENT_ALREADY_EXISTS",
        "Cannot insert the document: a document already exists with given '_id'", "'doc4'"), ({"_id": "doc4"},)),
    Row("5.1", "a number that is taken", "plain", (insert({"_id": 4}),),
        refused_document("DOCUMENT_ALREADY_EXISTS", 4), ({"_id": 4},)),
    *(
        Row("5.2", f"documents {value!r}", "plain", (("insertMany", {"documents": value}),), refused(*codes))
        for value, codes in each((None, [FIELD] * 2), ([], [FIELD]), ({}, [SHAPE]), ("a", [SHAPE]))
    ),
    Row("5.2", "101 documents", "plain", (insert_many(*({"_id": at} for at in range(101))), find()), finds()),
    Row("5.2", "101 documents, in words", "plain", (insert_many(*({"long": "x" * 10} for _ in range(101))),),
        says(FIELD, "amount of documents to insert is over the max limit (101 vs 100)", "[TRUNCATED from ")),
    Row("5.2", "ids in the order of the documents", "plain", (insert_many({"_id": 2}, {"_id": 1}, ordered=False),),
        status(insertedIds=[2, 1])),
    Row("5.2", "without order all are tried", "plain", (insert_many({"_id": 1}, {"_id": 1}, {"_id": []}, {"_id": 2}),
        find()), finds(1, 2)),
    Row("5.2", "in order the first failure ends it", "plain",
        (insert_many({"_id": 1}, {"_id": []}, {"_id": 2}, ordered=True), find()), finds(1)),
    Row("5.2", "no object is a failure of one", "plain", (insert_many(None, {"_id": 1}, 5), find()), finds(1)),
    Row("5.2", "a vector where there is none refuses them all", "plain",
        (insert_many({"_id": 1}, {"_id": 2, "$vector": [1]}), find()), finds()),
]  # fmt: skip


@covers("5.2")
@pytest.mark.parametrize("ordered", [True, False])
def test_each_document_is_answered_for(ordered: bool, rules_lab: Lab) -> None:  # noqa: FBT001  # a parameter of a test
    name = rules_lab.filled(f"answered{ordered}", {"_id": 1})
    documents: list[Any] = [{"_id": "a"}, {"_id": 1}, [], {"_id": "b"}]
    reply = rules_lab.run(
        name, "insertMany", documents=documents, options={"ordered": ordered, "returnDocumentResponses": True}
    )
    failed = {"_id": 1, "status": "ERROR", "errorsIdx": 0}
    rest: list[Any] = [{"status": "SKIPPED"}, {"_id": "b", "status": "SKIPPED"}] if ordered else [
        {"status": "ERROR", "errorsIdx": 1}, {"_id": "b", "status": "OK"},
    ]  # fmt: skip
    assert reply.json["status"] == {"documentResponses": [{"_id": "a", "status": "OK"}, failed, *rest]}
    assert reply.codes == ["DOCUMENT_ALREADY_EXISTS", *([] if ordered else ["SHRED_BAD_DOCUMENT_TYPE"])]
    assert reply.json["errors"][0]["documentIds"] == [1]


FIND_ROWS = [
    *(
        Row("5.3", f"limit {limit}", "plain", (find(options={"limit": limit}),),
            says(FIELD, "limit should be greater than `0`"))
        for limit in (0, -1)
    ),
    Row("5.3", "skip below zero", "plain", (find(sort={"n": 1}, options={"skip": -1}),),
        says(FIELD, "skip should be greater than or equal to `0`")),
    Row("5.3", "skip without a sort", "plain", (find(options={"skip": 0}),),
        says(FIELD, "skip options should be used with sort clause")),
    Row("5.3", "skip with a vector", "vector", (find(sort={"$vector": QUERY}, options={"skip": 0}),),
        says(FIELD, "skip options should not be used with vector search")),
    Row("5.3", "limit of a vector search", "vector", (find(sort={"$vector": QUERY}, options={"limit": 1001}),),
        says(FIELD, "limit options should not be greater than 1000 for vector search")),
    Row("5.3", "... of 1000", "vector", (find(sort={"$vector": QUERY}, options={"limit": 1000}),), fine),
    Row("5.3", "an empty sort has no skip", "plain", (find(sort={}, options={"skip": 2}),), finds(*range(10)), TEN),
    Row("5.3", "words have no skip", "plain", (find(sort={"$lexical": "a"}, options={"skip": 5}),), finds(1),
        ({"_id": 1, "$lexical": "a"},)),
    Row("5.3", "a text has no skip and no limit above", "small texts",
        (find(sort={"$vectorize": "a"}, options={"skip": 5, "limit": 2000}),),
        finds(1), ({"_id": 1, "$vectorize": "a"},)),
    Row("5.3", "a limit", "plain", (find(sort={"n": -1}, options={"limit": 3}),), finds_in_order(9, 8, 7), TEN),
    Row("5.3", "a limit and a skip", "plain", (find(sort={"n": 1}, options={"limit": 3, "skip": 8}),),
        finds_in_order(8, 9), TEN),
    Row("5.3", "a page and a sort", "plain", (find(sort={"n": 1}, options={"pageState": "AAAA"}),),
        says("SORT_CLAUSE_INVALID", "'pageState' is not supported with non-empty sort clause")),
    Row("5.3", "no page and a sort", "plain", (find(sort={"n": 1}, options={"pageState": None}),), fine),
    Row("5.3", "a page that is no base64", "plain", (find(options={"pageState": "!"}),),
        refused("UNEXPECTED_SERVER_ERROR")),
    *(
        Row("5.3", f"a page of nobody, {state!r}", "plain", (find(options={"pageState": state}),),
            refused("UNEXPECTED_DRIVER_ERROR"))
        for state in ("AAAA", "")
    ),
    Row("5.3", "similarity without a vector", "plain", (find(options={"includeSimilarity": True}),),
        answers(data={"documents": [{"_id": 1}], "nextPageState": None}), ({"_id": 1},)),
    Row("5.3", "similarity survives any projection", "vector",
        (find(sort={"$vector": QUERY}, projection={"*": 0}, options={"includeSimilarity": True}),),
        answers(data={"documents": [{"$similarity": 1.0}], "nextPageState": None}), ({"_id": 1, "$vector": QUERY},)),
    Row("5.3", "the vector that was sorted by", "vector",
        (find(sort={"$vector": [0.1, 0, 1]}, options={"includeSortVector": True}),),
        answers(data={"documents": [], "nextPageState": None}, status={"sortVector": [0.1, 0.0, 1.0]})),
    Row("5.3", "no vector was sorted by", "vector", (find(options={"includeSortVector": True}),),
        answers(data={"documents": [], "nextPageState": None}, status={"sortVector": None})),
    Row("5.3", "an id twice is two documents", "plain", (find({"_id": {"$in": [1, 1, 2]}}),), finds(1, 1, 2), TEN),
    Row("5.3", "ids and a limit", "plain", (find({"_id": {"$in": [1, 2, 3]}}, options={"limit": 2}),),
        lambda reply: counts(reply, 2), TEN),
    Row("5.4", "the least", "plain", (find_one(sort={"n": 1}),), shows({"_id": 0, "n": 0}), TEN),
    Row("5.4", "no match", "plain", (find_one({"n": 99}),), answers(data={"document": None}), TEN),
    *(Row("5.4", f"no {name}", "plain", (("findOne", {"options": {name: 1}}),),
        refused(UNKNOWN)) for name in ("limit", "skip", "pageState")),
    Row("5.4", "similarity", "vector", (find_one(sort={"$vector": QUERY}, options={"includeSimilarity": True,
        "includeSortVector": True}),),
        answers(data={"document": {"_id": 1, "$vector": QUERY, "$similarity": 1.0}},
            status={"sortVector": [1.0, 0.0, 0.0]}),
        ({"_id": 1, "$vector": QUERY},)),
]  # fmt: skip


def counts(reply: Reply, number: int) -> None:
    """Expect so many documents."""
    assert len(reply.json["data"]["documents"]) == number


@covers("5.3", "0")
def test_pages(rules_lab: Lab) -> None:
    name = rules_lab.filled("pages", *({"_id": at} for at in range(100)))
    rules_lab.run(name, "insertMany", documents=[{"_id": at} for at in range(100, 120)])
    pages: list[list[int]] = []
    state = None
    while True:
        reply = rules_lab.run(name, "find", options={"pageState": state})
        again = rules_lab.run(name, "find", options={"pageState": state})
        assert reply.json == again.json
        pages.append([document["_id"] for document in reply.json["data"]["documents"]])
        state = reply.json["data"]["nextPageState"]
        if state is None:
            break
    assert [len(page) for page in pages] == [50, 50, 20]
    assert sorted(one for page in pages for one in page) == list(range(120))
    limited = rules_lab.run(name, "find", options={"limit": 60})
    rest = rules_lab.run(name, "find", options={"limit": 60, "pageState": limited.json["data"]["nextPageState"]})
    assert len(rest.json["data"]["documents"]) == 10
    assert rest.json["data"]["nextPageState"] is None
    assert rules_lab.run(name, "find", options={"limit": 50}).json["data"]["nextPageState"] is None
    assert rules_lab.run(name, "find", options={"includeSortVector": True}).json["data"]["nextPageState"] is None
    assert len(rules_lab.ids(name, sort={"_id": 1}, options={"limit": 80})) == 50


ROWS = [*MATRIX_ROWS, *INSERT_ROWS, *FIND_ROWS]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule(row: Row, rules_lab: Lab) -> None:
    row.check(rules_lab)


@covers("5.3", "0")
def test_sorting_in_memory_ends_at_a_limit(lab_of_few: Lab) -> None:
    name = lab_of_few.filled("few", *({"_id": at} for at in range(4)))
    assert lab_of_few.run(name, "find", sort={"_id": 1}).codes == []
    lab_of_few.run(name, "insertOne", document={"_id": 4})
    assert lab_of_few.run(name, "find", sort={"_id": 1}).codes == ["OVERLOADED_SORT_ROW_LIMIT"]
    assert lab_of_few.run(name, "findOne", sort={"_id": 1}).codes == ["OVERLOADED_SORT_ROW_LIMIT"]
