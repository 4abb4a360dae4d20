"""The whole matrix: each failure in every command that embeds, and in every batch of a large insert."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement, thorough
from vectorproof.harness.checks import all_of, found_ids, holds, nearest_is, number_of_calls, refused_with
from vectorproof.harness.checks.envelopes import members_are
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.provider import Call, ProviderKey
from vectorproof.harness.space import Space
from vectorproof.harness.target import Target
from vectorproof.suites.fault.matrix import (
    BREAKDOWNS,
    BROKEN,
    COMMANDS,
    FAILURES,
    LIMITS,
    NONSENSE,
    REFUSALS,
    TIME_OUTS,
    WRECKS,
    Embedding,
    Failing,
    collection_of,
)

_FAULTS: Final = Needs(provider_control=True, provider_faults=True, provider_journal=True)
_MARKER: Final = "leaking"
_COUNT: Final = 100
# Of four batches: in the first, in one within, in the last, in several.
_PLACES: Final[tuple[tuple[int, ...], ...]] = ((0,), (40,), (99,), (5, 64, 98))
_FIRSTS: Final = (REFUSALS, LIMITS, BREAKDOWNS, TIME_OUTS, NONSENSE, WRECKS)


@requirement(
    "FAULT-001", "FAULT-002", "FAULT-003", "FAULT-004", "FAULT-005", "FAULT-006", "FAULT-010", "FAULT-011",
    "FAULT-015", "FAULT-016", "FAULT-017", "FAULT-018", "FAULT-020", "FAULT-021",
)  # fmt: skip
@thorough
@boundaries({kind[0].name: {"failing": kind[0]} for kind in _FIRSTS})
@given(failing=st.sampled_from(FAILURES))
def test_everywhere(target: Target, failing: Failing) -> None:
    """A failure is told, tried again, charged and got over alike, whichever command and whichever batch meets it."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        for embedding in COMMANDS.values():
            _command(space, collection, key, failing, embedding)
        for places in _PLACES:
            _batches(space, collection, key, failing, places)


def _command(space: Space, collection: Collection, key: ProviderKey, failing: Failing, embedding: Embedding) -> None:
    space.provider.plan(failing.plan, key=key, times=failing.calls)
    seen = space.provider.during(lambda: embedding.act(collection, "a boat"))
    space.check(failing.requirement, seen.result, refused_with(failing.code, family="SERVER"))
    if failing.code != BROKEN:
        space.check("FAULT-015", seen.result, all_of(members_are("errors"), _from_the_provider()))
    space.check("FAULT-010" if failing.calls == 1 else "FAULT-011", seen, number_of_calls(failing.calls))
    space.check("FAULT-020", seen.calls, holds("no refused call that costs", _costs_nothing))
    if embedding.writes:
        promise = "FAULT-016" if embedding.inserts else "FAULT-018" if embedding.deletes else "FAULT-017"
        space.check(promise, collection.find({}), found_ids("there"))
    space.check("FAULT-021", collection.search("a boat"), nearest_is("there"))


def _batches(space: Space, collection: Collection, key: ProviderKey, failing: Failing, places: tuple[int, ...]) -> None:
    # A time-out is met four times by one batch; of several batches each would meet some of them and get over it.
    marked = places if failing.calls == 1 else places[:1]
    space.provider.plan(failing.plan, key=key, times=failing.calls, text_contains=_MARKER)
    words = [f"{_MARKER} boat {at}" if at in marked else f"boat {at}" for at in range(_COUNT)]
    answer = collection.insert_many([{"_id": at, "$vectorize": word} for at, word in enumerate(words)])
    space.check("FAULT-016", answer, all_of(refused_with(failing.code), members_are("errors")))
    space.check("FAULT-016", collection.find({}), found_ids("there"))


def _from_the_provider() -> Judge[Exchange]:
    def right(seen: Exchange) -> bool:
        return seen.error is not None and seen.error.scope == "EMBEDDING_PROVIDER"

    return holds("an error of the scope EMBEDDING_PROVIDER", right)


def _costs_nothing(calls: tuple[Call, ...]) -> bool:
    refused = [call for call in calls if call.status >= 400]  # HTTP
    return bool(calls) and all(call.tokens == 0 for call in refused)
