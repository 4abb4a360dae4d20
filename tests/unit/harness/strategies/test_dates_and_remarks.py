"""Moments keep to their side of the day, with its edges; remarks stay in their line."""

import pytest
from hypothesis import find, given
from hypothesis import strategies as st
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.harness.strategies.dates import FIRST_AFTER, LAST_BEFORE, moments_after, moments_before
from vectorproof.harness.strategies.remarks import remarks

DAY = "2024-06-24"


@SAMPLE
@given(before=moments_before(), after=moments_after())
def test_the_day_itself_is_never_drawn(before: str, after: str) -> None:
    assert before[:10] < DAY < after[:10]
    assert len(before) == len(after) == len("2024-06-23T00:00:00Z")


@pytest.mark.parametrize(("strategy", "edge"), [(moments_before(), LAST_BEFORE), (moments_after(), FIRST_AFTER)])
def test_edges_and_others_are_drawn(strategy: st.SearchStrategy[str], edge: str) -> None:
    assert find(strategy, lambda moment: moment == edge, settings=SEARCH) == edge
    assert find(strategy, lambda moment: moment != edge, settings=SEARCH) != edge


@SAMPLE
@given(remark=remarks())
def test_a_remark_is_one_line(remark: str) -> None:
    assert remark.startswith("#")
    assert len(remark.splitlines()) == 1


def test_the_printed_remark_and_an_empty_one_are_drawn() -> None:
    assert find(remarks(), lambda remark: remark == "# optional", settings=SEARCH)
    assert find(remarks(), lambda remark: remark == "#", settings=SEARCH)
