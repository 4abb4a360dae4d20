"""POST /v1/embeddings and its neighbours as a raw client sees them."""

import base64
import http.client
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorproof.mocks.jina import AccountSpec, Dialect, Generation, JinaConfig, JinaParts, KeySpec
from vectorproof.mocks.jina.embedding import HashedFeatures, Request, cut
from vectorproof.mocks.jina.models import models

KEY = "jina_" + "k" * 60
V2, V3 = "jina-embeddings-v2-base-en", "jina-embeddings-v3"


def of(dialect: Dialect) -> JinaConfig:
    return JinaConfig((AccountSpec("own"),), (KeySpec(KEY, "own"),), dialect=dialect)


def test_envelope_has_the_members_in_order(lab: Any, key: str) -> None:
    seen = lab.embed(key)
    assert seen.raw.partition(b"\r\n\r\n")[2].startswith(
        b'{"model":"jina-embeddings-v2-base-en","object":"list","usage":{"total_tokens":7,"prompt_tokens":7},'
        b'"data":[{"object":"embedding","index":0,"embedding":['
    )
    assert [item["index"] for item in seen.json["data"]] == [0, 1]
    assert "Content-Type: application/json" in seen.head


@pytest.mark.parametrize("model", [name for name, row in models().items() if not row.multi])
def test_every_model_gives_its_size_exactly_in_float32(lab: Any, key: str, model: str) -> None:
    row = models()[model]
    (item,) = lab.embed(key, ("Some text, ünïcode.",), model=model).json["data"]
    wanted = HashedFeatures().embed([Request("Some text, ünïcode.", model, row.task, row.dimensions)])[0]
    assert np.array(item["embedding"], dtype=np.float32).tolist() == wanted.tolist()


@pytest.mark.parametrize("size", [1, 2, 256, 1023, 1024])
def test_dimensions_cut_and_renormalise(lab: Any, key: str, size: int) -> None:
    (item,) = lab.embed(key, ("text",), model=V3, dimensions=size).json["data"]
    wanted = cut(HashedFeatures().embed([Request("text", V3, "", 1024)])[0], size)
    assert np.array(item["embedding"], dtype=np.float32).tolist() == wanted.tolist()


def test_dimensions_and_task_are_ignored_where_the_model_has_none(lab: Any, key: str) -> None:
    plain, more = lab.embed(key), lab.embed(key, dimensions=5, task="anything")
    assert plain.body == more.body


@pytest.mark.parametrize(
    ("model", "more", "sent"),
    [(V2, {}, True), (V3, {}, False), (V3, {"late_chunking": True}, True), ("jina-embeddings-v4", {}, False)],
)
def test_prompt_tokens_are_sent_as_measured(lab: Any, key: str, model: str, more: dict[str, Any], sent: bool) -> None:  # noqa: FBT001  # a table's column
    assert ("prompt_tokens" in lab.embed(key, model=model, **more).json["usage"]) is sent


def test_input_may_be_text_object_or_list(lab: Any, key: str) -> None:
    forms: list[Any] = ["hi", {"text": "hi"}, ["hi"], [{"text": "hi"}]]
    answers = [lab.embed(key, form).json["data"] for form in forms]
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize("name", ["embedding_type", "encoding_type", "encoding_format"])
def test_encodings_carry_the_same_vector(lab: Any, key: str, name: str) -> None:
    numbers, packed, signed, bits = (
        lab.embed(key, ("hi",), **{name: kind}).json["data"][0]["embedding"]
        for kind in ("float", "base64", "binary", "ubinary")
    )
    vector = np.array(numbers, dtype=np.float32)
    assert np.frombuffer(base64.b64decode(packed), dtype="<f4").tolist() == vector.tolist()
    assert bits == np.packbits(vector > 0).tolist()
    assert signed == [bit - 128 for bit in bits]


def test_normalized_false_has_another_length(lab: Any, key: str) -> None:
    vectors = [lab.embed(key, ("hi",), normalized=flag).json["data"][0]["embedding"] for flag in (True, None, False)]
    lengths = [float(np.linalg.norm(vector)) for vector in vectors]
    assert lengths == pytest.approx([1, 1, 3], abs=1e-5)


def test_truncate_counts_what_was_used(lab: Any, key: str) -> None:
    assert lab.embed(key, ("x" * 40_000,)).status == 400
    assert lab.embed(key, ("x" * 40_000,), truncate=True).json["usage"]["total_tokens"] == 8192


def test_a_truncated_text_is_embedded_like_the_text_that_just_fits(lab: Any, key: str) -> None:
    fits = "".join(f"word{at:05d} " for at in range(3276))  # 8192 tokens: two, and four characters each
    assert lab.embed(key, (fits,)).json["usage"]["total_tokens"] == 8192
    assert lab.embed(key, (fits + "and more",), truncate=True).body == lab.embed(key, (fits,)).body


