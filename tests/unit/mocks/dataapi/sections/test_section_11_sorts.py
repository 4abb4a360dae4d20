"""Sorts and vector searches, rule by rule (reference sections 11 and 12)."""

import base64
import struct
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import Lab, Reply
from tests.unit.mocks.dataapi.sections.rows import (
    Expect,
    Row,
    each,
    find,
    find_one,
    finds,
    finds_in_order,
    refused,
    shows,
    update,
)

VALUE, PATH, CLAUSE = "SORT_CLAUSE_VALUE_INVALID", "SORT_CLAUSE_PATH_INVALID", "SORT_CLAUSE_INVALID"
QUERY = [1.0, 0.0, 0.0]
BINARY = {"$binary": base64.b64encode(struct.pack(">3f", *QUERY)).decode()}
VECTORS: tuple[Any, ...] = (
    {"_id": "near", "$vector": [0.9, 0.1, 0], "n": 1}, {"_id": "far", "$vector": [0, 1, 0], "n": 1},
    {"_id": "same", "$vector": [1, 0, 0], "n": 2}, {"_id": "none", "n": 1}, {"_id": "null", "$vector": None, "n": 1},
)  # fmt: skip
#: In ascending order of ``v``; the last of each pair of equals has the larger ``_id``.
MIXED: tuple[Any, ...] = (
    {"_id": "0"}, {"_id": "1", "v": None}, {"_id": "2", "v": -5.5}, {"_id": "3", "v": 2}, {"_id": "4", "v": 10},
    {"_id": "5", "v": "10"}, {"_id": "6", "v": "2"}, {"_id": "7", "v": "Z"}, {"_id": "8", "v": "a"},
    {"_id": "9", "v": False}, {"_id": "a", "v": True}, {"_id": "b", "v": {"$date": 1}},
        {"_id": "c", "v": {"$date": 2}},
)  # fmt: skip
ORDER = [document["_id"] for document in MIXED]


def similar(**expected: float) -> Expect:
    """Expect documents by falling similarity, and these similarities."""

    def expect(reply: Reply) -> None:
        found = {each["_id"]: each["$similarity"] for each in reply.json["data"]["documents"]}
        assert list(found) == list(expected)
        assert found == pytest.approx(expected, abs=1e-6)

    return expect


def sorting(section: str, rule: str, sort: Any, expect: Expect, on: str = "vector", **members: Any) -> Row:
    """Say what a find in this order gives."""
    return Row(section, rule, on, (find(sort=sort, **members),), expect, VECTORS if "vector" in on else ())


