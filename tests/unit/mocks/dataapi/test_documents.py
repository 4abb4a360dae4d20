"""Documents on the wire: inserting, limits, finding, paging, changing, deleting (data-api 5, 7, 8)."""

import asyncio
import json
from itertools import chain
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import Lab

VECTORS = {"vector": {"dimension": 2}}


def test_ids_are_made_by_the_collections_type(lab: Lab) -> None:
    for default_id, key in (("uuid", "$uuid"), ("uuidv6", "$uuid"), ("uuidv7", "$uuid"), ("objectId", "$objectId")):
        name = lab.filled(f"did_{default_id}", defaultId={"type": default_id})
        (made,) = lab.run(name, "insertOne", document={"a": 1}).json["status"]["insertedIds"]
        assert set(made) == {key}
        if default_id != "objectId":
            assert made[key][14] == {"uuid": "4", "uuidv6": "6", "uuidv7": "7"}[default_id]
            assert made[key][19] in "89ab"
    name = lab.filled("did_none")
    (made,) = lab.run(name, "insertOne", document={}).json["status"]["insertedIds"]
    assert made[14] == "4"


PER_DOCUMENT: list[tuple[Any, str]] = [
    ({"_id": ""}, "SHRED_BAD_DOCID_VALUE"), ({"_id": []}, "SHRED_BAD_DOCID_TYPE"), ({"$x": 1}, "SHRED_BAD_FIELD_NAME"),
    ({"": 1}, "SHRED_BAD_FIELD_NAME"), ({"a": {"$vector": [1]}}, "SHRED_BAD_FIELD_NAME"),
    ({"a": {"$x": 1}}, "SHRED_BAD_FIELD_NAME"),
    ({"a": {"$date": "x"}}, "SHRED_BAD_EJSON_VALUE"), ({"a": {"$uuid": "x"}}, "SHRED_BAD_EJSON_VALUE"),
    ({"a": {"$date": [1]}}, "SHRED_BAD_EJSON_VALUE"), ({"$lexical": 5}, "SHRED_BAD_DOCUMENT_LEXICAL_TYPE"),
    ({"$vector": "x"}, "SHRED_BAD_DOCUMENT_VECTOR_TYPE"), ({"$vector": []}, "SHRED_BAD_VECTOR_SIZE"),
    ({"$vector": [1, "x"]}, "SHRED_BAD_VECTOR_VALUE"),
    ({"$vector": {"$binary": "AAAA"}}, "SHRED_BAD_BINARY_VECTOR_VALUE"),
    ({"$vector": {"$binary": 5}}, "SHRED_BAD_BINARY_VECTOR_VALUE"),
    ({"$vector": {"a": 1}}, "SHRED_BAD_DOCUMENT_VECTOR_TYPE"),
    ({"$vector": {}}, "UNEXPECTED_SERVER_ERROR"), ({"$vector": [1]}, "INVALID_VECTOR_LENGTH"),
    ({"$vector": [0, 0]}, "INVALID_DATABASE_QUERY"), ({"$vector": [1e39, 1]}, "INVALID_DATABASE_QUERY"),
    ({"s": "x" * 8001}, "SHRED_DOC_LIMIT_VIOLATION"), ({"s": "é" * 4001}, "SHRED_DOC_LIMIT_VIOLATION"),
    ({"a": [0] * 1001}, "SHRED_DOC_LIMIT_VIOLATION"), ({"x" * 1001: 1}, "SHRED_DOC_LIMIT_VIOLATION"),
    ({"o": {f"f{at}": 1 for at in range(1001)}}, "SHRED_DOC_LIMIT_VIOLATION"), (None, "SHRED_BAD_DOCUMENT_TYPE"),
    ([], "SHRED_BAD_DOCUMENT_TYPE"), ({"$vector": [0.5] * 4097}, "SHRED_DOC_LIMIT_VIOLATION"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "code"), PER_DOCUMENT, ids=lambda value: str(value)[:40])
