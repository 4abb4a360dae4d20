"""Texts become vectors: calls, batches, keys, retries, failures, what remains (data-api 8, jina-api 3)."""

import http.client
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiohttp import web
from tests.unit.mocks.dataapi.lab import KEY, TOKEN, V2, V3, Lab, Provider, embedding

from vectorproof.mocks.dataapi import DataApiParts

SERVICE = {"provider": "jinaAI", "modelName": V3}
OPTIONS: dict[str, Any] = {"vector": {"dimension": 8, "service": SERVICE}}


@pytest.fixture
def bound(fresh: Lab) -> Lab:
    """Serve a collection ``c`` of eight numbers, embedded by the request's key, and ``k`` by a stored one."""
    fresh.keys.secrets["stored.providerKey"] = "jina_stored"
    fresh.filled("c", **OPTIONS)
    service = {**SERVICE, "authentication": {"providerKey": "stored"}}
    fresh.filled("k", vector={"dimension": 8, "service": service})
    return fresh


def test_insert_stores_text_and_vector_at_the_end(bound: Lab) -> None:
    reply = bound.run("c", "insertOne", KEY, document={"_id": 1, "$vectorize": "hello", "z": 2})
    assert reply.json == {"status": {"insertedIds": [1]}}
    raw = bound.run("c", "findOne", projection={"*": 1}).json["data"]["document"]
    assert list(raw) == ["_id", "$vectorize", "z", "$vector"]
    assert raw["$vector"] == embedding("hello", 8)
    assert bound.provider.calls == [{"input": ["hello"], "model": V3, "dimensions": 8}]
    assert bound.provider.keys == [f"Bearer {KEY}"]


def test_models_of_one_dimension_are_sent_none_and_parameters_only_if_set(fresh: Lab) -> None:
    fresh.filled("v2", vector={"service": {"provider": "jinaAI", "modelName": V2}})
    parameters: dict[str, Any] = {"task": "retrieval.query", "late_chunking": False}
    fresh.filled("v3", vector={"dimension": 8, "service": {**SERVICE, "parameters": parameters}})
    for name in ("v2", "v3"):
        fresh.run(name, "insertOne", KEY, document={"$vectorize": "t"})
    assert fresh.provider.calls == [
        {"input": ["t"], "model": V2}, {"input": ["t"], "model": V3, "dimensions": 8, **parameters},
    ]  # fmt: skip


def test_a_hundred_texts_are_sent_by_32_side_by_side_and_keep_their_order(bound: Lab) -> None:
    documents = [{"_id": at, "$vectorize": "x" * at} for at in range(1, 101)]
    assert bound.run("c", "insertMany", KEY, documents=documents).codes == []
    assert sorted(len(call["input"]) for call in bound.provider.calls) == [4, 32, 32, 32]
    for at in (1, 33, 100):
        found = bound.run("c", "findOne", filter={"_id": at}, projection={"*": 1}).json["data"]["document"]
        assert found["$vector"] == embedding("x" * at, 8)


def test_nothing_is_asked_for_blank_null_or_no_text(bound: Lab) -> None:
    documents: list[dict[str, Any]] = [
        {"_id": 1, "$vectorize": " "},
        {"_id": 2, "$vectorize": None},
        {"_id": 3},
        {"_id": 4, "$vector": [1] * 8},
    ]
    assert bound.run("c", "insertMany", documents=documents).codes == []
    assert bound.provider.calls == []
    found = bound.run("c", "find", sort={"_id": 1}, projection={"*": 1}).json["data"]["documents"]
    assert found[:3] == [{**documents[0], "$vector": None}, {**documents[1], "$vector": None}, documents[2]]


@pytest.mark.parametrize(
    ("document", "code", "fragment"),
    [
        ({"$vector": [1] * 8, "$vectorize": "t"}, "INVALID_USAGE_OF_VECTORIZE", "position 2"),
        ({"$vector": None, "$vectorize": None}, "INVALID_USAGE_OF_VECTORIZE", "position 2"),
        ({"$vectorize": 5}, "INVALID_VECTORIZE_VALUE_TYPE", "needs to be String, not Number"),
    ],
    ids=str,
)
def test_one_wrong_document_refuses_all_before_any_call(bound: Lab, document: Any, code: str, fragment: str) -> None:
    reply = bound.run("c", "insertMany", KEY, documents=[{"_id": 1, "$vectorize": "fine"}, document])
    assert reply.codes == [code]
    assert fragment in reply.message
    assert "status" not in reply.json
    assert bound.provider.calls == []
    assert bound.ids("c") == []


