"""What faults do beyond their rows: vectors, framings, parameters, and callers that go away."""

import json
from typing import Any

import pytest

V3: dict[str, Any] = {"model": "jina-embeddings-v3", "dimensions": 4}


def test_a_waiting_call_ends_with_its_client(lab: Any, key: str) -> None:
    lab.fault(key, "hang")
    lab.connect(json.dumps({"input": "hi", **V3}).encode(), f"Bearer {key}").close()
    (call,) = lab.calls(key, at_least=1, within_s=10)
    assert call["ended_s"] is not None
    assert call["status"] is None


def test_vectors_differ_at_every_call(lab: Any, key: str) -> None:
    lab.fault(key, "ok-nondeterministic", times=2)
    first, second = (lab.embed(key, **V3).json["data"][0]["embedding"] for _ in range(2))
    assert first != second
    assert sum(number**2 for number in first) == pytest.approx(1)


def test_close_mid_body_sends_less_than_it_says(lab: Any, key: str) -> None:
    lab.fault(key, "close-mid-body", sent_percent=100)
    seen = lab.embed(key, **V3)
    assert f"Content-Length: {len(seen.body) + 1}" in seen.head


def test_parameters_change_an_answer(lab: Any, key: str) -> None:
    lab.fault(key, "rate-rpm", retry_after_s=17, detail="unique 4711")
    seen = lab.embed(key)
    assert "Retry-After: 17" in seen.head
    assert seen.json["detail"] == "unique 4711"
