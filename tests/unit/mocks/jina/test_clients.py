"""Callers that share one server and one key keep apart by the name they give themselves."""

from typing import Any

import pytest

from vectorproof.mocks.jina.accounts import Account, Key
from vectorproof.mocks.jina.rooms import ROOMS_MAX, Rooms
from vectorproof.mocks.jina.settings import KeyState, Limits


def numbers(seen: Any) -> list[float]:
    return list(seen.json["data"][0]["embedding"])


def test_each_has_rates_and_a_balance_of_its_own(lab: Any) -> None:
    key = lab.account("shared", balance_tokens=14, limits={"rpm": 3})
    first = [lab.embed(key, client="one").status for _ in range(4)]
    second = [lab.embed(key, client="two").status for _ in range(3)]
    nameless = [lab.embed(key).status for _ in range(3)]
    assert (first, second, nameless) == ([200, 200, 403, 429], [200, 200, 403], [200, 200, 403])
    balances = [lab.control("GET", f"/accounts/shared{view}")["balance_tokens"] for view in ("", "?client=one")]
    assert balances == [0, 0]
    assert lab.control("GET", "/accounts/shared?client=three")["balance_tokens"] == 14


def test_each_has_faults_of_its_own(lab: Any, key: str) -> None:
    wish = {"faults": [{"match": {"key": key}, "fault": {"name": "internal"}}]}
    lab.control("POST", "/faults?client=one", wish)
    assert [lab.embed(key, client=name).status for name in ("two", "", "one")] == [200, 200, 500]
    assert len(lab.control("GET", "/faults?client=one")["faults"]) == 1
    assert lab.control("GET", "/faults?client=two")["faults"] == []


def test_each_sees_its_own_calls(lab: Any, key: str) -> None:
    for name in ("one", "two", "one", ""):
        lab.embed(key, client=name)
    assert [len(lab.calls(key, client=name)) for name in ("one", "two")] == [2, 1]
    assert len(lab.calls(key)) == 4
    assert {call["in_flight"] for call in lab.calls(key)} == {1}


def test_each_changes_its_own_account_only(lab: Any) -> None:
    key = lab.account("shared")
    lab.control("PATCH", "/accounts/shared?client=one", {"balance_tokens": 0})
    lab.control("PATCH", "/accounts/shared?client=two", {"limits": {"rpm": 0}})
    assert [lab.embed(key, client=name).status for name in ("one", "two", "three", "")] == [403, 429, 200, 200]


def test_a_room_begins_with_the_balance_that_was_set(lab: Any) -> None:
    key = lab.account("shared", balance_tokens=7)
    assert lab.embed(key).status == 200
    assert [lab.embed(key, client="one").status for _ in range(2)] == [200, 403]
    lab.control("PATCH", "/accounts/shared", {"balance_tokens": 14})
    assert lab.embed(key, client="two").status == 200
    assert lab.control("GET", "/accounts/shared?client=two")["balance_tokens"] == 7


def test_each_has_vectors_of_its_own(lab: Any, key: str) -> None:
    model = "jina-embeddings-v3"
    plain = numbers(lab.embed(key, ("here",), model=model, dimensions=2))
    lab.control("POST", "/vectors?client=one", {"vectors": [{"text": "here", "vector": [0, 1]}]})
    lab.control("POST", "/vectors?client=two", {"vectors": [{"text": "here", "vector": [1, 0]}]})
    seen = [
        numbers(lab.embed(key, ("here",), model=model, client=name, dimensions=2)) for name in ("one", "two", "", "x")
    ]
    assert seen == [[0, 1], [1, 0], plain, plain]


def test_a_key_that_dies_is_dead_for_all(lab: Any, key: str) -> None:
    assert lab.embed(key, client="one").status == 200
    lab.control("PATCH", f"/keys/{key}", {"state": "disabled"})
    assert [lab.embed(key, client=name).status for name in ("one", "two", "")] == [401] * 3


def test_one_begins_anew_and_nobody_else_notices(lab: Any) -> None:
    key = lab.account("shared", limits={"rpm": 1})
    for name in ("one", "two"):
        lab.control(
            "POST", f"/faults?client={name}", {"faults": [{"fault": {"name": "internal"}, "match": {"nth": 9}}]}
        )
        lab.control("POST", f"/vectors?client={name}", {"vectors": [{"text": name, "vector": [1]}]})
        lab.embed(key, client=name)
    lab.control("POST", "/reset?client=one")
    assert [lab.embed(key, client=name).status for name in ("one", "two")] == [200, 429]
    for what in ("faults", "vectors"):
        left = [len(lab.control("GET", f"/{what}?client={name}")[what]) for name in ("one", "two")]
        assert left == [0, 1]
    assert [len(lab.calls(key, client=name)) for name in ("one", "two")] == [1, 2]


@pytest.mark.parametrize("path", ["/accounts/shared", "/journal", "/faults"])
def test_the_header_asks_for_the_same_view_as_the_query(lab: Any, path: str) -> None:
    key = lab.account("shared", balance_tokens=100)
    lab.control("POST", "/faults?client=one", {"faults": [{"fault": {"name": "internal"}, "match": {"nth": 2}}]})
    lab.fault(key, "conflict", match={"nth": 9})
    lab.embed(key, client="one")
    lab.embed(key, ("three texts", "of more", "tokens"))
    by_query = lab.control("GET", f"{path}?client=one")
    assert lab.control("GET", path, more={"X-Mock-Client": "one"}) == by_query != lab.control("GET", path)


def test_rooms_are_bounded_and_the_one_longest_unheard_of_goes_first() -> None:
    rooms, account = Rooms(), Account("a", 10, "unlimited", Limits(), granted_tokens=10)
    key = Key("k", "0" * 64, "", account, KeyState.ACTIVE)
    for number in range(ROOMS_MAX):
        rooms.key(key, str(number)).account.pay(1, 9)
    assert rooms.key(key, "0").account.balance_tokens == 9
    rooms.key(key, "one more")
    left = [rooms.key(key, name).account.balance_tokens for name in ("0", "1")]
    assert left == [9, 10]
