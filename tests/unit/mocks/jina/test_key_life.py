"""The life of a key over the wire: made, restricted, replaced, run out, rotated and deleted, even in use."""

import json
from contextlib import ExitStack
from typing import Any

import pytest

from vectorproof.mocks.jina.settings import KeyState

NEW = "jina_" + "n" * 60
HELD = json.dumps({"model": "jina-embeddings-v3", "input": "held"}).encode()


def refusal(lab: Any, key: str) -> tuple[int, str | None]:
    seen = lab.embed(key)
    return seen.status, None if seen.status == 200 else seen.json["code"]


def test_a_made_key_works_until_it_is_deleted(lab: Any) -> None:
    made = lab.control("POST", "/keys", {})
    key = made["key"]
    assert sorted(made) == ["account", "id", "key"]
    assert (len(key), key[:5]) == (65, "jina_")
    assert refusal(lab, key) == (200, None)
    assert lab.control_status("DELETE", f"/keys/{made['id']}") == (204, None)
    assert refusal(lab, key) == (401, "AUTH_INVALID_API_KEY")
    assert lab.control_status("DELETE", f"/keys/{key}")[0] == 404


def test_a_given_key_can_be_deleted_by_its_text(lab: Any) -> None:
    assert lab.control("POST", "/keys", {"account": "default", "key": NEW})["key"] == NEW
    assert refusal(lab, NEW) == (200, None)
    assert lab.control_status("POST", "/keys", {"account": "default", "key": NEW})[0] == 409
    lab.control("DELETE", f"/keys/{NEW}")
    assert refusal(lab, NEW) == (401, "AUTH_INVALID_API_KEY")


def test_a_key_that_was_made_here_may_have_any_form(lab: Any) -> None:
    lab.control("POST", "/keys", {"account": "default", "key": "my-test-key"})
    assert [refusal(lab, "my-test-key") for _ in range(2)] == [(200, None)] * 2
    assert lab.send(HELD, "my-test-key").json["code"] == "AUTH_INVALID_FORMAT"
    assert refusal(lab, "my-test-key2") == (401, "AUTH_INVALID_FORMAT")
    lab.control("DELETE", "/keys/my-test-key")
    assert refusal(lab, "my-test-key") == (401, "AUTH_INVALID_FORMAT")


STATES = [
    ("active", (200, None)),
    ("disabled", (401, "AUTH_INVALID_API_KEY")),
    ("restricted", (403, "AUTHZ_ACCESS_DENIED")),
]


def test_every_state_has_its_row() -> None:
    assert {state for state, _ in STATES} == set(KeyState)


@pytest.mark.parametrize(("state", "seen"), STATES)
def test_the_state_of_a_key_decides_and_can_be_taken_back(
    lab: Any, key: str, state: str, seen: tuple[int, str | None]
) -> None:
    assert lab.control("PATCH", f"/keys/{key}", {"state": state})["state"] == state
    assert refusal(lab, key) == seen
    assert lab.control("GET", f"/keys/{key}")["state"] == state
    lab.control("PATCH", f"/keys/{key}", {"state": "active"})
    assert refusal(lab, key) == (200, None)
    born = lab.control("POST", "/keys", {"state": state})["key"]
    assert refusal(lab, born) == seen


def test_a_key_replaced_in_place_keeps_its_id_its_use_and_its_money(lab: Any) -> None:
    key = lab.account("rich", balance_tokens=100, limits={"rpm": 2})
    key_id = lab.key_id(key)
    assert refusal(lab, key) == (200, None)
    lab.control("PATCH", f"/keys/{key_id}", {"key": NEW})
    assert refusal(lab, key) == (401, "AUTH_INVALID_API_KEY")
    assert [refusal(lab, NEW)[0] for _ in range(2)] == [200, 429]
    assert [call["status"] for call in lab.calls(key_id)] == [200, 200, 429]
    assert lab.charged(NEW) == 14


