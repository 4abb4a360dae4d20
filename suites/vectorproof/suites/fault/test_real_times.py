"""The rules of the matrix at the pace of the world outside: a provider is given up after 5 s, tried again after 1 s.

What is measured is measured on the clock of the provider's journal. A call may come a little early there, for it is
noted where it arrives, and late by as much as a busy machine may take, but never as late as another back-off.
"""

from collections.abc import Sequence
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, deep, requirement
from vectorproof.harness.checks import all_of, holds, number_of_calls, refused_with
from vectorproof.harness.checks.attempts import begun_every, followed_within
from vectorproof.harness.checks.passed_on import repeats
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.provider import Call
from vectorproof.harness.strategies.provider_faults import TIMEOUT, ProviderFault, breakdown, refusal
from vectorproof.harness.target import Target
from vectorproof.suites.fault.matrix import (
    BREAKDOWNS,
    COMMANDS,
    COUNTS,
    HARMLESS,
    LIMITS,
    MOST_CALLS,
    NONSENSE,
    REFUSALS,
    TIME_OUTS,
    WRECKS,
    Failing,
    collection_of,
)
from vectorproof.suites.fault.meeting import (
    batch_fails,
    charges_successes,
    command_fails,
    count_matters,
    succeeds,
    update_many_stops,
)

_TIMEOUT_S: Final = 5.0
_BACKOFF_S: Final = 1.0
_EARLY_S: Final = 0.1
_LATE_S: Final = 0.9
_PACE: Final = DatabaseOptions(
    provider_timeout_ms=round(_TIMEOUT_S * 1000), provider_backoff_ms=round(_BACKOFF_S * 1000)
)
_REAL: Final = Needs(options=(_PACE,), provider_control=True, provider_faults=True, provider_journal=True)
# In a deep run one example beside the edges: it waits as long as they do.
_ONCE: Final = 1000
_NAMES: Final = tuple(COMMANDS)
_FINAL: Final = (REFUSALS[0], LIMITS[0], BREAKDOWNS[0], NONSENSE[0], WRECKS[0])
_MET_BY: Final = ("insertOne", "find", "updateOne", "deleteOne", "insertMany")
_SILENCE: Final = Failing("hang", "FAULT-004", TIMEOUT, MOST_CALLS)


@requirement(
    "FAULT-001", "FAULT-002", "FAULT-003", "FAULT-005", "FAULT-006", "FAULT-010",
    "FAULT-015", "FAULT-016", "FAULT-017", "FAULT-018", "FAULT-020", "FAULT-021",
)  # fmt: skip
@deep
@costly(_ONCE)
@boundaries({failing.name: {"failing": failing, "name": name} for failing, name in zip(_FINAL, _MET_BY, strict=True)})
@given(failing=st.sampled_from(_FINAL), name=st.sampled_from(_NAMES))
def test_final(target: Target, failing: Failing, name: str) -> None:
    """What is no time-out is told at once: nobody waits for the back-off."""
    with target.space(_REAL) as space:
        key = space.provider.new_key()
        command_fails(space, collection_of(space, key), key, failing, name)
        space.check("FAULT-010", space.provider.journal(key), followed_within(_BACKOFF_S - _EARLY_S))


@requirement("FAULT-004", "FAULT-011", "FAULT-015", "FAULT-016", "FAULT-018", "FAULT-020", "FAULT-021")
@deep
@costly(_ONCE)
@boundaries(
    {
        failing.name: {"failing": failing, "name": name}
        for failing, name in zip(TIME_OUTS, ("insertOne", "deleteOne"), strict=True)
    }
)
@given(failing=st.sampled_from(TIME_OUTS), name=st.sampled_from(("insertMany", "findOneAndDelete")))
def test_late_by_its_own_word(target: Target, failing: Failing, name: str) -> None:
    """A provider that says it is late is asked four times, a second apart."""
    with target.space(_REAL) as space:
        key = space.provider.new_key()
        command_fails(space, collection_of(space, key), key, failing, name)
        space.check("FAULT-011", _spoiled(space.provider.journal(key)), _every(_BACKOFF_S))


@requirement("FAULT-004", "FAULT-011", "FAULT-015", "FAULT-017", "FAULT-020", "FAULT-021")
@deep
def test_silent(target: Target) -> None:
    """A provider that says nothing is given up after five seconds, four times, a second apart."""
    with target.space(_REAL) as space:
        key = space.provider.new_key()
        command_fails(space, collection_of(space, key), key, _SILENCE, "updateOne")
        *silent, good = space.provider.journal(key)
        space.check("FAULT-004", (silent[-1], good), _every(_TIMEOUT_S))
        space.check("FAULT-011", silent, _every(_TIMEOUT_S + _BACKOFF_S))


@requirement("FAULT-012")
@deep
@costly(_ONCE)
@boundaries({"late but in time": {"after_ms": 4000, "calls": 1}, "too late once": {"after_ms": 6000, "calls": 2}})
@given(after_ms=st.just(4500), calls=st.just(1))
def test_slow(target: Target, after_ms: int, calls: int) -> None:
    """An answer within five seconds is waited for; a later one is not, and the next call has one."""
    with target.space(_REAL) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan({"name": "slow", "after_ms": after_ms}, key=key)
        seen = space.provider.during(lambda: COMMANDS["insertOne"].act(collection, "a boat"))
        space.check("FAULT-012", seen.result, succeeds())
        space.check("FAULT-012", seen, number_of_calls(calls))


