"""POST /v1/rerank as a raw client sees it."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorproof.mocks.jina.tokens import count_tokens

MODEL = "jina-reranker-v2-base-multilingual"
PATH = "/v1/rerank"
DOCUMENTS = ["A recipe for bread", "The car stood in the road", "A motorbike in the garage"]


def ranked(lab: Any, key: str, **members: object) -> Any:
    body = {"model": MODEL, "query": "motorbike", "documents": DOCUMENTS, **members}
    return lab.send(json.dumps(body).encode(), f"Bearer {key}", PATH)


def test_the_nearest_document_comes_first(lab: Any, key: str) -> None:
    results = ranked(lab, key).json["results"]
    assert [result["index"] for result in results] == [2, 1, 0]
    assert [result["document"]["text"] for result in results] == [DOCUMENTS[2], DOCUMENTS[1], DOCUMENTS[0]]


def test_envelope_has_its_members_in_order_and_eight_decimals(lab: Any, key: str) -> None:
    seen = ranked(lab, key, return_documents=False)
    tokens = sum(map(count_tokens, ["motorbike", *DOCUMENTS]))
    head = '{"model":"%s","object":"list","usage":{"total_tokens":%d},"results":[' % (MODEL, tokens)  # noqa: UP031  # braces
    item = r'\{"index":\d,"relevance_score":0\.\d{8}\}'
    assert re.fullmatch(re.escape(head) + rf"{item},{item},{item}\]\}}", seen.body.decode())
    assert lab.charged(key) == tokens


def test_scores_never_change(lab: Any, key: str) -> None:
    """A number that was written down once: another machine, process or Python must come to it, too."""
    scores = {result["index"]: result["relevance_score"] for result in ranked(lab, key).json["results"]}
    assert scores == {0: 0.0, 1: 0.14855719, 2: 0.74756634}


@pytest.mark.parametrize(("top", "count"), [(1, 1), (3, 3), (9, 3)])
def test_top_n_limits_the_results(lab: Any, key: str, top: int, count: int) -> None:
    results = ranked(lab, key, top_n=top).json["results"]
    assert results == ranked(lab, key).json["results"][:count]


def test_documents_may_be_objects(lab: Any, key: str) -> None:
    objects = [{"text": text} for text in DOCUMENTS]
    assert ranked(lab, key, query={"text": "motorbike"}, documents=objects).body == ranked(lab, key).body


@pytest.mark.parametrize(
    ("members", "status", "fragment"),
    [
        ({"model": None}, 422, "body -> model"),
        ({"model": "jina-embeddings-v3"}, 400, "INPUT_MODEL_NOT_FOUND"),
        ({"query": None}, 422, "body -> query"),
        ({"query": 7}, 422, "body -> query"),
        ({"documents": None}, 422, "body -> documents"),
        ({"documents": []}, 422, "cannot be empty"),
        ({"documents": "one"}, 422, "body -> documents"),
        ({"documents": ["one", 2]}, 422, "body -> documents"),
        ({"top_n": 0}, 422, "greater_than"),
        ({"top_n": "1"}, 422, "int_type"),
        ({"return_documents": 1}, 422, "bool_type"),
    ],
)
def test_a_wrong_body_is_refused_and_not_charged(
    lab: Any, key: str, members: dict[str, object], status: int, fragment: str
) -> None:
    seen = ranked(lab, key, **members)
    assert seen.status == status
    assert fragment in seen.body.decode()
    assert lab.charged(key) == 0


def test_it_is_counted_recorded_and_refused_like_any_paid_call(lab: Any) -> None:
    key = lab.account("poor", limits={"rpm": 1})
    assert ranked(lab, key).status == 200
    assert ranked(lab, key).json["code"] == "RATE_REQUEST_LIMIT_EXCEEDED"
    assert ranked(lab, "jina_" + "x" * 60).status == 401
    calls = lab.calls(key)
    assert [(call["model"], call["inputs"], call["status"]) for call in calls] == [(MODEL, 3, 200), (None, 0, 429)]
    assert calls[0]["texts"] == DOCUMENTS


def test_it_meets_faults_but_none_that_spoils_vectors(lab: Any, key: str) -> None:
    spoiling = lab.fault(key, "ok-wrong-length")
    lab.fault(key, "internal", match={"text_contains": "motorbike"})
    assert ranked(lab, key).status == 500
    assert ranked(lab, key).status == 200
    met = {fault["id"]: fault["met"] for fault in lab.control("GET", f"/faults?key={key}")["faults"]}
    assert met[spoiling] == 0


@pytest.mark.parametrize(("state", "ranks", "embeds"), [("restricted", 200, 403), ("disabled", 401, 401)])
def test_a_key_that_may_not_embed_may_rank(lab: Any, key: str, state: str, ranks: int, embeds: int) -> None:
    lab.control("PATCH", f"/keys/{key}", {"state": state})
    assert (ranked(lab, key).status, lab.embed(key).status) == (ranks, embeds)


values = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=8), max_size=3)
bodies = st.fixed_dictionaries({}, optional=dict.fromkeys(("query", "documents", "top_n", "return_documents"), values))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(bodies)
def test_no_body_is_a_bug_of_ours(lab: Any, key: str, body: dict[str, object]) -> None:
    seen = lab.send(json.dumps({"model": MODEL, **body}).encode(), f"Bearer {key}", PATH)
    assert seen.status in {200, 422}
    assert "X-Sim-Bug" not in seen.head