def test_a_key_runs_out_by_the_clock(lab: Any) -> None:
    key = lab.control("POST", "/keys", {"expires_in_s": 100})["key"]
    lab.control("POST", "/clock", {"advance_s": 98})
    assert refusal(lab, key) == (200, None)
    assert 0 < lab.control("GET", f"/keys/{key}")["expires_in_s"] <= 2
    lab.control("POST", "/clock", {"advance_s": 2})
    assert refusal(lab, key) == (401, "AUTH_INVALID_API_KEY")
    assert lab.control("GET", f"/keys/{key}")["expires_in_s"] == 0
    lab.control("PATCH", f"/keys/{key}", {"expires_in_s": 60})
    assert refusal(lab, key) == (200, None)


def test_a_key_may_run_out_at_once(lab: Any, key: str) -> None:
    assert lab.control("GET", f"/keys/{key}")["expires_in_s"] is None
    lab.control("PATCH", f"/keys/{key}", {"expires_in_s": 0})
    assert refusal(lab, key) == (401, "AUTH_INVALID_API_KEY")
    assert [call["key"]["id"] for call in lab.calls(key)] == [lab.key_id(key)]


def silent(client: Any) -> None:
    """Make sure that nothing has come yet."""
    client.settimeout(0.2)
    with pytest.raises(TimeoutError):
        client.recv(1)
    client.settimeout(20)


ENDS = [
    ("DELETE", None),
    ("PATCH", {"key": NEW}),
    ("PATCH", {"state": "disabled"}),
    ("PATCH", {"state": "restricted"}),
    ("PATCH", {"expires_in_s": 0}),
]


@pytest.mark.parametrize(("method", "wish"), ENDS)
def test_calls_under_way_end_as_they_would_have(lab: Any, key: str, method: str, wish: object) -> None:
    """Whatever becomes of their key: they were let in, they are answered, and their tokens are charged."""
    account = lab.control("GET", f"/keys/{key}")["account"]
    fault = lab.fault(key, "hold", times=3)
    with ExitStack() as stack:
        held = [stack.enter_context(lab.connect(HELD, f"Bearer {key}")) for _ in range(3)]
        for client in held:
            silent(client)
        lab.control(method, f"/keys/{key}", wish)
        assert lab.embed(key).status in {401, 403}
        lab.control("DELETE", f"/faults/{fault}")
        assert [client.recv(15) for client in held] == [b"HTTP/1.1 200 OK"] * 3
    assert lab.control("GET", f"/accounts/{account}")["charged_tokens"] == 9


def test_a_rotation_with_an_overlap_never_refuses_whoever_follows_it(lab: Any, key: str) -> None:
    """Make the next key beside the old one, change over, delete the old one: no moment without a key that works."""
    account = lab.control("GET", f"/keys/{key}")["account"]
    keys = [key]

    def call(at: int) -> int:
        if at == 5:
            keys.append(lab.control("POST", "/keys", {"account": account})["key"])
        return int(lab.embed(keys[-1]).status)

    assert set(lab.at_once(10, call)) == {200}
    lab.control("DELETE", f"/keys/{key}")
    assert [refusal(lab, one)[0] for one in keys] == [401, 200]
    assert lab.control("GET", f"/accounts/{account}")["charged_tokens"] == 7 * 11


@pytest.mark.parametrize(
    ("wish", "right"),
    [
        ({"expires_in_s": -1}, "seconds from 0"),
        ({"expires_in_s": "soon"}, "a number"),
        ({"state": "asleep"}, "active, disabled, restricted"),
        ({"colour": 1}, "expires_in_s, key, state"),
    ],
)
def test_a_wrong_change_changes_nothing(lab: Any, key: str, wish: dict[str, object], right: str) -> None:
    before = lab.control("GET", f"/keys/{key}")
    status, answer = lab.control_status("PATCH", f"/keys/{key}", {"key": NEW, **wish})
    assert (status, right in answer["error"]) == (400, True)
    assert lab.control("GET", f"/keys/{key}") == before
