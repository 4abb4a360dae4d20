"""What is told of a failure, by each command that embeds."""

from itertools import pairwise
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import holds, number_of_calls, refused_with
from vectorproof.harness.checks.passed_on import repeats
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.provider import Call, Observed
from vectorproof.harness.strategies import texts
from vectorproof.harness.strategies.provider_faults import ProviderFault, provider_refusals, refusal
from vectorproof.harness.target import Target
from vectorproof.suites.fault.matrix import (
    BREAKDOWNS,
    BROKEN,
    COMMANDS,
    COUNTS,
    FAILURES,
    HARMLESS,
    LIMITS,
    MOST_CALLS,
    REFUSALS,
    TIME_OUTS,
    Failing,
    collection_of,
)
from vectorproof.suites.fault.meeting import FAULTS, count_matters, of_the_provider, succeeds

_NAMES: Final = tuple(COMMANDS)
_BACKOFF_MS: Final = 25
# What a clock may lose: gaps are measured where calls arrive.
_EARLY_S: Final = 0.005


@requirement("FAULT-001", "FAULT-002", "FAULT-003", "FAULT-004", "FAULT-005", "FAULT-006", "FAULT-015")
@boundaries(
    {failing.name: {"failing": failing, "name": _NAMES[at % len(_NAMES)]} for at, failing in enumerate(FAILURES)}
)
@given(failing=st.sampled_from(FAILURES), name=st.sampled_from(_NAMES))
def test_code(target: Target, failing: Failing, name: str) -> None:
    """Each failure has its code, whichever command meets it."""
    with target.space(FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan(failing.plan, key=key, times=failing.calls)
        answer = COMMANDS[name].act(collection, "a boat")
        space.check(failing.requirement, answer, refused_with(failing.code, family="SERVER"))
        if failing.code != BROKEN:
            space.check("FAULT-015", answer, of_the_provider())


@requirement("FAULT-010", "FAULT-013")
@boundaries(
    {
        failing.name: {"failing": failing, "name": name, "after_s": after_s}
        for failing, name, after_s in (
            (REFUSALS[0], "insertOne", 0),
            (LIMITS[0], "find", 0),
            (LIMITS[1], "updateOne", 1),
            (BREAKDOWNS[2], "insertMany", 1),
        )
    }
)
@costly(3)
@given(
    failing=st.sampled_from((*REFUSALS[:3], *LIMITS[:4], BREAKDOWNS[2], BREAKDOWNS[3])),
    name=st.sampled_from(_NAMES),
    after_s=st.integers(0, 60),
)
def test_one_call(target: Target, failing: Failing, name: str, after_s: int) -> None:
    """What is no time-out is told at once, with the provider's name and its status."""
    with target.space(FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan({**failing.plan, "retry_after_s": after_s}, key=key)
        seen = space.provider.during(lambda: COMMANDS[name].act(collection, "a boat"))
        space.check("FAULT-010", seen, number_of_calls(1))
        space.check("FAULT-013", seen.result, repeats("jinaAI"))
        space.check("FAULT-013", seen.result, repeats(f"HTTP {seen.calls[0].status}"))


@requirement("FAULT-014")
@boundaries(
    {
        "in quotes": {"fault": refusal(400, "nested", 'The "model" is busy'), "name": "insertOne"},
        "in other letters": {"fault": refusal(451, "flat", "余额不足"), "name": "find"},
    }
)
@costly(5)
@given(fault=provider_refusals(), name=st.sampled_from(_NAMES))
def test_words(target: Target, fault: ProviderFault, name: str) -> None:
    """What the provider has to say reaches whoever sent the command."""
    with target.space(FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan(fault.plan, key=key)
        space.check("FAULT-014", COMMANDS[name].act(collection, "a boat"), repeats(fault.words))


@requirement("FAULT-011")
@boundaries(
    {
        failing.name: {"failing": failing, "name": name}
        for failing, name in zip(TIME_OUTS, ("insertOne", "find"), strict=True)
    }
)
@costly(5)
@given(failing=st.sampled_from(TIME_OUTS), name=st.sampled_from(_NAMES))
def test_patience(target: Target, failing: Failing, name: str) -> None:
    """A time-out is tried again, but not at once, and not for ever."""
    options = (DatabaseOptions(provider_backoff_ms=_BACKOFF_MS),)
    needs = Needs(options=options, provider_control=True, provider_faults=True, provider_journal=True)
    with target.space(needs) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan(failing.plan, key=key, times=failing.calls)
        seen = space.provider.during(lambda: COMMANDS[name].act(collection, "a boat"))
        space.check("FAULT-011", seen, number_of_calls(MOST_CALLS))
        space.check("FAULT-011", seen, holds(f"{_BACKOFF_MS} ms between two calls", _apart))


@requirement("FAULT-012", "FAULT-021")
@boundaries(
    {
        f"{name} after {failures}": {"name": name, "failures": failures}
        for name, failures in (("insertOne", 1), ("find", 3), ("updateMany", 2), ("deleteOne", 3))
    }
)
@costly(3)
@given(name=st.sampled_from(_NAMES), failures=st.integers(1, MOST_CALLS - 1))
def test_recovery(target: Target, name: str, failures: int) -> None:
    """A provider that comes back in time costs nothing, and one that comes back later is as good as before."""
    with target.space(FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan({"name": "internal"}, key=key)
        COMMANDS[name].act(collection, "a boat")
        space.check("FAULT-021", collection.search("a boat"), succeeds())
        space.provider.plan({"name": "gw-timeout"}, key=key, times=failures)
        space.check("FAULT-012", COMMANDS[name].act(collection, "a boat"), succeeds())


@requirement("FAULT-007")
@boundaries({fault: {"fault": fault, "name": _NAMES[at]} for at, fault in enumerate(HARMLESS)})
@costly(5)
@given(fault=st.sampled_from(HARMLESS), name=st.sampled_from(_NAMES))
def test_harmless(target: Target, fault: str, name: str) -> None:
    """What is odd and right is right."""
    with target.space(FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan({"name": fault}, key=key)
        space.check("FAULT-007", COMMANDS[name].act(collection, "a boat"), succeeds())


@requirement("FAULT-008", "FAULT-009")
@boundaries(
    {f"{fault} in {name}": {"fault": fault, "name": name} for fault in COUNTS for name in ("insertOne", "find")}
)
@costly(5)
@given(fault=st.sampled_from(COUNTS), name=st.sampled_from(_NAMES))
def test_count(target: Target, fault: str, name: str) -> None:
    """Inserts count the vectors; other commands take the first, where there is one."""
    with target.space(FAULTS) as space:
        count_matters(space, fault, name)


@requirement("FAULT-022")
@boundaries(
    {"a dead key": {"failing": REFUSALS[3], "text": "a boat"}, "a limit": {"failing": LIMITS[0], "text": "a hut"}}
)
@costly(5)
@given(failing=st.sampled_from((*REFUSALS, *LIMITS)), text=texts())
def test_other_key(target: Target, failing: Failing, text: str) -> None:
    """Two collections with two keys have two fates."""
    with target.space(FAULTS) as space:
        key, other = space.provider.new_key(), space.provider.new_key()
        broken, whole = collection_of(space, key), collection_of(space, other)
        space.provider.plan(failing.plan, key=key)
        broken.insert_one({"_id": "1", "$vectorize": text})
        space.check("FAULT-022", whole.search(text), succeeds())


def _apart(seen: Observed[Exchange]) -> bool:
    calls: list[Call] = sorted(seen.calls, key=lambda call: call.number)
    gaps = [after.started_s - before.ended_s for before, after in pairwise(calls)]
    return bool(gaps) and min(gaps) >= _BACKOFF_MS / 1000 - _EARLY_S