def test_a_document_that_is_refused(lab: Lab, document: Any, code: str) -> None:
    lab.create("refusing", **VECTORS)
    reply = lab.run("refusing", "insertOne", document=document)
    assert reply.codes == [code]
    assert reply.json["status"] == {"insertedIds": []}
    assert lab.run("refusing", "countDocuments").json["status"]["count"] == 0


def nested(levels: int) -> Any:
    return 1 if levels == 0 else {"a": nested(levels - 1)}


@pytest.mark.parametrize(
    "document",
    [{"s": "x" * 8000}, {"s": "é" * 4000}, {"a": [0] * 1000}, {"x" * 1000: 1}, nested(16), {"$vectorize": None},
     {"o": {f"f{at}": 1 for at in range(1000)}}, {"$vectorize": "  "}, {"a.b": 1, "c&d": 2, " ": 3}],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_document_at_its_limits_comes_back_as_it_was(lab: Lab, document: Any) -> None:
    lab.create("limits", **VECTORS)
    (made,) = lab.run("limits", "insertOne", document=document).json["status"]["insertedIds"]
    found = lab.run("limits", "findOne", filter={"_id": made}).json["data"]["document"]
    assert found == {"_id": made, **{name: value for name, value in document.items() if not name.startswith("$")}}


def test_one_level_too_deep(lab: Lab) -> None:
    name = lab.filled("deep")
    assert lab.run(name, "insertOne", document=nested(17)).codes == ["SHRED_DOC_LIMIT_VIOLATION"]


def test_limits_do_not_hold_for_what_is_not_indexed(lab: Lab) -> None:
    name = lab.filled("denied", indexing={"deny": ["long"]})
    assert lab.run(name, "insertOne", document={"long": "x" * 9000}).codes == []
    assert lab.run(name, "insertOne", document={"other": "x" * 9000}).codes == ["SHRED_DOC_LIMIT_VIOLATION"]


def test_numbers_keep_their_digits_on_the_wire(lab: Lab) -> None:
    name = lab.filled("digits")
    raw = b'{"insertOne":{"document":{"_id":1,"x":100.00,"y":12345678901234567890123,"z":0.1234567890123456789}}}'
    assert lab.send(f"/v1/ks/{name}", raw).codes == []
    assert b'"x":1E+2,"y":12345678901234567890123,"z":0.1234567890123456789' in lab.run(name, "findOne").raw


def test_insert_many_in_and_out_of_order(lab: Lab) -> None:
    name = lab.filled("many", {"_id": "a"})
    documents = [{"_id": "b"}, {"_id": "a"}, {"_id": ""}, {"_id": "c"}]
    unordered = lab.run(name, "insertMany", documents=documents)
    assert unordered.json["status"]["insertedIds"] == ["b", "c"]
    assert unordered.codes == ["DOCUMENT_ALREADY_EXISTS", "SHRED_BAD_DOCID_VALUE"]
    assert unordered.json["errors"][0]["documentIds"] == ["a"]
    assert "documentIds" not in unordered.json["errors"][1]
    options = {"ordered": True, "returnDocumentResponses": True}
    documents = [{"_id": "d"}, {"_id": "a"}, {"_id": "e"}]
    ordered = lab.run(name, "insertMany", documents=documents, options=options).json
    assert ordered["status"]["documentResponses"] == [
        {"_id": "d", "status": "OK"},
        {"_id": "a", "status": "ERROR", "errorsIdx": 0},
        {"_id": "e", "status": "SKIPPED"},
    ]  # fmt: skip
    assert sorted(lab.ids(name)) == ["a", "b", "c", "d"]


def test_a_hundred_documents_and_no_more(lab: Lab) -> None:
    name = lab.filled("hundred")
    assert lab.run(name, "insertMany", documents=[{"_id": at} for at in range(100)]).codes == []
    refused = lab.run(name, "insertMany", documents=[{"_id": at} for at in range(200, 301)])
    assert refused.codes == ["COMMAND_FIELD_VALUE_INVALID"]
    assert "over the max limit (101 vs 100)" in refused.message
    assert "[TRUNCATED from " in refused.message
    assert lab.run(name, "countDocuments").json["status"] == {"count": 100}


def test_a_vector_in_a_collection_without_refuses_all(lab: Lab) -> None:
    name = lab.filled("novec")
    assert lab.run(name, "insertMany", documents=[{"_id": 1}, {"$vector": [1]}]).codes == [
        "VECTOR_SEARCH_NOT_SUPPORTED"
    ]
    assert lab.run(name, "find", sort={"$vector": [1]}).codes == ["VECTOR_SEARCH_NOT_SUPPORTED"]
    assert lab.run(name, "deleteOne", filter={}, sort={"$vector": [1]}).codes == ["INVALID_DATABASE_QUERY"]
    assert lab.ids(name) == []


def pages(lab: Lab, name: str, **options: Any) -> list[list[Any]]:
    found: list[list[Any]] = []
    state = None
    while True:
        sent = {**options, **({"pageState": state} if state else {})}
        data = lab.run(name, "find", options=sent).json["data"]
        found.append([document["_id"] for document in data["documents"]])
        state = data["nextPageState"]
        if state is None:
            return found


@pytest.fixture(scope="module")
def numbers(lab: Lab) -> str:
    """Make a collection of 120 numbers."""
    name = lab.filled("numbers", **VECTORS)
    for start in (0, 100):
        documents = [{"_id": at, "n": at % 7, "$vector": [1, at]} for at in range(start, min(start + 100, 120))]
        assert lab.run(name, "insertMany", documents=documents).codes == []
    return name


def test_pages_give_everything_once(lab: Lab, numbers: str) -> None:
    found = pages(lab, numbers)
    assert [len(page) for page in found] == [50, 50, 20]
    everything = list(chain.from_iterable(found))
    assert sorted(everything) == list(range(120))
    assert everything != list(range(120))


@pytest.mark.parametrize(("limit", "sizes"), [(10, [10]), (50, [50]), (60, [50, 10]), (120, [50, 50, 20])])
def test_a_limit_spans_pages(lab: Lab, numbers: str, limit: int, sizes: list[int]) -> None:
    assert [len(page) for page in pages(lab, numbers, limit=limit)] == sizes


def test_page_states_that_nobody_made(lab: Lab, numbers: str) -> None:
    assert lab.run(numbers, "find", options={"pageState": "!!"}).codes == ["UNEXPECTED_SERVER_ERROR"]
    for state in ("", "AAAA"):
        assert lab.run(numbers, "find", options={"pageState": state}).codes == ["UNEXPECTED_DRIVER_ERROR"]
    sorted_page = lab.run(numbers, "find", sort={"n": 1}, options={"pageState": "AAAA"})
    assert sorted_page.codes == ["SORT_CLAUSE_INVALID"]


def test_a_sorted_find_has_one_page_with_a_window(lab: Lab, numbers: str) -> None:
    expected = sorted(range(120), key=lambda at: (-(at % 7), at))
    assert lab.ids(numbers, sort={"n": -1}) == expected[:50]
    assert lab.ids(numbers, sort={"n": -1}, options={"skip": 3, "limit": 4}) == expected[3:7]
    assert lab.ids(numbers, sort={"n": -1}, options={"limit": 90}) == expected[:50]


def test_vector_search_is_exact_limited_and_filtered(lab: Lab, numbers: str) -> None:
    found = lab.run(
        numbers, "find", filter={"n": 3}, sort={"$vector": [1, 0]},
        options={"limit": 3, "includeSimilarity": True, "includeSortVector": True},
    ).json  # fmt: skip
    assert [document["_id"] for document in found["data"]["documents"]] == [3, 10, 17]
    assert found["data"]["documents"][0]["$similarity"] == pytest.approx((1 + 1 / 10**0.5) / 2, abs=1e-6)
    assert found["status"]["sortVector"] == [1.0, 0.0]
    assert len(lab.ids(numbers, sort={"$vector": [1, 0]})) == 120
    assert lab.run(numbers, "find", sort={"$vector": [1]}).codes == ["INVALID_VECTOR_LENGTH"]
    assert lab.run(numbers, "find", sort={"$vector": [0, 0]}).codes == ["INVALID_DATABASE_QUERY"]
    assert lab.run(numbers, "findOne", sort={"$vector": [0, 1]}).json["data"]["document"]["_id"] == 119


def test_order_in_which_clauses_are_refused(lab: Lab, numbers: str) -> None:
    bad: dict[str, Any] = {"filter": {"a": {"$x": 1}}, "sort": {"a": 5}, "projection": 5}
    assert lab.run(numbers, "find", **bad).codes == ["FILTER_UNSUPPORTED_OPERATOR"]
    assert lab.run(numbers, "find", **{**bad, "filter": {}}).codes == ["SORT_CLAUSE_VALUE_INVALID"]
    assert lab.run(numbers, "find", projection=5).codes == ["UNSUPPORTED_PROJECTION_DEFINITION"]


def test_counts(lab: Lab, numbers: str) -> None:
    assert lab.run(numbers, "countDocuments", filter={"n": 3}).json["status"] == {"count": 17}
    assert lab.run(numbers, "countDocuments", filter={"_id": {"$in": [1, 2]}}).json["status"] == {"count": 1}
    assert lab.run(numbers, "estimatedDocumentCount").json["status"] == {"count": 0}


def test_deleting_many_takes_twenty_at_a_time_and_all_without_a_filter(lab: Lab) -> None:
    name = lab.filled("deleted", *[{"_id": at, "a": 1} for at in range(45)])
    for expected in (
        {"deletedCount": 20, "moreData": True},
        {"deletedCount": 20, "moreData": True},
        {"deletedCount": 5},
    ):
        assert lab.run(name, "deleteMany", filter={"a": 1}).json["status"] == expected
    lab.run(name, "insertOne", document={})
    assert lab.run(name, "deleteMany", filter={"a": {}}).json["status"] == {"deletedCount": -1}
    assert lab.ids(name) == []


def test_updating_many_takes_a_page_at_a_time(lab: Lab) -> None:
    name = lab.filled("updated", *[{"_id": at, "n": 0} for at in range(70)])
    first = lab.run(name, "updateMany", update={"$inc": {"n": 1}}).json["status"]
    assert (first["matchedCount"], first["modifiedCount"], first["moreData"]) == (50, 50, True)
    second = lab.run(name, "updateMany", update={"$inc": {"n": 1}}, options={"pageState": first["nextPageState"]})
    assert second.json["status"] == {"matchedCount": 20, "modifiedCount": 20}
    assert lab.run(name, "countDocuments", filter={"n": 1}).json["status"]["count"] == 70


def test_update_one_upsert_and_what_it_answers(lab: Lab) -> None:
    name = lab.filled("one", {"_id": 1, "n": 1})
    for update, modified in (({"$set": {"n": 2}}, 1), ({"$set": {"n": 2}}, 0), ({}, 0)):
        status = lab.run(name, "updateOne", filter={"_id": 1}, update=update).json["status"]
        assert status == {"matchedCount": 1, "modifiedCount": modified}
    nothing = lab.run(name, "updateOne", filter={"_id": 9}, update={"$set": {"n": 2}}).json["status"]
    assert nothing == {"matchedCount": 0, "modifiedCount": 0}
    made = lab.run(
        name, "findOneAndUpdate", filter={"_id": 9, "a.b": 1, "$and": [{"c": 1}]}, update={"$setOnInsert": {"n": 2}},
        options={"upsert": True, "returnDocument": "after"},
    ).json  # fmt: skip
    assert made["data"]["document"] == {"_id": 9, "a": {"b": 1}, "n": 2}
    assert made["status"] == {"upsertedId": 9, "matchedCount": 0, "modifiedCount": 0}


def test_errors_leave_a_document_as_it_was(lab: Lab) -> None:
    name = lab.filled("kept", {"_id": 1, "s": "x"})
    for update, code in (
        ({"$inc": {"s": 1}}, "UNSUPPORTED_UPDATE_OPERATION_TARGET"),
        ({"$set": {"$x": 1}}, "SHRED_BAD_FIELD_NAME"),
        ({"$set": {"l": "x" * 9000}}, "SHRED_DOC_LIMIT_VIOLATION"),
    ):
        reply = lab.run(name, "updateOne", filter={}, update=update)
        assert (reply.codes, "status" in reply.json) == ([code], False)
    assert lab.run(name, "findOne").json["data"]["document"] == {"_id": 1, "s": "x"}


def test_replacing(lab: Lab) -> None:
    name = lab.filled("replaced", {"_id": 1, "a": 1, "b": 2})

    def replace(replacement: Any, **members: Any) -> Any:
        return lab.run(name, "findOneAndReplace", filter={"_id": 1}, replacement=replacement, **members)

    assert replace({"a": 1, "b": 2}).json["status"]["modifiedCount"] == 0
    assert replace({"b": 2, "a": 1}).json["status"]["modifiedCount"] == 1
    assert replace({"_id": "1"}).codes == ["DOCUMENT_REPLACE_DIFFERENT_DOCID"]
    assert replace({"$vector": [1], "$vectorize": "t"}).codes == ["INVALID_USAGE_OF_VECTORIZE"]
    after = replace({"c": 1}, options={"returnDocument": "after"}).json["data"]["document"]
    assert after == {"_id": 1, "c": 1}


def test_finding_and_deleting_one(lab: Lab) -> None:
    name = lab.filled("gone", {"_id": 1, "n": 2}, {"_id": 2, "n": 1})
    found = lab.run(name, "findOneAndDelete", filter={}, sort={"n": 1}).json
    assert found == {"data": {"document": {"_id": 2, "n": 1}}, "status": {"deletedCount": 1}}
    assert lab.run(name, "deleteOne", filter={"_id": 2}).json == {"status": {"deletedCount": 0}}
    assert lab.run(name, "deleteOne", filter={}).json == {"status": {"deletedCount": 1}}
    nothing = lab.run(name, "findOneAndDelete", filter={}).json
    assert nothing == {"data": {"document": None}, "status": {"deletedCount": 0}}


def test_hybrid_is_two_fields(lab: Lab) -> None:
    name = lab.filled("hybrid")
    for document, code in (
        ({"$hybrid": 5}, "HYBRID_FIELD_UNSUPPORTED_VALUE_TYPE"),
        ({"$hybrid": {"x": 1}}, "HYBRID_FIELD_UNKNOWN_SUBFIELDS"),
        ({"$hybrid": {"$lexical": 1}}, "HYBRID_FIELD_UNSUPPORTED_SUBFIELD_VALUE_TYPE"),
        ({"$hybrid": "t", "$vector": None}, "HYBRID_FIELD_CONFLICT"),
        ({"$hybrid": "t"}, "EMBEDDING_SERVICE_NOT_CONFIGURED"),
    ):  # fmt: skip
        assert lab.run(name, "insertOne", document=document).codes == [code]
    assert lab.run(name, "insertOne", document={"_id": 1, "$hybrid": {"$lexical": "some words"}}).codes == []
    found = lab.run(name, "find", filter={"$lexical": {"$match": "WORDS"}}, projection={"*": 1}).json["data"][
        "documents"
    ]
    assert found == [{"_id": 1, "$lexical": "some words", "$vectorize": None, "$vector": None}]
    assert lab.ids(name, sort={"$lexical": "words"}) == [1]


def test_the_door_inside_the_world_sees_the_same_documents(lab: Lab, numbers: str) -> None:
    run = lab.api.execute("11111111-1111-4111-8111-111111111111", "ks", numbers, {"find": {"filter": {"_id": 5}}})
    status, body = asyncio.run(run)
    assert (status, [document["_id"] for document in body["data"]["documents"]]) == (200, [5])
    assert json.dumps(body)
