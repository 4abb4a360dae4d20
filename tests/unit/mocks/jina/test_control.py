"""The control API and the journal: keys live and die, calls are recorded without secrets, tests are separate."""

import hashlib
import json
from contextlib import ExitStack
from typing import Any

import pytest

from vectorproof.mocks.jina import JinaParts


def test_about_names_the_product_and_what_it_can(lab: Any) -> None:
    about = lab.control("GET", "")
    assert about["product"] == "vectorproof"
    assert about["capabilities"] == ["provider-control", "provider-journal", "provider-faults"]


def test_a_call_is_recorded_with_everything_but_its_key(lab: Any, key: str) -> None:
    lab.embed(key, ("one", "two"), model="jina-embeddings-v3", dimensions=8, task="separation")
    (call,) = lab.calls(key)
    assert call["key"] == {
        "id": lab.key_id(key),
        "sha256": hashlib.sha256(key.encode()).hexdigest(),
        "hint": key[-3:],
    }
    assert (call["model"], call["inputs"], call["texts"], call["tokens"]) == (
        "jina-embeddings-v3",
        2,
        ["one", "two"],
        6,
    )
    assert call["parameters"] == {"dimensions": 8, "task": "separation"}
    assert (call["status"], call["fault"], call["in_flight"]) == (200, None, 1)
    assert call["started_s"] <= call["ended_s"]


def test_no_answer_of_control_holds_a_key(lab: Any, key: str) -> None:
    lab.fault(key, "error-secret-echo")
    lab.embed(key)
    lab.embed(key, model="nope")
    for path in ("/journal", "/keys", "/accounts", "/faults", f"/faults?key={key}", f"/journal?key={key}"):
        assert key not in json.dumps(lab.control("GET", path))


def test_refused_calls_are_recorded_too(lab: Any, key: str) -> None:
    lab.send(b"{", f"Bearer {key}")
    lab.embed(key, model="nope")
    lab.embed("jina_" + "u" * 60)
    recorded = [(call["status"], call["code"]) for call in lab.control("GET", "/journal")["calls"]]
    assert recorded == [(422, "VALIDATION"), (400, "INPUT_MODEL_NOT_FOUND"), (401, "AUTH_INVALID_API_KEY")]


def test_peers_in_flight_are_recorded(lab: Any, key: str) -> None:
    lab.fault(key, "hold", times=2)
    body = json.dumps({"model": "jina-embeddings-v3", "input": "hi"}).encode()
    with ExitStack() as stack:
        for _ in range(2):
            client = stack.enter_context(lab.connect(body, f"Bearer {key}"))
            client.settimeout(0.2)
            with pytest.raises(TimeoutError):
                client.recv(1)
        assert lab.embed(key).status == 200
    assert [call["in_flight"] for call in lab.calls(key)] == [1, 2, 3]


def test_journal_is_complete_after_many_simultaneous_calls(lab: Any, key: str) -> None:
    lab.fault(key, "internal", times=20)
    lab.fault(key, "reset", times=20)

    def ask_ten(at: int) -> list[Any]:
        return [lab.embed(key, (f"{at} {n}",)) for n in range(10)]

    statuses = [one.status for row in lab.at_once(20, ask_ten) for one in row]
    calls = lab.calls(key, at_least=200, within_s=10)
    assert len(calls) == 200
    assert sorted(str(call["status"]) for call in calls) == sorted(map(str, statuses))
    assert lab.charged(key) == sum(call["tokens"] for call in calls)
    assert [entry["unmet"] for entry in lab.control("GET", "/faults")["faults"]] == [0, 0]


WRONG_WISHES: list[tuple[tuple[str, str, object], int, str]] = [
    (("POST", "/accounts", {"name": "a", "balance": 1}), 400, "balance_tokens"),
    (("POST", "/accounts", {"name": "a", "balance_tokens": -1}), 400, "from 0"),
    (("POST", "/accounts", {"name": "a", "tier": "gold"}), 400, "free_docs"),
    (("POST", "/accounts", {"name": "a", "limits": {"rps": 1}}), 400, "rpm"),
    (("POST", "/accounts", {}), 400, "name"),
    (("POST", "/accounts", {"name": "default"}), 409, "another"),
    (("POST", "/accounts", []), 400, "object"),
    (("PATCH", "/accounts/nobody", {}), 404, "nobody"),
    (("POST", "/keys", {"account": "nobody"}), 404, "nobody"),
    (("PATCH", "/keys/nobody", {"state": "active"}), 404, "key"),
    (("DELETE", "/faults/nothing", None), 404, "fault"),
    (("POST", "/clock", {"advance_s": -1}), 400, "a number of seconds from 0"),
    (("POST", "/clock", {"advance_s": 1e300}), 400, "to 1000000000 would be right"),
    (("POST", "/clock", {}), 400, "advance_s: missing, a number"),
]


@pytest.mark.parametrize(("wish", "status", "right"), WRONG_WISHES)
def test_a_wrong_wish_says_what_would_be_right(
    lab: Any, wish: tuple[str, str, object], status: int, right: str
) -> None:
    seen, answer = lab.control_status(*wish)
    assert seen == status
    assert right in answer["error"]


def test_reset_brings_the_beginning_back(lab: Any, key: str) -> None:
    lab.fault(key, "internal")
    lab.embed(key)
    lab.control("POST", "/reset")
    assert lab.embed(key).status == 401
    assert lab.control("GET", "/faults") == {"faults": []}
    assert [account["name"] for account in lab.control("GET", "/accounts")["accounts"]] == ["default"]
    assert len(lab.control("GET", "/journal")["calls"]) == 1


def test_a_part_replaced_changes_the_rule_and_nothing_else(start: Any) -> None:
    lab = start(parts=JinaParts(order=lambda count: range(count - 1, -1, -1), reported=lambda tokens: tokens + 1))
    key = lab.control("POST", "/keys", {})["key"]
    body = lab.embed(key).json
    assert [item["index"] for item in body["data"]] == [1, 0]
    assert body["usage"]["total_tokens"] == 8
    assert lab.charged(key) == 7
