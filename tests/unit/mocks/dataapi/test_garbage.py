"""Whatever the bytes, a caller with a token gets an envelope, and never a server error of HTTP."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.mocks.dataapi.lab import Lab

from vectorproof.specs.commands import commands

QUICK = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = sorted(name for name, spec in commands().items() if spec.simulated)
WORDS = st.sampled_from([
    "_id", "a", "a.b", "arr.0", "$vector", "$vectorize", "$lexical", "$hybrid", "$date", "$uuid", "$objectId",
    "$binary",
    "$eq", "$ne", "$in", "$nin", "$gt", "$lte", "$exists", "$all", "$size", "$match", "$and", "$or", "$not", "*",
    "$slice",
    "$set", "$unset", "$inc", "$mul", "$min", "$max", "$push", "$addToSet", "$pop", "$rename", "$currentDate", "$each",
    "$setOnInsert", "filter", "sort", "projection", "update", "options", "document", "documents", "replacement",
    "limit",
    "skip", "pageState", "upsert", "returnDocument", "ordered", "includeSimilarity", "includeSortVector", "name", "",
])  # fmt: skip
SCALARS = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4)
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)
CLAUSES = st.dictionaries(
    st.sampled_from(
        ["filter", "sort", "projection", "update", "options", "document", "documents", "replacement", "name"]
    ),
    VALUES,
    max_size=4,
)
PATHS = st.sampled_from(["/v1", "/v1/ks", "/v1/ks/vectors", "/v1/ks/plain"])


def prepared(lab: Lab) -> None:
    """Make the collections that requests are sent to, as they may have been dropped by one."""
    for name, options in (("vectors", {"vector": {"dimension": 2}}), ("plain", {})):
        lab.create(name, **options)
        document = {"_id": "x", "a": {"b": 1}, "arr": [1, {"b": 2}], "d": {"$date": 5}}
        lab.run(name, "insertOne", document=document)


def judge(lab: Lab, path: str, raw: bytes) -> None:
    reply = lab.send(path, raw)
    assert reply.status == 200, (path, raw, reply.raw)
    body = reply.json
    assert set(body) <= {"data", "status", "errors"}
    assert not ("data" in body and "errors" in body)
    for error in body.get("errors", []):
        assert {"id", "family", "scope", "errorCode", "title", "message"} <= error.keys()


@given(path=PATHS, raw=st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
@QUICK
def test_bytes(lab: Lab, path: str, raw: bytes) -> None:
    judge(lab, path, raw)


@given(path=PATHS, body=VALUES)
@QUICK
def test_json(lab: Lab, path: str, body: Any) -> None:
    judge(lab, path, json.dumps(body).encode())


@given(name=st.sampled_from(NAMES), members=CLAUSES | VALUES, path=PATHS)
@QUICK
def test_commands_with_clauses_at_random(lab: Lab, name: str, members: Any, path: str) -> None:
    prepared(lab)
    lab.general("createKeyspace", name="ks")
    judge(lab, path, json.dumps({name: members}).encode())


@given(
    name=st.sampled_from(["find", "updateOne", "updateMany", "deleteOne", "countDocuments", "findOneAndUpdate"]),
    filter_json=st.dictionaries(WORDS, VALUES, max_size=3),
    sort=st.none() | st.dictionaries(WORDS, VALUES, max_size=2),
    update=st.dictionaries(WORDS, st.dictionaries(WORDS, VALUES, max_size=3), max_size=3),
)
@QUICK
def test_nearly_right_clauses(lab: Lab, name: str, filter_json: Any, sort: Any, update: Any) -> None:
    prepared(lab)
    members = {"filter": filter_json}
    if name in {"find", "updateOne", "deleteOne", "findOneAndUpdate"} and sort is not None:
        members["sort"] = sort
    if "update" in name.lower():
        members |= {"update": update, "options": {"upsert": True}}
    for path in ("/v1/ks/vectors", "/v1/ks/plain"):
        judge(lab, path, json.dumps({name: members}).encode())


def test_nesting_deeper_than_any_stack(lab: Lab) -> None:
    for depth in (50, 300, 900, 100_000):
        for opening, closing in (('{"a":', "}"), ("[", "]")):
            filter_json = opening * depth + "1" + closing * depth
            judge(lab, "/v1/ks/plain", f'{{"find":{{"filter":{{"x":{{"$eq":{filter_json}}}}}}}}}'.encode())
            judge(lab, "/v1/ks/plain", f'{{"insertOne":{{"document":{{"x":{filter_json}}}}}}}'.encode())
