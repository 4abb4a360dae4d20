"""The control API and the journal: keys live and die, calls are recorded without secrets, tests are separate."""

import hashlib
import json
from contextlib import ExitStack
from typing import Any

import pytest

from vectorproof.mocks.jina import JinaConfig, JinaParts
from vectorproof.mocks.jina.journal import CHARACTERS_MAX, TEXT_MAX, Journal


def test_about_names_the_product_and_what_it_can(lab: Any) -> None:
    about = lab.control("GET", "")
    assert about["product"] == "vectorproof"
    assert about["capabilities"] == ["provider-control", "provider-journal", "provider-faults"]


def test_a_made_key_works_until_it_is_deleted(lab: Any) -> None:
    made = lab.control("POST", "/keys", {})
    key = made["key"]
    assert sorted(made) == ["account", "id", "key"]
    assert (len(key), key[:5]) == (65, "jina_")
    assert lab.embed(key).status == 200
    assert lab.control_status("DELETE", f"/keys/{made['id']}") == (204, None)
    dead = lab.embed(key)
    assert (dead.status, dead.json["code"]) == (401, "AUTH_INVALID_API_KEY")
    assert lab.control_status("DELETE", f"/keys/{key}")[0] == 404


def test_a_given_key_can_be_deleted_by_its_text(lab: Any) -> None:
    key = "jina_" + "g" * 60
    assert lab.control("POST", "/keys", {"account": "default", "key": key})["key"] == key
    assert lab.embed(key).status == 200
    assert lab.control_status("POST", "/keys", {"account": "default", "key": key})[0] == 409
    lab.control("DELETE", f"/keys/{key}")
    assert lab.embed(key).status == 401


@pytest.mark.parametrize(("state", "status"), [("disabled", 401), ("restricted", 403), ("active", 200)])
def test_the_state_of_a_key_decides(lab: Any, key: str, state: str, status: int) -> None:
    lab.control("PATCH", f"/keys/{key}", {"state": state})
    assert lab.embed(key).status == status


def test_a_key_replaced_in_place_keeps_its_id_and_loses_its_old_text(lab: Any, key: str) -> None:
    key_id, new = lab.key_id(key), "jina_" + "n" * 60
    lab.control("PATCH", f"/keys/{key_id}", {"key": new})
    assert lab.embed(key).status == 401
    assert lab.embed(new).status == 200
    assert [call["status"] for call in lab.calls(key_id)] == [200]


def test_a_key_may_die_while_its_call_is_under_way(lab: Any, key: str) -> None:
    fault = lab.fault(key, "hold")
    body = json.dumps({"model": "jina-embeddings-v3", "input": "hi"}).encode()
    with lab.connect(body, f"Bearer {key}") as client:
        client.settimeout(0.2)
        with pytest.raises(TimeoutError):
            client.recv(1)
        lab.control("DELETE", f"/keys/{key}")
        assert lab.embed(key).status == 401
        lab.control("DELETE", f"/faults/{fault}")
        client.settimeout(20)
        assert client.recv(15) == b"HTTP/1.1 200 OK"


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


def test_journal_answers_by_key_model_and_number(lab: Any, key: str) -> None:
    other = lab.control("POST", "/keys", {})["key"]
    lab.embed(key)
    mark = lab.control("GET", "/journal")["last"]
    lab.embed(key, model="jina-clip-v1")
    lab.embed(other)
    assert [call["model"] for call in lab.calls(key, since=mark)] == ["jina-clip-v1"]
    assert len(lab.calls(lab.key_id(key))) == 2
    assert len(lab.calls(other)) == 1
    assert len(lab.control("GET", "/journal?model=jina-clip-v1")["calls"]) == 1
    assert lab.control_status("GET", "/journal?since=x")[0] == 400


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


def test_memory_of_the_journal_is_bounded(start: Any) -> None:
    lab = start(JinaConfig(journal_calls=5))
    key = lab.control("POST", "/keys", {})["key"]
    for _ in range(8):
        lab.embed(key)
    assert [call["n"] for call in lab.calls(key)] == [4, 5, 6, 7, 8]


def test_long_texts_push_old_calls_out() -> None:
    journal, texts = Journal(10_000), ("x" * (TEXT_MAX + 1),) * 1000
    for _ in range(20):
        call = journal.open(0.0)
        call.record("m", len(texts), texts, {})
        journal.close(call, 1.0)
    kept = journal.matching(lambda _: True)
    assert all(len(text) == TEXT_MAX for call in kept for text in call.texts)
    assert 1 < len(kept) == CHARACTERS_MAX // (TEXT_MAX * 1000)


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
    (("POST", "/clock", {"advance_s": -1}), 400, "forward"),
    (("POST", "/clock", {}), 400, "number"),
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
