"""The state of a mock, out of one and into another: everything that matters, and no secret unless asked for."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

KEYS = ("accounts", "keys", "faults", "vectors")


@pytest.fixture
def used(lab: Any) -> tuple[Any, str]:
    """Give a mock in which something of everything has happened, and a key of it."""
    key = lab.account("busy", balance_tokens=100, limits={"rpm": 5, "tpm": 50})
    spare = lab.control("POST", "/keys", {"expires_in_s": 600, "state": "restricted"})["key"]
    lab.fault(key, "internal", times=2, match={"text_contains": "spoiled"})
    entry = {
        "match": {"key": spare},
        "times": 9,
        "probability": 0.5,
        "seed": 3,
        "fault": {"name": "slow", "after_ms": 1},
    }
    lab.control("POST", "/faults", {"faults": [entry]})
    wishes = [{"text": "a", "vector": [1, 0], "key": key}, {"text": "b", "anchor": "a", "cosine": 0.5}]
    lab.control("POST", "/vectors", {"vectors": wishes})
    assert [lab.embed(key, (text,)).status for text in ("good", "spoiled", "good")] == [200, 500, 200]
    return lab, key


def settled(state: Any) -> Any:
    """Leave out what goes on by itself: seconds that are left."""
    return json.loads(json.dumps(state), object_hook=lambda one: {k: v for k, v in one.items() if not k.endswith("_s")})


def test_another_mock_goes_on_where_this_one_was(used: tuple[Any, str], start: Any) -> None:
    lab, key = used
    state = lab.control("GET", "/state")
    other = start()
    assert other.control("PUT", "/state", state) == {"taken": True}
    assert settled(other.control("GET", "/state")) == settled(state)
    model = "jina-embeddings-v3"
    for mock in (lab, other):
        assert [mock.embed(key, (text,)).status for text in ("spoiled", "spoiled")] == [500, 200]
        assert mock.embed(key, ("a",), model=model, dimensions=2).status == 429
        (account,) = [one for one in mock.control("GET", "/accounts")["accounts"] if one["name"] == "busy"]
        assert (account["charged_tokens"], account["balance_tokens"]) == (10, 90)
        (fault, _) = mock.control("GET", "/faults")["faults"]
        assert (fault["met"], fault["matched"]) == (2, 2)


def test_minutes_and_lives_end_there_when_they_would_have_here(used: tuple[Any, str], start: Any) -> None:
    lab, key = used
    lab.control("POST", "/clock", {"advance_s": 30})
    other = start()
    other.control("PUT", "/state", lab.control("GET", "/state"))
    assert [other.embed(key).status for _ in range(3)] == [200, 200, 429]
    other.control("POST", "/clock", {"advance_s": 29})
    assert other.embed(key).status == 429
    other.control("POST", "/clock", {"advance_s": 1})
    assert other.embed(key).status == 200
    (left_s,) = [one["expires_in_s"] for one in other.control("GET", "/keys")["keys"] if one["state"] == "restricted"]
    assert 530 < left_s <= 540


def test_no_key_leaves_unless_it_is_asked_for(used: tuple[Any, str]) -> None:
    lab, key = used
    assert key not in json.dumps(lab.control("GET", "/state"))
    with_secrets = lab.control("GET", "/state?secrets=true")
    assert key in [one["key"] for one in with_secrets["keys"]]
    assert key not in json.dumps(with_secrets["faults"])


def test_a_state_without_secrets_is_taken_and_given_on(used: tuple[Any, str], start: Any) -> None:
    lab, key = used
    other = start()
    other.control("PUT", "/state", lab.control("GET", "/state"))
    handed_on = other.control("GET", "/state?secrets=true")
    assert {one["key"] for one in handed_on["keys"]} == {None}
    third = start()
    third.control("PUT", "/state", handed_on)
    assert third.embed(key, ("good",)).status == 200


WRONG = [
    ({"form": 2}, "form: found 2, 1 would be right"),
    ({"colour": 1}, "'colour' is unknown"),
    ({"keys": [{"id": "k", "account": "nobody", "sha256": "0" * 64}]}, "keys[0].account: found 'nobody'"),
    ({"keys": [{"id": "k", "account": "busy", "sha256": "0"}]}, "keys[0].sha256"),
    ({"keys": [{"id": "k", "account": "busy", "sha256": "0" * 64, "key": "jina_x"}]}, "keys[0].sha256"),
    ({"accounts": [{"name": "a", "tier": "gold"}]}, "accounts[0].tier 'gold' is unknown"),
    ({"accounts": [{"name": "a", "tier": "tier1", "balance_tokens": "1"}]}, "accounts[0].balance_tokens: found str"),
    ({"faults": [{"id": "f", "entry": {"fault": {"name": "x"}}}]}, "fault 'x' is unknown"),
    ({"faults": [{"id": "f"}]}, "faults[0].entry: missing"),
    ({"vectors": [{"id": "v", "text": "a"}]}, "vectors[0].either vector"),
    ({"vectors": [{"id": v, "text": "a", "anchor": "a", "cosine": 1} for v in "vw"]}, "declared already"),
    ({"vectors": None}, "vectors: missing, a list"),
]


@pytest.mark.parametrize(("part", "right"), WRONG)
def test_a_wrong_state_is_refused_whole(used: tuple[Any, str], part: dict[str, object], right: str) -> None:
    lab, key = used
    before = lab.control("GET", "/state?secrets=true")
    status, answer = lab.control_status("PUT", "/state", {**before, **part})
    assert (400 <= status < 500, right in answer["error"]) == (True, True), answer
    assert settled(lab.control("GET", "/state?secrets=true")) == settled(before)
    assert lab.embed(key, ("good",)).status == 200


values = st.none() | st.booleans() | st.integers(-1, 10) | st.text(max_size=4) | st.lists(st.integers(), max_size=2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.sampled_from(KEYS), st.dictionaries(st.sampled_from(["id", "name", "tier", "account", "entry", "x"]), values))
def test_no_state_is_a_bug_of_ours(lab: Any, part: str, item: dict[str, object]) -> None:
    state = {"form": 1, **{name: [] for name in KEYS}, part: [item]}
    status, answer = lab.control_status("PUT", "/state", state)
    assert status in {200, 400, 404, 409}
    assert status == 200 or answer["error"]
