"""Machines as properties: their steps are drawn, counted, judged and shrunk like everything else."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, rule
from tests.unit.drawing import SAMPLE

from vectorproof.harness.stateful import RuleBasedStateMachine, play

# A machine's own property is used for its inside only, and never run as one.
QUIET = settings(SAMPLE, suppress_health_check=[HealthCheck.nested_given])


class Wrong(RuleBasedStateMachine):
    """Fails at the third number that is larger than the one before."""

    numbers = Bundle("numbers")

    def __init__(self, seen: list[Any]) -> None:
        super().__init__()
        self.seen = seen

    @rule(target=numbers, number=st.integers(0, 100))
    def add(self, number: int) -> int:
        """Put a number into the bundle."""
        self.seen.append(number)
        return number

    @rule(number=numbers)
    def use(self, number: int) -> None:
        """Take a number out of the bundle."""
        self.seen.append(("used", number))
        assert number < 50, self.seen


def test_a_failure_is_shrunk_to_the_fewest_steps() -> None:
    runs: list[list[Any]] = []

    @seed(0)
    @QUIET
    @given(data=st.data())
    def run(data: st.DataObject) -> None:
        seen: list[Any] = []
        runs.append(seen)
        play(data, lambda: Wrong(seen), steps=20)

    with pytest.raises(AssertionError):
        run()
    assert runs[-1] == [50, ("used", 50)]


def test_no_run_has_more_steps_than_wished() -> None:
    lengths: list[int] = []

    @seed(0)
    @QUIET
    @given(data=st.data())
    def run(data: st.DataObject) -> None:
        seen: list[Any] = []
        try:
            play(data, lambda: Wrong(seen), steps=5)
        except AssertionError:
            return
        finally:
            lengths.append(len(seen))

    run()
    assert max(lengths) == 5