@requirement("FAULT-012")
@deep
def test_recovery(target: Target) -> None:
    """The fourth attempt, three seconds after the first, is as good as any."""
    with target.space(_REAL) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan({"name": "gw-timeout"}, key=key, times=MOST_CALLS - 1)
        seen = space.provider.during(lambda: COMMANDS["updateMany"].act(collection, "a boat"))
        space.check("FAULT-012", seen.result, succeeds())
        space.check("FAULT-012", seen.calls, all_of(number_of_calls(MOST_CALLS), _every(_BACKOFF_S)))


@requirement("FAULT-016", "FAULT-020")
@deep
def test_batch(target: Target) -> None:
    """The batch that is late is asked for four times while the others are had once, and nothing is stored."""
    with target.space(_REAL) as space:
        key = space.provider.new_key()
        seen = batch_fails(space, collection_of(space, key), key, TIME_OUTS[1], (40,))
        space.check("FAULT-016", _spoiled(seen.calls), all_of(number_of_calls(MOST_CALLS), _every(_BACKOFF_S)))
        space.check("FAULT-020", seen, holds("failed calls that cost nothing, and others that cost", charges_successes))


@requirement("FAULT-019")
@deep
def test_update_many(target: Target) -> None:
    """What was updated before the provider came to be late stays updated."""
    with target.space(_REAL) as space:
        update_many_stops(space, TIME_OUTS[0], nth=2)


@requirement("FAULT-022")
@deep
def test_other_key(target: Target) -> None:
    """While one key's collection waits for a silent provider, another's is answered."""
    with target.space(_REAL) as space:
        key, other = space.provider.new_key(), space.provider.new_key()
        broken, whole = collection_of(space, key), collection_of(space, other)
        space.provider.plan({"name": "hang"}, key=key, times=MOST_CALLS)
        late, found = space.together(
            lambda: broken.insert_one({"_id": "1", "$vectorize": "a boat"}), lambda: whole.search("a boat")
        )
        space.check("FAULT-022", late, refused_with(TIMEOUT))
        space.check("FAULT-022", found, succeeds())
        first, good = space.provider.journal(key)[0], space.provider.journal(other)
        space.check("FAULT-022", (*good, first), holds("an answer before the silence is given up", _ends_first))


@requirement("FAULT-007")
@deep
@costly(_ONCE)
@boundaries({fault: {"fault": fault, "name": name} for fault, name in zip(HARMLESS, _NAMES, strict=False)})
@given(fault=st.sampled_from(HARMLESS), name=st.sampled_from(_NAMES))
def test_harmless(target: Target, fault: str, name: str) -> None:
    """What is odd and right is right at once, and asked for once."""
    with target.space(_REAL) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan({"name": fault}, key=key)
        seen = space.provider.during(lambda: COMMANDS[name].act(collection, "a boat"))
        space.check("FAULT-007", seen.result, succeeds())
        space.check("FAULT-007", seen, number_of_calls(1))


@requirement("FAULT-008", "FAULT-009")
@deep
@costly(_ONCE)
@boundaries(
    {f"{fault} in {name}": {"fault": fault, "name": name} for fault in COUNTS for name in ("insertOne", "find")}
)
@given(fault=st.sampled_from(COUNTS), name=st.sampled_from(_NAMES))
def test_count(target: Target, fault: str, name: str) -> None:
    """Another number of vectors is told or overlooked at once."""
    with target.space(_REAL) as space:
        count_matters(space, fault, name)


@requirement("FAULT-013", "FAULT-014")
@deep
@costly(_ONCE)
@boundaries(
    {
        "a refusal": {"fault": refusal(403, "nested", 'The "model" is busy')},
        "a breakdown": {"fault": breakdown(503, "back in a minute")},
    }
)
@given(fault=st.just(refusal(451, "flat", "余额不足")))
def test_words(target: Target, fault: ProviderFault) -> None:
    """The error names the provider, its status and its words, after one call."""
    with target.space(_REAL) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan(fault.plan, key=key)
        seen = space.provider.during(lambda: collection.search("a boat"))
        space.check("FAULT-013", seen.result, all_of(repeats("jinaAI"), repeats(f"HTTP {fault.status}")))
        space.check("FAULT-014", seen.result, repeats(fault.words))


def _every(seconds: float) -> Judge[Sequence[Call]]:
    return begun_every(seconds, early_s=_EARLY_S, late_s=_LATE_S)


def _spoiled(calls: Sequence[Call]) -> tuple[Call, ...]:
    """Choose the calls that met the fault: the one that shows that it is over comes when it comes."""
    return tuple(call for call in calls if call.fault is not None)


def _ends_first(calls: Sequence[Call]) -> bool:
    """Tell whether the first call ended before the last one was given up."""
    good, silent = calls
    return good.ended_s < silent.started_s + _TIMEOUT_S
