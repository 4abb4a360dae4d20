"""What is stored, changed and charged where embedding failed, by command and by place in the batch."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, document_is, found_ids, holds, refused_with
from vectorproof.harness.checks.envelopes import members_are
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.provider import Observed
from vectorproof.harness.target import Target
from vectorproof.suites.fault.matrix import (
    BREAKDOWNS,
    COMMANDS,
    FAILURES,
    FAR,
    LIMITS,
    NONSENSE,
    REFUSALS,
    TIME_OUTS,
    Failing,
    collection_of,
)

_FAULTS: Final = Needs(provider_control=True, provider_faults=True, provider_journal=True)
_MARKER: Final = "leaking"
_BATCH: Final = 32
_CHANGING: Final = tuple(name for name, one in COMMANDS.items() if one.writes and not one.deletes and not one.inserts)
_DELETING: Final = tuple(name for name, one in COMMANDS.items() if one.deletes)
# Places of the marked texts among a hundred: in the first batch, in one within, in the last, in several.
_PLACES: Final[dict[str, tuple[int, ...]]] = {"first": (0,), "middle": (40,), "last": (99,), "several": (5, 64, 98)}
_AT_ONCE: Final = (*REFUSALS[:2], *LIMITS[:1], *BREAKDOWNS[:1], *NONSENSE[:2], *TIME_OUTS[1:])


@requirement("FAULT-016")
@boundaries(
    {
        f"{place} batch, {'in order' if ordered else 'in none'}": {
            "failing": failing,
            "places": _PLACES[place],
            "ordered": ordered,
        }
        for (place, ordered), failing in zip(
            [(p, o) for p in _PLACES for o in (True, False)], _AT_ONCE * 2, strict=False
        )
    }
)
@costly(5)
@given(
    failing=st.sampled_from(_AT_ONCE),
    places=st.lists(st.integers(0, 99), min_size=1, max_size=3, unique=True).map(tuple),
    ordered=st.booleans(),
)
def test_batch(target: Target, failing: Failing, places: tuple[int, ...], ordered: bool) -> None:  # noqa: FBT001  # drawn
    """One batch that fails takes all others with it, wherever it is among them."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        # A time-out is met four times by one batch; of several batches each would meet some of them and get over it.
        marked = places if failing.calls == 1 else places[:1]
        space.provider.plan(failing.plan, key=key, times=failing.calls, text_contains=_MARKER)
        words = [f"{_MARKER} boat {at}" if at in marked else f"boat {at}" for at in range(100)]
        documents = [{"_id": at, "$vectorize": word} for at, word in enumerate(words)]
        answer = collection.insert_many(documents, ordered=ordered)
        space.check("FAULT-016", answer, all_of(refused_with(failing.code), members_are("errors")))
        space.check("FAULT-016", collection.find({}), found_ids("there"))


@requirement("FAULT-017")
@boundaries(
    {
        f"{failing.name} in {name}": {"failing": failing, "name": name}
        for failing, name in zip(_AT_ONCE * 2, _CHANGING, strict=False)
    }
)
@costly(5)
@given(failing=st.sampled_from(FAILURES), name=st.sampled_from(_CHANGING))
def test_changes(target: Target, failing: Failing, name: str) -> None:
    """A document whose new text could not be embedded is the old one, and none is made."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan(failing.plan, key=key, times=failing.calls)
        COMMANDS[name].act(collection, "a boat")
        space.check("FAULT-017", collection.find({}), found_ids("there"))
        whole = {"_id": "there", "n": 1, "$vector": list(FAR)}
        space.check("FAULT-017", collection.find_one({"_id": "there"}, projection={"*": 1}), document_is(whole))


@requirement("FAULT-018")
@boundaries({name: {"failing": failing, "name": name} for name, failing in zip(_DELETING, _AT_ONCE, strict=False)})
@costly(5)
@given(failing=st.sampled_from(FAILURES), name=st.sampled_from(_DELETING))
def test_deletions(target: Target, failing: Failing, name: str) -> None:
    """Nothing is deleted where it is not known what."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan(failing.plan, key=key, times=failing.calls)
        COMMANDS[name].act(collection, "a boat")
        space.check("FAULT-018", collection.find({}), found_ids("there"))


@requirement("FAULT-019")
@boundaries({"the first": {"failing": REFUSALS[0], "nth": 1}, "the last": {"failing": BREAKDOWNS[0], "nth": 3}})
@costly(5)
@given(failing=st.sampled_from((*REFUSALS[:4], *LIMITS[:2], *BREAKDOWNS[:3])), nth=st.integers(1, 3))
def test_update_many(target: Target, failing: Failing, nth: int) -> None:
    """What was updated before the failure stays updated, and only the failure is told."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = space.vectorize_collection(space.by_header(key), model="jina-embeddings-v3", dimension=4)
        collection.insert_many([{"_id": number, "n": number} for number in range(3)])
        space.provider.plan(failing.plan, key=key, nth=nth)
        answer = collection.command({"updateMany": {"filter": {}, "update": {"$set": {"$vectorize": "a boat"}}}})
        space.check("FAULT-019", answer, all_of(refused_with(failing.code), members_are("errors")))
        updated = collection.find({"$vectorize": {"$exists": True}})
        space.check(
            "FAULT-019", updated, holds(f"{nth - 1} documents", lambda seen: seen.ok and len(seen.documents) == nth - 1)
        )


@requirement("FAULT-020")
@boundaries({"one batch": {"count": 1}, "the second of two": {"count": _BATCH + 1}})
@costly(5)
@given(count=st.integers(1, 40))
def test_charge(target: Target, count: int) -> None:
    """Whoever fails is not paid."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan({"name": "internal"}, key=key, text_contains=_MARKER)
        documents: list[dict[str, Any]] = [{"_id": at, "$vectorize": f"boat {at}"} for at in range(count)]
        documents[-1]["$vectorize"] = f"{_MARKER} boat"
        seen = space.provider.during(lambda: collection.insert_many(documents))
        said = "a failed call that costs nothing, and others that cost something"
        space.check("FAULT-020", seen, holds(said, _charges_successes))


def _charges_successes(seen: Observed[Exchange]) -> bool:
    failed = [call for call in seen.calls if call.fault is not None]
    # A call that was given up while it was answered may be either.
    answered = [call for call in seen.calls if call.fault is None and call.status == 200]  # HTTP
    return bool(failed) and all(call.tokens == 0 for call in failed) and all(call.tokens > 0 for call in answered)
