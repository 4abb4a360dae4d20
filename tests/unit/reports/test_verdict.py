"""Verdicts merge to the worst."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.reports.verdict import Verdict, worst

WORSE = (Verdict.PASS, Verdict.XFAIL, Verdict.INCONCLUSIVE, Verdict.FLAKY, Verdict.FAIL, Verdict.ERROR)


@pytest.mark.parametrize(("better", "worse"), list(pairwise(WORSE)))
def test_worse_wins_in_either_order(better: Verdict, worse: Verdict) -> None:
    assert {worst(order) for order in permutations((better, worse))} == {worse}


@given(st.lists(st.sampled_from(Verdict), min_size=1))
def test_skipped_only_if_all_are(verdicts: list[Verdict]) -> None:
    assert (worst(verdicts) is Verdict.SKIPPED) == (set(verdicts) == {Verdict.SKIPPED})


@given(st.lists(st.sampled_from(Verdict)), st.lists(st.sampled_from(Verdict)))
def test_merging_in_parts_is_merging_at_once(first: list[Verdict], second: list[Verdict]) -> None:
    assert worst((worst(first), worst(second))) is worst(first + second)


def test_nothing_is_what_the_caller_says() -> None:
    assert worst((), nothing=Verdict.INCONCLUSIVE) is Verdict.INCONCLUSIVE
