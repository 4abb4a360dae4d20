"""The whole matrix: each failure in every command that embeds, and in every batch of a large insert."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement, thorough
from vectorproof.harness.target import Target
from vectorproof.suites.fault.matrix import (
    BREAKDOWNS,
    COMMANDS,
    FAILURES,
    LIMITS,
    NONSENSE,
    REFUSALS,
    TIME_OUTS,
    WRECKS,
    Failing,
    collection_of,
)
from vectorproof.suites.fault.meeting import FAULTS, PLACES, batch_fails, command_fails

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
    with target.space(FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        for name in COMMANDS:
            command_fails(space, collection, key, failing, name)
        for places in PLACES.values():
            batch_fails(space, collection, key, failing, places)
