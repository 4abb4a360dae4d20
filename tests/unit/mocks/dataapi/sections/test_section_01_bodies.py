"""Statuses, bodies and the order of checks, rule by rule (reference sections 1.4 to 1.6)."""

import gzip
from collections.abc import Mapping
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import TOKEN, Lab
from tests.unit.mocks.dataapi.sections.rows import covers

JSON = {"Token": TOKEN, "Content-Type": "application/json"}
FIND = b'{"find":{}}'
KEYSPACES = b'{"findKeyspaces":{}}'
FIELD, SHAPE, NOT_JSON = "COMMAND_FIELD_VALUE_INVALID", "REQUEST_STRUCTURE_MISMATCH", "REQUEST_NOT_JSON"


# --- 1.4 statuses, 1.5 bodies


@covers("1.4")
@pytest.mark.parametrize(("kind", "status"), [
    ("application/json", 200), ("application/json; charset=utf-8", 200), ("APPLICATION/JSON", 200), ("*/*", 200),
        ("text/plain", 415),
    ("application/xml", 415), ("application/vnd.api+json", 415), ("multipart/form-data", 415),
])  # fmt: skip
def test_content_types(kind: str, status: int, rules_lab: Lab) -> None:
    reply = rules_lab.send("/v1", KEYSPACES, {"Token": TOKEN, "Content-Type": kind})
    assert reply.status == status
    assert reply.codes == ([] if status == 200 else ["UNSUPPORTED_CONTENT_TYPE"])


@covers("1.4", "0")
def test_a_body_has_a_largest_size(rules_lab: Lab) -> None:
    assert (
        rules_lab.send("/v1/ks/none", b'{"insertOne":{"document":{"a":"' + b"x" * (20 * 2**20) + b'"}}}').status == 413
    )
    assert (
        rules_lab.send("/v1/ks/none", b'{"insertOne":{"document":{"a":"' + b"x" * (19 * 2**20) + b'"}}}').status == 200
    )


@covers("1.4")
def test_a_body_may_be_packed_and_one_that_cannot_be_unpacked_is_the_client_s_fault(rules_lab: Lab) -> None:
    packed = {**JSON, "Content-Encoding": "gzip"}
    assert rules_lab.send("/v1", gzip.compress(KEYSPACES), packed).codes == []
    broken = rules_lab.send("/v1", KEYSPACES, packed)
    assert (broken.status, broken.raw) == (400, b"")
    assert rules_lab.send("/v1", KEYSPACES).codes == []


