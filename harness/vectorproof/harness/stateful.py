"""Rule-based machines as cases: bundles, invariants and shrinking are Hypothesis', the space is leased by the case.

A machine's steps are drawn from the ``data`` of a case, so that seed, number of examples and shrinking are those of
every other property.
"""

from collections.abc import Callable

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, get_state_machine_test
from hypothesis.strategies import DataObject

from vectorproof.harness.case import machine

__all__ = ["RuleBasedStateMachine", "machine", "play"]


def play(data: DataObject, make: Callable[[], RuleBasedStateMachine], *, steps: int) -> None:
    """Run a machine for this many steps at most, each rule and its arguments drawn from ``data``."""
    wishes = settings(stateful_step_count=steps, deadline=None)
    # What Hypothesis makes of a machine is a property of one ``data`` argument; only its inside is wanted here.
    run = get_state_machine_test(make, settings=wishes)  # type: ignore[arg-type]  # any callable will do, it says elsewhere
    run.hypothesis.inner_test(data)  # type: ignore[attr-defined]  # the handle of every property