CLAUSE_ROWS = [
    *(
        sorting("11", f"a sort that is {sort!r}", sort, refused(CLAUSE), "plain")
        for sort in ([], "a", 1, ["a"])
    ),
    *(
        Row("11", f"{sort} is no sort", "plain", (find(sort=sort),), finds(1, 2), ({"_id": 1}, {"_id": 2}))
        for sort in each(None, {})
    ),
    sorting("11", "$lexical of no text", {"$lexical": 1}, refused(CLAUSE), "plain"),
    sorting("11", "$lexical with others", {"$lexical": "a", "n": 1}, refused(CLAUSE), "plain"),
    sorting("11", "$lexical where there is none", {"$lexical": "a"}, refused("LEXICAL_NOT_ENABLED_FOR_COLLECTION"),
            "wordless"),
    sorting("11", "$vector with others", {"$vector": QUERY, "n": 1}, refused(CLAUSE)),
    sorting("11", "$vectorize with others", {"$vectorize": "a", "n": 1}, refused(CLAUSE), "texts"),
    sorting("11", "both", {"$vector": QUERY, "$vectorize": "a"}, refused(CLAUSE), "texts"),
    *(
        sorting("11", f"$vector of {value!r}", {"$vector": value}, refused(VALUE))
        for value in ("a", 1, None, True, {"x": 1}, {"$binary": "!"}, {"$binary": "AAA="})
    ),
    sorting("11", "$vector of nothing", {"$vector": []}, refused("SHRED_BAD_VECTOR_SIZE")),
    sorting("11", "$vector of a text", {"$vector": [1, "a"]}, refused("SHRED_BAD_VECTOR_VALUE")),
    *(
        sorting("11", f"$vectorize of {value!r}", {"$vectorize": value}, refused(VALUE), "texts")
        for value in each("", " ", 1, None, [], {})
    ),
    sorting("11", "$hybrid", {"$hybrid": "a"}, refused(PATH), "texts"),
    *(
        sorting("11", f"a direction {value!r}", {"n": value}, refused(VALUE), "plain")
        for value in each(*[0, 2, -2, 1.5, True, "asc", None, {}])
    ),
    sorting("11", "an empty path", {"": 1}, refused(PATH), "plain"),
    sorting("11", "a $ path", {"$x": 1}, refused(PATH), "plain"),
    sorting("11", "a bad escape", {"a&b": 1}, refused(PATH), "plain"),
    sorting("11", "a path that is not indexed", {"x": 1}, refused("SORT_CLAUSE_PATH_UNINDEXED"), "deny"),
    sorting("11", "_id that is not indexed", {"_id": 1}, refused("SORT_CLAUSE_PATH_UNINDEXED"), "unindexed id"),
    *(
        Row("11", f"a path that is not indexed, {command}", "deny", ((command, {"sort": {"x": 1}, **members}),),
            refused("SORT_CLAUSE_PATH_UNINDEXED"))
        for command, members in each(
            ("findOne", {}), ("findOneAndDelete", {}), ("findOneAndUpdate", {"update": {}}),
                ("updateOne", {"update": {}}),
            ("findOneAndReplace", {"replacement": {}}), ("deleteOne", {"filter": {}}),
        )
    ),
    Row("11", "a vector needs no other index", "unindexed", (find(sort={"$vector": QUERY}, options={"limit": 1}),),
        finds("same"), VECTORS),
    Row("11", "all types ascending", "plain", (find(sort={"v": 1}),), finds_in_order(*ORDER), MIXED),
    Row("11", "all types descending", "plain", (find(sort={"v": -1}),), finds_in_order(*ORDER[::-1]), MIXED),
    Row("11", "equals go by _id, ascending", "plain", (find(sort={"v": -1}),), finds_in_order("a", "b", "c"),
        ({"_id": "c", "v": 1}, {"_id": "a", "v": 1}, {"_id": "b", "v": 1})),
    Row("11", "several keys", "plain", (find(sort={"v": 1, "w": -1}),), finds_in_order(2, 1, 3),
        ({"_id": 1, "v": 1, "w": 1}, {"_id": 2, "v": 1, "w": 2}, {"_id": 3, "v": 2, "w": 0})),
    Row("11", "an element of an array", "plain", (find(sort={"v.0": 1}),), finds_in_order(2, 1),
        ({"_id": 1, "v": [2]}, {"_id": 2, "v": [1]})),
    Row("11", "$uuid as its text", "plain", (find(sort={"v": 1}),), finds_in_order(1, 2, 3), (
        {"_id": 1, "v": "0"}, {"_id": 2, "v": {"$uuid": "11111111-1111-4111-8111-111111111111"}},
            {"_id": 3, "v": "2"})),
    sorting("11", "a vector where there is none", {"$vector": QUERY}, refused("VECTOR_SEARCH_NOT_SUPPORTED"), "plain"),
    Row("11", "a vector where there is none, findOne", "plain", (find_one(sort={"$vector": QUERY}),),
        refused("VECTOR_SEARCH_NOT_SUPPORTED")),
    *(
        Row("11", f"a vector where there is none, {command}", "plain",
            ((command, {"sort": {"$vector": QUERY}, **members}),),
            refused("INVALID_DATABASE_QUERY"))
        for command, members in each(
            ("findOneAndDelete", {}), ("updateOne", {"update": {}}), ("deleteOne", {"filter": {}}),
            ("findOneAndReplace", {"replacement": {}}), ("findOneAndUpdate", {"update": {}}),
        )
    ),
    *(
        Row("11", f"a text without service in {on}", on, (find(sort={"$vectorize": "a"}),),
            refused("EMBEDDING_SERVICE_NOT_CONFIGURED"))
        for on in ("plain", "vector")
    ),
    sorting("11", "a vector of another length", {"$vector": [1, 2]}, refused("INVALID_VECTOR_LENGTH")),
    sorting("11", "no direction under cosine", {"$vector": [0, 0, 0]}, refused("INVALID_DATABASE_QUERY")),
    Row("11", "no direction under other metrics", "dot", (find(sort={"$vector": [0, 0, 0]}),), finds(1),
        ({"_id": 1, "$vector": [1, 2, 3]},)),
    Row("11", "words, the best first", "plain", (find(sort={"$lexical": "red fox"}),), finds_in_order(2, 1), (
        {"_id": 1, "$lexical": "a red house"}, {"_id": 2, "$lexical": "the red fox"}, {"_id": 3, "$lexical": "blue"},
        {"_id": 4})),
    Row("11", "a rare word counts for more", "plain", (find(sort={"$lexical": "common rare"}),),
        finds_in_order(4, 1, 2, 3),
        ({"_id": 1, "$lexical": "common"}, {"_id": 2, "$lexical": "common x"}, {"_id": 3, "$lexical": "common x y"},
         {"_id": 4, "$lexical": "rare"})),
]  # fmt: skip

SIMILAR = {"options": {"includeSimilarity": True}}

SEARCH_ROWS = [
    Row("12", "cosine", "vector", (find(sort={"$vector": QUERY}, **SIMILAR),),
        similar(same=1.0, near=(1 + 0.9 / 0.82**0.5) / 2, far=0.5), VECTORS),
    Row("12", "dot product", "dot", (find(sort={"$vector": QUERY}, **SIMILAR),),
        similar(same=1.0, near=0.95, far=0.5), VECTORS),
    Row("12", "euclidean", "euclidean", (find(sort={"$vector": QUERY}, **SIMILAR),),
        similar(same=1.0, near=1 / 1.02, far=1 / 3), VECTORS),
    Row("12", "the filter comes first", "vector", (find({"n": 1}, sort={"$vector": QUERY}, options={"limit": 1}),),
        finds("near"), VECTORS),
    Row("12", "documents without a vector are not found", "vector", (find({"_id": "none"}, sort={"$vector": QUERY}),),
        finds(),
        VECTORS),
    Row("12", "findOne gives the nearest", "vector", (find_one(sort={"$vector": QUERY},
        options={"includeSimilarity": True},
        projection={"_id": 1, "$vector": 0, "n": 0}),), shows({"_id": "same", "$similarity": 1.0}), VECTORS),
    Row("12", "updateOne changes the nearest", "vector",
        (update({}, {"$set": {"hit": 1}}, sort={"$vector": QUERY}), find({"hit": 1})), finds("same"), VECTORS),
    Row("12", "bytes are as good as numbers", "vector", (find(sort={"$vector": BINARY}, options={"limit": 1}),),
        finds("same"), VECTORS),
    Row("12", "ids are searched one by one", "vector",
        (find({"_id": {"$in": ["far", "same", "none"]}}, sort={"$vector": QUERY}),), finds("far", "same"), VECTORS),
]  # fmt: skip

ROWS = [*CLAUSE_ROWS, *SEARCH_ROWS]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule(row: Row, rules_lab: Lab) -> None:
    row.check(rules_lab)
