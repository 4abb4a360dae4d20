"""Many at once over real sockets: quotas to the one, no token lost or made, every call recorded."""

import json
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.mocks.jina.storm import Told, request_of, storm

from vectorproof.mocks.jina import JinaConfig, faults

CALLS = 10_000
AT_ONCE = 200
TOKENS = 4  # Of a text of five to eight characters.
SHARES = {"faulty": 4_000, "poor": 2_000, "rated": 2_000, "spent": 2_000}
# What keeps a call waiting longer than a test should.
SLOW = {"hang", "hold", "slow", "slow-4s", "slow-6s-once", "slow-drip", "slow-headers"}
CHARGED = {fault.id for fault in faults().values() if fault.kind == "answer" and getattr(fault.step, "charged", False)}


def asking(key: str, number: int) -> bytes:
    """Write the request of a call, which its text tells apart from all others."""
    body = json.dumps({"model": "jina-embeddings-v3", "dimensions": 8, "input": [f"c{number:05}"]})
    return request_of(key, body.encode())


def planned(account: str, probability: float) -> dict[str, Any]:
    """Plan every fault that is not slow for an account, each by its own chance."""
    names = sorted(faults().keys() - SLOW)
    return {
        "faults": [
            {
                "match": {"account": account},
                "times": CALLS,
                "probability": probability,
                "seed": at,
                "fault": {"name": name},
            }
            for at, name in enumerate(names)
        ]
    }


def test_ten_thousand_calls_at_once_with_random_faults_leave_nothing_unaccounted(start: Any) -> None:
    lab = start(JinaConfig(journal_calls=CALLS))
    keys = {
        "faulty": lab.account("faulty"),
        "poor": lab.account("poor", balance_tokens=700 * TOKENS + TOKENS - 1),
        "rated": lab.account("rated", limits={"rpm": 1_234}),
        "spent": lab.account("spent", limits={"tpm": 321 * TOKENS + TOKENS - 1}),
    }
    for account, probability in (("faulty", 0.004), ("poor", 0.001)):
        lab.control("POST", "/faults", planned(account, probability))
    senders = [name for name, share in SHARES.items() for _ in range(share)]
    order = [senders[at * 7919 % CALLS] for at in range(CALLS)]  # 7919 is prime: each sender once, well mixed.
    told = storm(lab.port, [asking(keys[name], at) for at, name in enumerate(order)], AT_ONCE)

    calls = lab.control("GET", f"/journal?at_least={CALLS}&within_s=20")["calls"]
    assert len(calls) == CALLS
    # A full minute is told before a body is read; of every other call it is known which one it was.
    read = [f"c{at:05}" for at, name in enumerate(order) if (name, told[at].status) != ("rated", 429)]
    assert sorted(call["texts"][0] for call in calls if call["texts"]) == read
    assert all(call["ended_s"] >= call["started_s"] for call in calls)
    check_each_call(calls, order, told)
    check_quotas(order, told)
    check_money(lab, calls)
    check_faults(lab, calls)


def check_each_call(calls: list[dict[str, Any]], order: list[str], told: list[Told]) -> None:
    """What the journal says of a call is what its caller saw."""
    for call in calls:
        if call["texts"]:
            at = int(call["texts"][0][1:])
            assert (call["account"], call["status"]) == (order[at], told[at].status)
            if call["status"] == 200 and call["fault"] is None:
                assert json.loads(told[at].body)["usage"]["total_tokens"] == call["tokens"] == TOKENS
    seen = Counter((name, str(one.status)) for name, one in zip(order, told, strict=True))
    assert Counter((call["account"], str(call["status"])) for call in calls) == seen


def check_quotas(order: list[str], told: list[Told]) -> None:
    """Neither one too many nor one too few has passed."""
    passed = Counter(name for name, one in zip(order, told, strict=True) if one.status == 200)
    assert (passed["rated"], passed["spent"]) == (1_234, 321)
    limited = Counter(name for name, one in zip(order, told, strict=True) if one.status == 429)
    assert (limited["rated"], limited["spent"]) == (2_000 - 1_234, 2_000 - 321)


def check_money(lab: Any, calls: list[dict[str, Any]]) -> None:
    """Every account was charged what its calls used, to the token, and none owes anything."""
    accounts = {account["name"]: account for account in lab.control("GET", "/accounts")["accounts"]}
    used = Counter[str]()
    for call in calls:
        used[call["account"]] += call["tokens"]
    assert {name: accounts[name]["charged_tokens"] for name in SHARES} == {name: used[name] for name in SHARES}
    assert all(account["balance_tokens"] >= 0 for account in accounts.values())
    assert accounts["poor"]["balance_tokens"] == TOKENS - 1
    assert used["poor"] == 700 * TOKENS


def check_faults(lab: Any, calls: list[dict[str, Any]]) -> None:
    """The plan's account of what was met is the journal's, call by call."""
    entries = lab.control("GET", "/faults")["faults"]
    met = sorted((number, entry["name"]) for entry in entries for number in entry["calls"])
    assert met == sorted((call["n"], call["fault"]) for call in calls if call["fault"] is not None)
    assert {entry["name"] for entry in entries if entry["met"]} == faults().keys() - SLOW
    assert all(call["tokens"] == TOKENS for call in calls if call["fault"] in CHARGED)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    requests=st.integers(1, 40),
    rpm=st.none() | st.integers(0, 40),
    tpm=st.none() | st.integers(0, 40 * TOKENS),
    balance=st.integers(0, 40 * TOKENS),
)
def test_of_any_number_at_once_exactly_those_pass_that_every_limit_allows(
    lab: Any, requests: int, rpm: int | None, tpm: int | None, balance: int
) -> None:
    made = lab.control("POST", "/keys", {})
    path = f"/accounts/{made['account']}"
    lab.control("PATCH", path, {"balance_tokens": balance, "limits": {"rpm": rpm, "tpm": tpm}})
    told = storm(lab.port, [asking(made["key"], at) for at in range(requests)], requests)

    allowed = min(requests, *(limit for limit in (rpm, None if tpm is None else tpm // TOKENS, balance // TOKENS)
                              if limit is not None))  # fmt: skip
    statuses = Counter(one.status for one in told)
    assert statuses[200] == allowed
    assert set(statuses) <= {200, 403, 429}
    account = lab.control("GET", path)
    assert (account["charged_tokens"], account["balance_tokens"]) == (allowed * TOKENS, balance - allowed * TOKENS)
    assert len(lab.calls(made["key"])) == requests