def test_late_chunks_are_truncated_together(lab: Any, key: str) -> None:
    texts = ("[[tokens:5000]] one", "[[tokens:5000]] two", "three")
    asked = lab.embed(key, texts, model=V3, late_chunking=True, truncate=True).json
    assert (asked["usage"]["total_tokens"], len(asked["data"]), lab.charged(key)) == (8194, 3, 8194)


def test_late_chunking_limits_the_sum(lab: Any, key: str) -> None:
    texts = ("[[tokens:5000]] one", "[[tokens:5000]] two")
    assert lab.embed(key, texts, model=V3).status == 200
    assert lab.embed(key, texts, model=V3, late_chunking=True).status == 400


# What was sent, and the refusal of it: the order of these checks is the provider's.
@pytest.mark.parametrize(
    ("body", "status", "fragment"),
    [
        (b"", 422, "JSON decode error"),
        (b"{", 422, "JSON decode error"),
        (b"[]", 422, "dictionary"),
        (b"\xff\xfe", 422, "JSON decode error"),
        (b'{"model":"x","input":"\\ud800"}', 422, "JSON decode error"),
        (b'{"input":"a"}', 422, "body -> model"),
        (b'{"model":7,"input":"a"}', 422, "body -> model"),
        (b'{"model":"jina-embeddings-v3"}', 422, "body -> input"),
        (b'{"model":"jina-embeddings-v3","input":[]}', 422, "cannot be empty"),
        (b'{"model":"jina-embeddings-v3","input":[1,2]}', 422, "body -> input"),
        (b'{"model":"jina-embeddings-v3","input":["a",null]}', 422, "body -> input"),
        (b'{"model":"jina-embeddings-v3","input":{"image":"u"}}', 422, "body -> input"),
        (b'{"model":"jina-embeddings-v3","input":"a","dimensions":0}', 422, "greater_than"),
        (b'{"model":"jina-embeddings-v3","input":"a","dimensions":1025}', 422, "less_than_equal"),
        (b'{"model":"jina-embeddings-v3","input":"a","dimensions":"8"}', 422, "int_type"),
        (b'{"model":"jina-embeddings-v3","input":"a","dimensions":99999999999999999999999}', 422, "body"),
        (b'{"model":"jina-embeddings-v3","input":"a","task":"nonsense"}', 422, "body -> task"),
        (b'{"model":"jina-embeddings-v3","input":"a","task":["x"]}', 422, "body -> task"),
        (b'{"model":"jina-embeddings-v3","input":"a","late_chunking":"yes"}', 422, "bool_type"),
        (b'{"model":"jina-embeddings-v3","input":"a","embedding_type":"int4"}', 422, "literal_error"),
        (b'{"model":"jina-embeddings-v3","input":"a","embedding_type":["float"]}', 500, "INTERNAL_ERROR"),
        (b'{"model":"elser-v2","input":"a"}', 400, "INPUT_MODEL_NOT_FOUND"),
        (b'{"model":"nope","input":"a"}', 400, "Model 'nope' not found. Available models: jina-embeddings-v2"),
        (b'{"model":"nope","input":[]}', 422, "cannot be empty"),
    ],
)
def test_a_wrong_body_gets_the_documented_refusal(lab: Any, key: str, body: bytes, status: int, fragment: str) -> None:
    seen = lab.send(body, f"Bearer {key}")
    assert seen.status == status
    assert fragment in seen.body.decode()
    assert len(seen.json.get("request_id") or seen.json["detail"]["request_id"]) == 32
    assert lab.charged(key) == 0
    assert "X-Sim-Bug" not in seen.head


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        (None, "AUTH_MISSING_API_KEY"),
        ("", "AUTH_MISSING_API_KEY"),
        ("Bearer", "AUTH_MISSING_API_KEY"),
        ("Bearer  ", "AUTH_MISSING_API_KEY"),
        ("Bearer short", "AUTH_INVALID_FORMAT"),
        ("Basic " + KEY, "AUTH_INVALID_FORMAT"),
        (KEY, "AUTH_INVALID_FORMAT"),
        ("Bearer " + "x" * 65, "AUTH_INVALID_FORMAT"),
        ("Bearer " + KEY + "k", "AUTH_INVALID_FORMAT"),
        ("Bearer " + KEY, "AUTH_INVALID_API_KEY"),
    ],
)
def test_the_front_door_comes_before_the_body(lab: Any, authorization: str | None, code: str) -> None:
    seen = lab.send(b"no json at all", authorization)
    assert (seen.status, seen.json["code"], sorted(seen.json)) == (401, code, ["code", "detail", "request_id"])