def test_a_collection_without_service_embeds_nothing(fresh: Lab) -> None:
    name = fresh.filled("plain", vector={"dimension": 2})
    assert fresh.run(name, "insertOne", KEY, document={"$vectorize": "t"}).codes == ["EMBEDDING_SERVICE_NOT_CONFIGURED"]
    assert fresh.run(name, "find", KEY, sort={"$vectorize": "t"}).codes == ["EMBEDDING_SERVICE_NOT_CONFIGURED"]


def test_without_a_key_nothing_is_called(bound: Lab) -> None:
    for command, clause in (("insertOne", "document"), ("find", "sort")):
        reply = bound.run("c", command, **{clause: {"$vectorize": "t"}})
        assert reply.codes == ["EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"]
        assert "'x-embedding-api-key' header is missing" in reply.message
    assert bound.provider.calls == []


def test_the_stored_key_is_found_at_the_moment_of_use(bound: Lab) -> None:
    insert: dict[str, Any] = {"document": {"$vectorize": "t"}}
    assert bound.run("k", "insertOne", **insert).codes == []
    bound.keys.secrets["stored.providerKey"] = "jina_rotated"
    assert bound.run("k", "insertOne", **insert).codes == []
    bound.keys.secrets.clear()
    gone = bound.run("k", "insertOne", **insert)
    assert gone.codes == ["EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE"]
    assert "(GVC-005) Credential not found" in gone.message
    assert bound.provider.keys == ["Bearer jina_stored", "Bearer jina_rotated"]


def test_a_key_in_the_header_beats_the_stored_one_even_an_empty_one(bound: Lab) -> None:
    bound.keys.asked.clear()
    for key in (KEY, ""):
        bound.run("k", "insertOne", key, document={"$vectorize": "t"})
    assert bound.provider.keys == [f"Bearer {KEY}", "Bearer"]
    assert bound.keys.asked == []


def test_no_key_is_needed_where_no_text_is(bound: Lab) -> None:
    bound.keys.secrets.clear()
    assert bound.run("k", "insertOne", document={"_id": 1, "$vector": [1] * 8}).codes == []
    assert bound.ids("k", sort={"$vector": [1] * 8}) == [1]
    assert bound.run("k", "deleteMany", filter={}).codes == []


def nothing(_: dict[str, Any]) -> None:
    """Leave the answer to the provider."""


def in_turn(*answers: Any) -> Any:
    """Answer each call as the next one says, and rightly when there is none left."""
    left = iter(answers)

    def answer(body: dict[str, Any]) -> Any:
        return next(left, nothing)(body)

    return answer


def answering(status: int, body: bytes, content_type: str = "application/json") -> Callable[[Any], web.Response]:
    return lambda _: web.Response(status=status, body=body, content_type=content_type)


def altered(**members: Any) -> Any:
    def answer(body: dict[str, Any]) -> web.Response:
        merged = Provider.success(body) | members
        return web.json_response({name: value for name, value in merged.items() if value is not None})

    return answer


CLIENT, SERVER, LIMITED, LATE, NONSENSE, UNEXPECTED = (
    "EMBEDDING_PROVIDER_CLIENT_ERROR", "EMBEDDING_PROVIDER_SERVER_ERROR", "EMBEDDING_PROVIDER_RATE_LIMITED",
    "EMBEDDING_PROVIDER_TIMEOUT", "EMBEDDING_PROVIDER_UNEXPECTED_RESPONSE", "UNEXPECTED_SERVER_ERROR",
)  # fmt: skip
FAILURES: list[tuple[Any, str, int, str]] = [
    *((answering(status, b'{"detail":"why"}'), CLIENT, 1, f'HTTP {status}; error message: "why"')
      for status in (400, 401, 402, 403, 404, 409, 413, 422)),
    (answering(429, b'{"detail":"slow down"}'), LIMITED, 1, "'jinaAI' rate limited the request with HTTP 429"),
    *((answering(status, b'{"detail":{"code":"X"}}'), SERVER, 1, f'HTTP {status}; error message: {{"code":"X"}}')
      for status in (500, 502, 503, 520)),
    (answering(504, b'{"detail":"late"}'), LATE, 4, "504"), (answering(408, b"{}"), LATE, 4, "408"),
    (Provider.hang, LATE, 4, "<CLIENT SOCKET TIMEOUT>"), (answering(502, b"<html>", "text/html"), SERVER, 1, "<html>"),
    (answering(418, b'{"oops":1}'), CLIENT, 1, '{"oops":1}'), (answering(500, b"{bad"), SERVER, 1, "{bad"),
    (answering(200, b"<html>", "text/html"), NONSENSE, 1, "text/html"),
    (answering(200, b""), NONSENSE, 1, "No response body"),
    (answering(200, b"{bad"), UNEXPECTED, 1, ""), (answering(200, b"[]"), UNEXPECTED, 1, ""),
    (answering(200, b'{"data":[],"data":[]}'), UNEXPECTED, 1, ""), (answering(301, b"{}"), NONSENSE, 1, "empty data"),
    (altered(data=[]), NONSENSE, 1, "Expect: '1'. Actual: '0'"), (altered(data=None), NONSENSE, 1, "empty data"),
    (altered(usage=None), UNEXPECTED, 1, "NullPointerException"),
    (altered(usage={"total_tokens": -1}), UNEXPECTED, 1, ""),
    (altered(data=[{"embedding": [1.0] * 7}]), NONSENSE, 1, "Expect: '8'. Actual: '7'"),
    (altered(data=[{"embedding": [1.0] * 8}] * 2), NONSENSE, 1, "Expect: '1'. Actual: '2'"),
    (altered(data=[{"embedding": [True] * 8}]), UNEXPECTED, 1, ""), (altered(data=[{"index": 0}]), UNEXPECTED, 1, ""),
    (altered(data=[5]), UNEXPECTED, 1, ""), (altered(data=[{"embedding": ["x"] * 8}]), UNEXPECTED, 1, ""),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "code", "calls", "fragment"), FAILURES)