BODIES: list[tuple[str, bytes | None, list[str]]] = [
    ("no JSON", b"{wrong}", [NOT_JSON]), ("a word", b"wrong", [NOT_JSON]), ("cut off", b'{"find":{', [NOT_JSON]),
        ("NaN", b'{"find":{"filter":{"a":NaN}}}', [NOT_JSON]),
    ("a name twice", b'{"find":{"filter":{"a":1,"a":2}}}', [NOT_JSON]),
        ("a command twice", b'{"find":{},"find":{}}', [NOT_JSON]),
    ("no UTF-8", b'{"find":{"filter":{"a":"\xff"}}}', [NOT_JSON]),
    ("null in a command", b'{"find":null}', [SHAPE]), ("a number in a command", b'{"find":5}', [SHAPE]),
        ("an array in a command", b'{"find":[]}', [SHAPE]),
    ("nothing", b"", [FIELD]), ("null", b"null", [FIELD]), ("an empty object", b"{}", [SHAPE]),
        ("an array", b"[]", [SHAPE]), ("a scalar", b"5", [SHAPE]),
    ("two commands", b'{"find":{},"findOne":{}}', [SHAPE]),
        ("an unknown command", b'{"fynd":{}}', ["COMMAND_UNKNOWN"]),
    ("an unknown field", b'{"find":{"unknown":1}}', ["COMMAND_FIELD_UNKNOWN"]),
        ("an unknown option", b'{"find":{"options":{"unknown":1}}}', ["COMMAND_FIELD_UNKNOWN"]),
    ("a field of another kind", b'{"find":{"options":5}}', [SHAPE]),
        ("documents of another kind", b'{"insertMany":{"documents":{}}}', [SHAPE]),
    ("a long number", b'{"find":{"filter":{"a":' + b"1" * 110 + b"}}}", ["SHRED_DOC_LIMIT_VIOLATION"]),
    ("a short large number", b'{"find":{"filter":{"a":1e1000}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]),
    ("two broken constraints", b'{"find":{"options":{"limit":0,"skip":-1}}}', [FIELD, FIELD, FIELD]),
    ("what follows", b'{"find":{}} trailing', ["UNKNOWN_COLLECTION_OR_TABLE"]),
        ("what follows, closed once more", b'{"find":{}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]),
    ("a text as number", b'{"find":{"options":{"limit":"5"}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]),
        ("a fraction as number", b'{"find":{"options":{"limit":5.9}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]),
    ("a text as truth", b'{"find":{"options":{"includeSimilarity":"true"}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]),
        ("null as truth", b'{"find":{"options":{"includeSimilarity":null}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]),
]  # fmt: skip


@covers("1.5", "1.4")
@pytest.mark.parametrize(
    ("body", "codes"), [(body, codes) for _, body, codes in BODIES], ids=[name for name, _, _ in BODIES]
)
def test_bodies(body: bytes, codes: list[str], rules_lab: Lab) -> None:
    reply = rules_lab.send("/v1/ks/none", body)
    assert (reply.status, reply.codes, set(reply.json)) == (200, codes, {"errors"})


WORDS: list[tuple[bytes, str]] = [
    (b'{"find":{"filter":{"a":1,"b":2,"b":3,"a":4}}}', "Duplicate field 'b'"),
    (b"{wrong}", "Request not valid JSON, problem: "), (b"null",
        "Command field 'command' value `null` not valid: must not be null."),
    (b'{"findOne":{"unknown":1}}',
        "Command field 'unknown' not recognized: not one of known fields ('filter', 'options', 'projection', 'sort')"),
    (b'{"find":{"filter":{"a":' + b"1" * 110 + b"}}}", "Number value length (110) exceeds the maximum allowed (100"),
    (b'{"find":{"options":{"limit":0}}}',
        "Command field 'command.options.limit' value 0 not valid: limit should be greater than `0`."),
    (b'{"findOneAndUpdate":{"update":{},"options":{"returnDocument":"x"}}}', 'value "x" not valid'),
]  # fmt: skip


@covers("1.5")
@pytest.mark.parametrize(("body", "words"), WORDS, ids=str)
def test_words(body: bytes, words: str, rules_lab: Lab) -> None:
    assert words in rules_lab.send("/v1/ks/none", body).message


@covers("1.5")
def test_page_states_have_an_older_name(rules_lab: Lab) -> None:
    name = rules_lab.filled("paged", *({"_id": at} for at in range(60)))
    first = rules_lab.run(name, "find").json["data"]
    rest = rules_lab.ids(name, options={"pagingState": first["nextPageState"]})
    assert len(rest) == 10
    assert {each["_id"] for each in first["documents"]}.isdisjoint(rest)
    update = {"$set": {"seen": True}}
    state = rules_lab.run(name, "updateMany", update=update).json["status"]["nextPageState"]
    reply = rules_lab.run(name, "updateMany", update=update, options={"pagingState": state})
    assert reply.json["status"] == {"matchedCount": 10, "modifiedCount": 10}


@covers("1.5")
def test_scalars_become_names(fresh: Lab) -> None:
    for name in (b"5", b"7.5e0"):
        fresh.send("/v1/ks", b'{"createCollection":{"name":%s}}' % name)
    assert "5" in fresh.keyspace("findCollections").json["status"]["collections"]


# --- 1.6 which of several errors is told

ORDER: list[tuple[str, str, bytes, Mapping[str, str], list[str]]] = [
    ("content type before JSON", "/v1", b"{wrong", {"Token": TOKEN, "Content-Type": "text/plain"},
        ["UNSUPPORTED_CONTENT_TYPE"]),
    ("JSON before the keyspace", "/v1/none/c", b"{wrong", JSON, [NOT_JSON]),
    ("an unknown field before a broken constraint", "/v1/ks/none", b'{"find":{"options":{"limit":0},"x":1}}', JSON,
        ["COMMAND_FIELD_UNKNOWN"]),
    ("the update's shape before the collection", "/v1/ks/none", b'{"updateOne":{"update":{"$x":{}}}}', JSON,
        ["UNSUPPORTED_UPDATE_OPERATION"]),
    ("both vector and text before the collection", "/v1/ks/none",
        b'{"updateOne":{"update":{"$set":{"$vector":[1],"$vectorize":"a"}}}}', JSON, ["INVALID_USAGE_OF_VECTORIZE"]),
    ("a constraint before the keyspace", "/v1/none/c", b'{"find":{"options":{"limit":0}}}', JSON, [FIELD]),
    ("a constraint before a bad token", "/v1/ks/c", b'{"find":{"options":{"limit":0}}}', {**JSON, "Token": "bad"},
        [FIELD]),
    ("a bad token before the keyspace", "/v1/none/c", FIND, {**JSON, "Token": "bad"}, ["UNAUTHENTICATED_REQUEST"]),
    ("the keyspace before the collection", "/v1/none/none", FIND, JSON, ["UNKNOWN_KEYSPACE"]),
    ("the collection before the filter", "/v1/ks/none", b'{"find":{"filter":{"$x":1}}}', JSON,
        ["UNKNOWN_COLLECTION_OR_TABLE"]),
]  # fmt: skip


@covers("1.6")
@pytest.mark.parametrize(
    ("path", "body", "headers", "codes"), [row[1:] for row in ORDER], ids=[row[0] for row in ORDER]
)
def test_order_before_the_collection(
    path: str, body: bytes, headers: Mapping[str, str], codes: list[str], rules_lab: Lab
) -> None:
    assert rules_lab.send(path, body, headers).codes == codes


CLAUSES: list[tuple[str, dict[str, Any], str]] = [
    ("the filter before the sort", {"filter": {"$x": 1}, "sort": []}, "FILTER_INVALID_EXPRESSION"),
    ("the filter before the projection", {"filter": {"$x": 1}, "projection": []}, "FILTER_INVALID_EXPRESSION"),
    ("the filter before the embedding", {"filter": {"_id": 1, "$and": [{"_id": 2}]}, "sort": {"$vectorize": "a"}},
        "FILTER_MULTIPLE_ID_FILTER"),
    ("the sort before the projection", {"sort": {"n": 0}, "projection": []}, "SORT_CLAUSE_VALUE_INVALID"),
    ("the embedding before the projection", {"sort": {"$vectorize": "a"}, "projection": []},
        "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"),
    ("the projection last", {"projection": []}, "UNSUPPORTED_PROJECTION_DEFINITION"),
]  # fmt: skip


@covers("1.6")
@pytest.mark.parametrize(("members", "code"), [row[1:] for row in CLAUSES], ids=[row[0] for row in CLAUSES])
def test_order_of_clauses(members: dict[str, Any], code: str, fresh: Lab) -> None:
    fresh.filled("c", vector={"service": {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en"}})
    assert fresh.run("c", "find", **members).codes == [code]
    assert fresh.provider.calls == []


@covers("1.6")
def test_both_vector_and_text_before_the_rest_of_the_document(rules_lab: Lab) -> None:
    name = rules_lab.filled("first", vector={"dimension": 3})
    assert rules_lab.run(name, "insertOne", document={"_id": [], "$vector": 1, "$vectorize": 2}).codes == [
        "INVALID_USAGE_OF_VECTORIZE"
    ]