@pytest.mark.parametrize(("model", "most"), [(V2, 2048), ("jina-embeddings-v4", 512)])
def test_items_are_limited(lab: Any, key: str, model: str, most: int) -> None:
    assert lab.embed(key, ("a",) * most, model=model, embedding_type="ubinary").status == 200
    assert lab.embed(key, ("a",) * (most + 1), model=model).status == 422


def test_huge_requests_are_refused_and_stall_nobody(lab: Any, key: str) -> None:
    assert lab.embed(key, ("a",) * 100_000).status == 422
    assert lab.embed(key, ("x" * 20_000_000,)).status == 400
    assert lab.embed(key).status == 200


def test_a_body_beyond_every_bound_is_refused_by_its_size(lab: Any, key: str) -> None:
    seen = lab.send(b" " * (64 * 1024 * 1024 + 1), f"Bearer {key}")
    assert seen.status == 413


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
bodies = st.dictionaries(
    st.sampled_from(
        ["model", "input", "dimensions", "task", "late_chunking", "truncate", "normalized", "embedding_type"]
    ),
    json_values | st.sampled_from([V2, V3, "hi", ["hi", "\0"], 8, True]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(bodies.map(lambda body: json.dumps(body).encode()) | st.binary(max_size=40))
def test_no_body_is_a_bug_of_ours(lab: Any, key: str, body: bytes) -> None:
    seen = lab.send(body, f"Bearer {key}")
    assert seen.status in {200, 400, 422} or seen.json["detail"]["code"] == "INTERNAL_ERROR"
    assert "X-Sim-Bug" not in seen.head
    assert "data" in seen.json if seen.status == 200 else "detail" in seen.json


def test_older_generation_has_its_own_words_and_status(start: Any) -> None:
    lab = start(of(Dialect(generation=Generation.A)))
    unknown = lab.embed("jina_" + "x" * 60)
    assert (unknown.status, unknown.json) == (401, {"detail": "Failed to authenticate with the provided api key."})
    lab.control("PATCH", "/accounts/own", {"balance_tokens": 0})
    poor = lab.embed(KEY)
    assert (poor.status, list(poor.json)) == (402, ["detail"])


def test_request_id_may_stand_beside_a_nested_detail(start: Any) -> None:
    lab = start(of(Dialect(nested_id_inside=False)))
    body = lab.embed(KEY, model="nope").json
    assert sorted(body) == ["detail", "request_id"]
    assert sorted(body["detail"]) == ["code", "message"]


def test_prompt_tokens_can_be_left_out_everywhere(start: Any) -> None:
    assert list(start(of(Dialect(prompt_tokens=False))).embed(KEY).json["usage"]) == ["total_tokens"]


def test_unknown_routes_are_invalid_endpoints(lab: Any) -> None:
    for path in ("/health", "/v2/embeddings", "/"):
        seen = lab.send(b"{}", None, path)
        assert (seen.status, seen.json["detail"], sorted(seen.json)) == (
            404,
            "Invalid endpoint",
            ["detail", "request_id"],
        )


@pytest.mark.parametrize("path", ["/v1/batch/embeddings", "/v1/classify", "/v1/chat/completions"])
def test_real_routes_that_are_not_simulated_say_so(lab: Any, path: str) -> None:
    seen = lab.send(b"{}", None, path)
    assert seen.status == 501
    assert path in seen.json["detail"]


def test_a_bug_of_ours_is_marked_and_tells_no_secret(start: Any, caplog: pytest.LogCaptureFixture) -> None:
    def broken(text: str) -> int:
        raise RuntimeError(f"no idea about {text}")

    lab = start(of(Dialect()), JinaParts(count_tokens=broken))
    seen = lab.embed(KEY, ("secret text",))
    assert seen.status == 500
    assert "X-Sim-Bug: 1" in seen.head
    assert "data" not in seen.json
    assert "RuntimeError" in caplog.text
    assert "secret text" not in caplog.text
    assert KEY not in caplog.text


def test_models_are_listed_without_a_key(lab: Any) -> None:
    status, listed = fetched(lab, "/v1/models")
    assert (status, [row["name"] for row in listed["data"]]) == (200, list(models()))
    assert {"id", "created", "pricing", "context_length", "datacenters"} < listed["data"][0].keys()
    one = {"data": [row for row in listed["data"] if row["name"] == "jina-embeddings-v3"]}
    assert [fetched(lab, f"/v1/models/{name}") for name in ("jina-embeddings-v3", "jina-ai/jina-embeddings-v3")] == [
        (200, one)
    ] * 2
    assert fetched(lab, "/v1/models/elser-v2")[0] == 404


def fetched(lab: Any, path: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(lab.host, lab.port, timeout=20)
    connection.request("GET", path)
    response = connection.getresponse()
    body = json.loads(response.read())
    connection.close()
    return response.status, body
