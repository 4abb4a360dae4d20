"""The fault plan over the wire: who meets what, how often, and what chance decides."""

from collections.abc import Mapping
from typing import Any

import pytest

from vectorproof.mocks.faults.chance import Chance
from vectorproof.mocks.jina.plan import ENTRIES_MAX


def planned(lab: Any, *entries: Mapping[str, object]) -> Any:
    return lab.control("POST", "/faults", {"faults": entries})["ids"]


def test_match_picks_the_call_by_text_model_size_and_number(lab: Any, key: str) -> None:
    lab.fault(key, "internal", match={"text_contains": "marker"})
    lab.fault(key, "conflict", match={"batch_size": 3})
    lab.fault(key, "unavailable", match={"model": "jina-clip-v1", "nth": 2})
    lab.fault(key, "gw-timeout", match={"text_matches": "^[0-9]+$"})
    sent: list[dict[str, Any]] = [
        {"texts": ("plain",)},
        {"texts": ("with marker inside",)},
        {"texts": ("a", "b", "c")},
        {"texts": ("x",), "model": "jina-clip-v1"},
        {"texts": ("x",), "model": "jina-clip-v1"},
        {"texts": ("123",)},
    ]
    assert [lab.embed(key, **one).status for one in sent] == [200, 500, 409, 200, 503, 504]


def test_faults_of_one_key_leave_another_alone(lab: Any, key: str) -> None:
    other = lab.control("POST", "/keys", {})["key"]
    lab.fault(lab.key_id(key), "internal")
    assert lab.embed(other).status == 200
    assert lab.control("GET", f"/faults?key={other}")["faults"] == []
    assert lab.embed(key).status == 500


@pytest.mark.parametrize("name", ["id", "key", "sha256"])
def test_a_key_may_be_named_in_three_ways(lab: Any, name: str) -> None:
    made = lab.control("POST", "/keys", {})
    (listed,) = [one for one in lab.control("GET", "/keys")["keys"] if one["id"] == made["id"]]
    planned(lab, {"match": {"key": {**listed, **made}[name]}, "fault": {"name": "internal"}})
    assert lab.embed(made["key"]).status == 500


def test_a_fault_stays_with_a_key_whose_text_is_replaced(lab: Any, key: str) -> None:
    new = "jina_" + "n" * 60
    lab.fault(key, "internal")
    lab.control("PATCH", f"/keys/{key}", {"key": new})
    assert lab.embed(new).status == 500


def test_one_of_several_callers_with_one_key_is_meant_by_its_name(lab: Any, key: str) -> None:
    lab.fault(key, "internal", match={"client": "two"})
    assert [lab.embed(key, client=name).status for name in ("", "one", "two", "two")] == [200, 200, 500, 200]
    assert [call["client"] for call in lab.calls(key)] == [None, "one", "two", "two"]


def test_an_account_is_meant_by_its_name(lab: Any, key: str) -> None:
    other = lab.account("mine")
    planned(lab, {"match": {"account": "mine"}, "fault": {"name": "internal"}})
    assert [lab.embed(one).status for one in (key, other)] == [200, 500]


def test_an_address_is_where_the_connection_comes_from(lab: Any, key: str) -> None:
    lab.fault(key, "conflict", match={"address": "127.0.0.2"})
    lab.fault(key, "internal", match={"address": "127.0.0.1"})
    assert lab.embed(key).status == 500
    assert lab.calls(key)[0]["address"] == "127.0.0.1"


def test_chance_is_drawn_by_the_seed_and_the_number_of_the_call(lab: Any) -> None:
    seen: dict[int, list[int]] = {}
    for seed in (1, 1, 2):
        key = lab.control("POST", "/keys", {})["key"]
        entry = {"match": {"key": key}, "times": 100, "probability": 0.5, "seed": seed, "fault": {"name": "internal"}}
        planned(lab, entry)
        statuses = [lab.embed(key).status for _ in range(30)]
        assert statuses == [500 if Chance(0.5, seed).draws(number) else 200 for number in range(1, 31)]
        assert seen.setdefault(seed, statuses) == statuses
    assert seen[1] != seen[2]


def test_a_probability_is_what_it_says() -> None:
    drawn = sum(Chance(0.3, 7).draws(number) for number in range(1, 10_001))
    assert 2_850 < drawn < 3_150


def test_what_matched_and_was_not_drawn_is_told_apart_from_what_never_came(lab: Any, key: str) -> None:
    seed = next(seed for seed in range(50) if not Chance(0.5, seed).draws(1))
    planned(lab, {"match": {"key": key}, "probability": 0.5, "seed": seed, "fault": {"name": "internal"}})
    assert lab.embed(key).status == 200
    (entry,) = lab.control("GET", "/faults")["faults"]
    assert (entry["matched"], entry["met"], entry["unmet"]) == (1, 0, 1)


def test_times_are_counted_and_the_calls_named(lab: Any, key: str) -> None:
    lab.fault(key, "internal", times=2)
    assert [lab.embed(key).status for _ in range(3)] == [500, 500, 200]
    (entry,) = lab.control("GET", f"/faults?key={key}")["faults"]
    assert (entry["times"], entry["met"], entry["unmet"]) == (2, 2, 0)
    assert entry["calls"] == [call["n"] for call in lab.calls(key)][:2]


def test_the_first_entry_that_fits_is_met_first(lab: Any, key: str) -> None:
    lab.fault(key, "internal")
    lab.fault(key, "conflict", times=2)
    assert [lab.embed(key).status for _ in range(4)] == [500, 409, 409, 200]


def test_a_sequence_is_met_anew_as_often_as_asked(lab: Any, key: str) -> None:
    lab.fault(key, "timeout-then-429", times=2)
    assert [lab.embed(key).status for _ in range(5)] == [504, 429, 504, 429, 200]


def test_a_wrong_entry_leaves_the_plan_as_it_was(lab: Any) -> None:
    wrong = {"faults": [{"fault": {"name": "reset"}}, {"fault": {"name": "rate-rmp"}}]}
    status, answer = lab.control_status("POST", "/faults", wrong)
    assert (status, "rate-rpm" in answer["error"]) == (400, True)
    assert lab.control("GET", "/faults")["faults"] == []


def test_a_plan_has_an_end(lab: Any) -> None:
    entry = {"fault": {"name": "reset"}}
    lab.control("POST", "/faults", {"faults": [entry] * ENTRIES_MAX})
    status, answer = lab.control_status("POST", "/faults", {"faults": [entry]})
    assert (status, str(ENTRIES_MAX) in answer["error"]) == (400, True)


def test_a_full_plan_forgets_the_oldest_that_are_used_up(lab: Any, key: str) -> None:
    waits, met = {"fault": {"name": "reset"}, "match": {"key": "nobody"}}, {"fault": {"name": "internal"}}
    lab.control("POST", "/faults", {"faults": [met, waits]})
    assert lab.embed(key).status == 500
    lab.control("POST", "/faults", {"faults": [waits] * (ENTRIES_MAX - 2)})
    lab.control("POST", "/faults", {"faults": [waits]})
    listed = lab.control("GET", "/faults")["faults"]
    assert (len(listed), {entry["name"] for entry in listed}) == (ENTRIES_MAX, {"reset"})
