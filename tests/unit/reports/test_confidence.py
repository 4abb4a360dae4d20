"""Bounds are those of the textbook, and say less the less was tried."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.reports.confidence import held, share, upper_bound
from vectorproof.reports.suite_score import UNKNOWN, suite_score
from vectorproof.specs.requirements import FalseAlarms, Killed, KillRun

# Upper ends of Clopper-Pearson intervals at 95 %, as any table of them has it.
TABLE = {(0, 10): 0.3085, (0, 100): 0.0362, (1, 10): 0.4450, (2, 100): 0.0704, (5, 10): 0.8129, (0, 4812): 0.000766}


@pytest.mark.parametrize(("counts", "bound"), TABLE.items(), ids=map(str, TABLE))
def test_bounds_are_those_of_the_tables(counts: tuple[int, int], bound: float) -> None:
    assert upper_bound(*counts) == pytest.approx(bound, rel=2e-3)


@given(st.integers(0, 20), st.integers(1, 5_000))
def test_a_bound_is_above_what_was_seen_and_falls_with_more_trials(found: int, trials: int) -> None:
    bound = upper_bound(found, trials)

    assert min(1.0, found / trials) <= bound <= 1
    assert upper_bound(found, trials + 100) <= bound


def test_nothing_tried_is_nothing_known() -> None:
    assert upper_bound(0, 0) == 1
    assert held(0) == "checked on fixed examples only"


def test_it_is_said_in_few_digits() -> None:
    assert held(4812) == "held over 4,812 generated cases, upper bound 0.077 %"
    assert [share(value) for value in (0, 1, 0.0123, 0.5)] == ["0.00 %", "100.00 %", "1.23 %", "50.00 %"]


def test_the_suites_own_score_is_told_with_its_bound() -> None:
    defects = {"one": Killed(("KEY-001",)), "two": Killed(())}
    kill = KillRun(
        "2026-08", full=True, seconds=1.0, defects=defects, false_alarms=FalseAlarms(9, 1_000, 2_000, 1_500, seeds=3)
    )

    said = suite_score(kill)
    assert "found 1 of 2 wrong simulators (kill score 50.0 %)" in said
    assert "0 false alarms in 1,000 checks with 3 seeds (95 % upper bound 0.37 %)" in said
    assert "not measured" in UNKNOWN