def test_failures_of_the_provider(bound: Lab, answer: Any, code: str, calls: int, fragment: str) -> None:
    bound.provider.answer = answer
    reply = bound.run("c", "insertOne", KEY, document={"$vectorize": "t"})
    assert (reply.status, reply.codes) == (200, [code])
    assert set(reply.json) == {"errors"}
    assert fragment in reply.message
    assert KEY not in reply.raw.decode()
    assert len(bound.provider.calls) == calls
    assert bound.ids("c") == []


@pytest.mark.parametrize(
    "data",
    [
        [{"embedding": ["0.5"] + [None] * 6 + [""], "index": "0"}],
        [{"embedding": "PwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}],
    ],
    ids=["lenient numbers", "packed big-endian"],
)
def test_what_decodes_all_the_same(bound: Lab, data: Any) -> None:
    bound.provider.answer = altered(data=data, usage={})
    assert bound.run("c", "insertOne", KEY, document={"_id": 1, "$vectorize": "t"}).codes == []
    found = bound.run("c", "findOne", projection={"$vector": 1}).json["data"]["document"]
    assert found["$vector"] == [0.5] + [0.0] * 7


def test_a_late_provider_is_asked_again_until_it_answers(bound: Lab) -> None:
    bound.provider.answer = in_turn(answering(504, b"{}"), answering(408, b"{}"))
    assert bound.run("c", "insertOne", KEY, document={"$vectorize": "t"}).codes == []
    assert len(bound.provider.calls) == 3


def test_nobody_there(fresh: Lab) -> None:
    fresh.filled("other", vector={"service": {"provider": "mistral", "modelName": "mistral-embed"}})
    reply = fresh.run("other", "insertOne", KEY, document={"$vectorize": "t"})
    assert reply.codes == ["EMBEDDING_PROVIDER_BAD_HOST_NAME"]
    fresh.filled("c", **OPTIONS)
    fresh.api.point_at({"jinaAI": "http://127.0.0.1:9/v1/embeddings"})
    assert fresh.run("c", "insertOne", KEY, document={"$vectorize": "t"}).codes == [UNEXPECTED]


def test_one_failing_batch_leaves_nothing_of_the_command(bound: Lab) -> None:
    bound.provider.answer = lambda body: answering(429, b"{}")(body) if "bad" in body["input"] else None
    documents = [{"_id": at, "$vectorize": "bad" if at == 99 else "t"} for at in range(100)]
    for options in ({}, {"ordered": True}, {"returnDocumentResponses": True}):
        reply = bound.run("c", "insertMany", KEY, documents=documents, options=options)
        assert (reply.codes, set(reply.json)) == ([LIMITED], {"errors"})
    assert bound.ids("c") == []


def test_sorting_by_a_text_is_sorting_by_its_vector(bound: Lab) -> None:
    documents = [{"_id": at, "$vectorize": "x" * at} for at in range(1, 5)]
    bound.run("c", "insertMany", KEY, documents=documents)
    found = bound.run(
        "c", "find", KEY, sort={"$vectorize": "yyy"},
        options={"limit": 1, "includeSimilarity": True, "includeSortVector": True},
    ).json  # fmt: skip
    assert found["data"]["documents"] == [{"_id": 3, "$similarity": 1.0}]
    assert found["status"]["sortVector"] == embedding("yyy", 8)
    bound.provider.answer = altered(data=[{"embedding": [0.0] * 8}])
    assert bound.run("c", "find", KEY, sort={"$vectorize": "t"}).codes == ["INVALID_DATABASE_QUERY"]
    bound.provider.answer = altered(data=[])
    assert bound.run("c", "find", KEY, sort={"$vectorize": "t"}).codes == [UNEXPECTED]


def test_a_wrong_filter_is_refused_before_the_text_is_embedded(bound: Lab) -> None:
    reply = bound.run("c", "find", filter={"a": {"$x": 1}}, sort={"$vectorize": "t"})
    assert reply.codes == ["FILTER_UNSUPPORTED_OPERATOR"]
    assert bound.provider.calls == []


def test_updates_embed_only_what_changed(bound: Lab) -> None:
    bound.run("c", "insertOne", KEY, document={"_id": 1, "$vectorize": "old"})
    bound.provider.calls.clear()
    for text, expected in (("old", 0), ("newer", 1), (" ", 1)):
        bound.run("c", "updateOne", KEY, filter={"_id": 1}, update={"$set": {"$vectorize": text}})
        assert len(bound.provider.calls) == expected
    found = bound.run("c", "findOne", projection={"*": 1}).json["data"]["document"]
    assert found == {"_id": 1, "$vectorize": " ", "$vector": None}
    nobody = bound.run("c", "updateOne", filter={"_id": 9}, update={"$set": {"$vectorize": "t"}})
    assert (nobody.codes, len(bound.provider.calls)) == ([], 1)
    wrong = bound.run("c", "updateOne", KEY, filter={"_id": 1}, update={"$set": {"$vectorize": 5}})
    assert wrong.codes == ["INVALID_VECTORIZE_VALUE_TYPE"]


def test_updating_many_keeps_what_was_done_before_the_failure(bound: Lab) -> None:
    bound.run("c", "insertMany", documents=[{"_id": at} for at in range(3)])
    bound.provider.answer = in_turn(nothing, answering(500, b"{}"))
    reply = bound.run("c", "updateMany", KEY, filter={}, update={"$set": {"$vectorize": "t"}})
    assert (reply.codes, set(reply.json)) == ([SERVER], {"errors"})
    assert bound.run("c", "countDocuments", filter={"$vector": {"$exists": True}}).json["status"]["count"] == 1


def test_replacing_embeds_each_time(bound: Lab) -> None:
    bound.run("c", "insertOne", KEY, document={"_id": 1, "$vectorize": "same"})
    for expected in (2, 3):
        reply = bound.run("c", "findOneAndReplace", KEY, filter={"_id": 1}, replacement={"$vectorize": "same"})
        assert reply.json["status"] == {"matchedCount": 1, "modifiedCount": 1}
        assert len(bound.provider.calls) == expected


def test_two_who_change_one_document_lose_no_change(bound: Lab) -> None:
    """Between reading and writing each waits for the provider: the slower one reads again."""
    bound.run("c", "insertOne", document={"_id": 1, "n": 0})

    def change(at: int) -> list[str]:
        client = http.client.HTTPConnection("127.0.0.1", bound.port, timeout=20)
        update = {"$inc": {"n": 1}, "$set": {"$vectorize": f"text {at}"}}
        body = json.dumps({"updateOne": {"filter": {"_id": 1}, "update": update}}).encode()
        headers = {"Token": TOKEN, "Content-Type": "application/json", "x-embedding-api-key": KEY}
        client.request("POST", "/v1/ks/c", body, headers)
        answer = json.loads(client.getresponse().read())
        client.close()
        return [error["errorCode"] for error in answer.get("errors", [])]

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(change, range(8)))
    lost = [codes for codes in outcomes if codes]
    assert all(codes == ["FAILED_CONCURRENT_OPERATIONS"] for codes in lost)
    assert bound.run("c", "findOne").json["data"]["document"]["n"] == 8 - len(lost)


def test_silence_costs_the_time_that_the_database_waits(bound: Lab) -> None:
    bound.provider.answer = Provider.hang
    started = time.monotonic()
    bound.run("c", "insertOne", KEY, document={"$vectorize": "t"})
    assert 4 * 0.3 <= time.monotonic() - started < 4 * 0.3 + 2


def test_each_rule_can_be_replaced() -> None:
    """The parts of embedding are what the code asks: another batch size is another number of calls."""
    lab = Lab(parts=DataApiParts(batch_size=lambda _: 3, choose_key=lambda _, __: "none"))
    try:
        lab.filled("c", **OPTIONS)
        reply = lab.run("c", "insertOne", KEY, document={"$vectorize": "t"})
        assert reply.codes == ["EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"]
    finally:
        lab.close()
    lab = Lab(parts=DataApiParts(batch_size=lambda _: 3))
    try:
        lab.filled("c", **OPTIONS)
        lab.run("c", "insertMany", KEY, documents=[{"$vectorize": "t"}] * 7)
        assert sorted(len(call["input"]) for call in lab.provider.calls) == [1, 3, 3]
    finally:
        lab.close()
