"""What is stored, changed and charged where embedding failed, by command and by place in the batch."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import document_is, found_ids, holds
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
from vectorproof.suites.fault.meeting import FAULTS, MARKER, PLACES, batch_fails, charges_successes, update_many_stops

_BATCH: Final = 32
_CHANGING: Final = tuple(name for name, one in COMMANDS.items() if one.writes and not one.deletes and not one.inserts)
_DELETING: Final = tuple(name for name, one in COMMANDS.items() if one.deletes)
_AT_ONCE: Final = (*REFUSALS[:2], *LIMITS[:1], *BREAKDOWNS[:1], *NONSENSE[:2], *TIME_OUTS[1:])


@requirement("FAULT-016")
@boundaries(
    {
        f"{place} batch, {'in order' if ordered else 'in none'}": {
            "failing": failing,
            "places": PLACES[place],
            "ordered": ordered,
        }
        for (place, ordered), failing in zip(
            [(p, o) for p in PLACES for o in (True, False)], _AT_ONCE * 2, strict=False
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
    with target.space(FAULTS) as space:
        key = space.provider.new_key()
        batch_fails(space, collection_of(space, key), key, failing, places, ordered=ordered)


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
    with target.space(FAULTS) as space:
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
    with target.space(FAULTS) as space:
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
    with target.space(FAULTS) as space:
        update_many_stops(space, failing, nth)


@requirement("FAULT-020")
@boundaries({"one batch": {"count": 1}, "the second of two": {"count": _BATCH + 1}})
@costly(5)
@given(count=st.integers(1, 40))
def test_charge(target: Target, count: int) -> None:
    """Whoever fails is not paid."""
    with target.space(FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan({"name": "internal"}, key=key, text_contains=MARKER)
        documents: list[dict[str, Any]] = [{"_id": at, "$vectorize": f"boat {at}"} for at in range(count)]
        documents[-1]["$vectorize"] = f"{MARKER} boat"
        seen = space.provider.during(lambda: collection.insert_many(documents))
        said = "a failed call that costs nothing, and others that cost something"
        space.check("FAULT-020", seen, holds(said, charges_successes))
