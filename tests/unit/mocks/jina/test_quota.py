"""Quotas and balances: exact by one, under any order and any number of simultaneous requests."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.jina import AccountSpec, Dialect, JinaConfig, JinaParts, KeySpec, Limits
from vectorproof.mocks.jina.accounts import Accounts
from vectorproof.mocks.jina.door import Door
from vectorproof.mocks.jina.journal import Call
from vectorproof.mocks.jina.quota import Meter, admits
from vectorproof.mocks.jina.refusals import Refusal
from vectorproof.mocks.jina.rooms import Rooms

KEY = "jina_" + "k" * 60
M = 12


def limited(**limits: int) -> JinaConfig:
    return JinaConfig(accounts=(AccountSpec("own", limits=Limits(**limits)),), keys=(KeySpec(KEY, "own"),))


def asking(lab: Any, key: str) -> Callable[[int], Any]:
    return lambda _: lab.embed(key)


@pytest.mark.parametrize("limit", [1, 5, M - 1, M, M + 1])
def test_of_many_simultaneous_requests_as_many_pass_as_the_minute_allows(start: Any, limit: int) -> None:
    lab = start(limited(requests_per_minute=limit))
    seen = lab.at_once(M, asking(lab, KEY))
    assert sorted(one.status for one in seen) == [200] * min(limit, M) + [429] * max(0, M - limit)
    assert {one.json["code"] for one in seen if one.status == 429} <= {"RATE_REQUEST_LIMIT_EXCEEDED"}


@pytest.mark.parametrize("limit", [1, 5, M - 1])
def test_of_many_simultaneous_requests_as_many_are_in_flight_as_allowed(start: Any, limit: int) -> None:
    lab = start(limited(concurrency=limit))
    fault = lab.fault(KEY, "hold", times=limit)

    def ask(at: int) -> Any:
        # The last to be refused lets the held ones go: until then nobody leaves.
        seen = lab.embed(KEY, (f"text {at}",))
        if seen.status == 429 and len(lab.calls(KEY, at_least=M - limit, within_s=10)) == M:
            lab.control_status("DELETE", f"/faults/{fault}")
        return seen

    seen = lab.at_once(M, ask)
    assert sorted(one.status for one in seen) == [200] * limit + [429] * (M - limit)
    refused = next(one for one in seen if one.status == 429)
    assert f"{limit}/{limit} concurrent requests" in refused.json["detail"]
    assert lab.embed(KEY).status == 200


@pytest.mark.parametrize(("tokens", "passed"), [(34, 4), (35, 5), (36, 5)])
def test_tokens_of_the_minute_are_exact(start: Any, tokens: int, passed: int) -> None:
    lab = start(limited(tokens_per_minute=tokens))
    seen = lab.at_once(M, asking(lab, KEY))  # 7 tokens each
    assert [one.status for one in seen].count(200) == passed
    assert lab.charged(KEY) == 7 * passed


@pytest.mark.parametrize(("balance", "passed"), [(0, 0), (6, 0), (7, 1), (20, 2), (21, 3)])
def test_balance_pays_whole_requests_only(start: Any, balance: int, passed: int) -> None:
    lab = start()
    key = lab.account("poor", balance_tokens=balance)
    seen = lab.at_once(M, asking(lab, key))
    assert sorted(one.status for one in seen) == [200] * passed + [403] * (M - passed)
    account = lab.control("GET", "/accounts/poor")
    assert (account["balance_tokens"], account["charged_tokens"]) == (balance - 7 * passed, 7 * passed)


def test_keys_of_one_account_share_its_balance_and_have_rates_of_their_own(start: Any) -> None:
    lab = start()
    one = lab.account("both", balance_tokens=21, limits={"rpm": 2})
    other = lab.control("POST", "/keys", {"account": "both"})["key"]
    assert [lab.embed(key).status for key in (one, one, one, other, other)] == [200, 200, 429, 200, 403]


def test_a_minute_later_everything_may_come_again(start: Any) -> None:
    lab = start(limited(requests_per_minute=1))
    assert [lab.embed(KEY).status for _ in range(2)] == [200, 429]
    lab.control("POST", "/clock", {"advance_s": 58})
    assert lab.embed(KEY).status == 429
    lab.control("POST", "/clock", {"advance_s": 2})
    assert lab.embed(KEY).status == 200


def test_rate_headers_agree_with_the_counters(start: Any) -> None:
    dialect = Dialect(retry_after=True)
    config = JinaConfig(
        accounts=(AccountSpec("own", limits=Limits(requests_per_minute=2, tokens_per_minute=100)),),
        keys=(KeySpec(KEY, "own"),),
        dialect=dialect,
    )
    lab = start(config)
    first, second, third = (lab.embed(KEY) for _ in range(3))
    assert "X-RateLimit-Remaining-Requests: 1\r\nX-RateLimit-Remaining-Tokens: 93" in first.head
    assert "X-RateLimit-Remaining-Requests: 0\r\nX-RateLimit-Remaining-Tokens: 86" in second.head
    assert third.status == 429
    assert "X-RateLimit-Remaining-Requests: 0" in third.head
    assert "Retry-After: 60" in third.head
    assert "X-RateLimit" not in lab.send(b"{}", None).head


@pytest.mark.parametrize(
    "limits",
    [Limits(requests_per_minute=2), Limits(tokens_per_minute=14), Limits(requests_per_minute_and_address=2)],
)
def test_a_refused_call_is_told_when_its_minute_ends(start: Any, limits: Limits) -> None:
    account = AccountSpec("own", limits=limits)
    lab = start(JinaConfig(accounts=(account,), keys=(KeySpec(KEY, "own"),), dialect=Dialect(retry_after=True)))
    for seconds in (0, 30):
        lab.clock.advance(seconds)
        assert lab.embed(KEY).status == 200
    refused = lab.embed(KEY)
    told = re.search(r"Retry-After: (\d+)\r\n", refused.head)
    assert refused.status == 429
    assert told is not None
    assert 10 < int(told[1]) <= 30


def test_too_many_at_once_may_try_again_in_a_second(start: Any) -> None:
    account = AccountSpec("own", limits=Limits(requests_per_minute=100, concurrency=1))
    lab = start(JinaConfig(accounts=(account,), keys=(KeySpec(KEY, "own"),), dialect=Dialect(retry_after=True)))
    held = lab.fault(KEY, "hang")
    body = b'{"model":"jina-embeddings-v3","input":"held"}'
    with lab.connect(body, f"Bearer {KEY}") as client:
        while not lab.control("GET", f"/faults/{held}")["met"]:
            pass
        refused = lab.embed(KEY)
        lab.control("DELETE", f"/faults/{held}")
        client.recv(1)
    assert (refused.status, "Retry-After: 1\r\n" in refused.head) == (429, True)


@pytest.mark.parametrize("balance_first", [False, True])
def test_position_of_balance_is_a_switch(start: Any, balance_first: bool) -> None:  # noqa: FBT001  # a table's column
    account = AccountSpec("own", balance_tokens=0, limits=Limits(requests_per_minute=0))
    config = JinaConfig((account,), (KeySpec(KEY, "own"),), dialect=Dialect(balance_first=balance_first))
    assert start(config).embed(KEY).status == (403 if balance_first else 429)


def test_tiers_are_limits_by_name(lab: Any) -> None:
    key = lab.account("free", tier="free_observed")
    assert lab.control("GET", "/accounts/free")["limits"] == {
        "rpm": 100,
        "tpm": 100_000,
        "concurrency": 2,
        "ip_rpm": None,
    }
    lab.control("PATCH", "/accounts/free", {"limits": {"rpm": 1}})
    assert [lab.embed(key).status for _ in range(2)] == [200, 429]
    lab.control("PATCH", "/accounts/free", {"tier": "tier1"})
    assert lab.embed(key).status == 200


steps = st.lists(
    st.tuples(st.just("enter"), st.just(0))
    | st.tuples(st.just("leave"), st.just(0))
    | st.tuples(st.just("tokens"), st.integers(1, 40))
    | st.tuples(st.just("wait"), st.integers(1, 70)),
    max_size=60,
)


@settings(deadline=None)
@given(steps, st.integers(0, 5), st.integers(0, 5), st.integers(0, 90))
def test_meter_admits_neither_one_too_many_nor_one_too_few(
    wishes: list[tuple[str, int]], requests: int, concurrency: int, tokens: int
) -> None:
    limits = Limits(requests_per_minute=requests, concurrency=concurrency, tokens_per_minute=tokens)
    meter, now, inside = Meter(), 0.0, 0
    counted: dict[str, list[tuple[float, int]]] = {"requests": [], "tokens": []}

    def used(what: str) -> int:
        """Count by the definition: a window begins with the first that it counts and lasts 60 s."""
        began, total = None, 0
        for at, amount in counted[what]:
            if began is None or at - began >= 60:
                began, total = at, 0
            total += amount
        return 0 if began is None or now - began >= 60 else total

    for wish, amount in wishes:
        if wish == "wait":
            now += amount
        elif wish == "leave" and inside:
            meter.leave()
            inside -= 1
        elif wish == "enter":
            fits = inside < concurrency and used("requests") < requests
            assert passes(lambda at=now: meter.enter(limits, "here", at, admits)) == fits
            inside += fits
            counted["requests"] += [(now, 1)] if fits else []
        elif wish == "tokens":
            fits = used("tokens") + amount <= tokens
            assert passes(lambda at=now, n=amount: meter.check_tokens(limits, n, at, admits)) == fits
            if fits:
                meter.tokens.add(amount, now)
                counted["tokens"].append((now, amount))


@settings(deadline=None)
@given(st.integers(0, 200), st.lists(st.integers(1, 60), max_size=30))
def test_balance_is_never_negative_and_every_charge_is_booked(balance: int, dues: list[int]) -> None:
    config = JinaConfig((AccountSpec("own", balance),), (KeySpec(KEY, "own"),))
    accounts = Accounts(config, Ids(0))
    door = Door(accounts, Rooms(), JinaParts(), Dialect(), Clock())
    key = door.authenticate(f"Bearer {KEY}", Call(1, 0.0))
    paid = [due for due in dues if passes(lambda due=due: door.charge(key, due))]
    account = accounts.account("own")
    assert account.balance_tokens == balance - sum(paid) >= 0
    assert account.charged_tokens == sum(paid)
    refused = [due for due in dues if due not in paid]
    assert all(due > account.balance_tokens for due in refused)


def test_charges_equal_reported_usage(lab: Any, key: str) -> None:
    texts = [("a" * n, "b" * (n // 3)) for n in range(40)]
    usage = [lab.embed(key, pair).json["usage"]["total_tokens"] for pair in texts]
    expected = [sum(2 + -(-len(text) // 4) for text in pair) for pair in texts]
    assert usage == expected
    assert lab.charged(key) == sum(usage) == sum(call["tokens"] for call in lab.calls(key))


def passes(action: Any) -> bool:
    try:
        action()
    except Refusal:
        return False
    return True


def test_a_marker_makes_a_text_long(lab: Any, key: str) -> None:
    seen = lab.embed(key, ("short [[tokens:9000]]",))
    assert (seen.status, seen.json["detail"]["code"]) == (400, "INPUT_TOKEN_LIMIT_EXCEEDED")
    assert "9000" in seen.json["detail"]["message"]
    assert lab.charged(key) == 0
    fits = lab.embed(key, ("short [[tokens:8192]]",))
    assert json.loads(fits.body)["usage"]["total_tokens"] == 8192
