"""A trend tells what broke and when, what is flaky by the written rule, and what takes longer."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.reports.history.kept import Run, Standing
from vectorproof.reports.history.pages import trend_sheet, turns_sheet
from vectorproof.reports.history.trend import Trend, regression, trend, turns

LETTERS = {"P": "PASS", "F": "FAIL", "X": "XFAIL", "S": "SKIPPED", "-": "UNTESTED", "?": "INCONCLUSIVE", "~": "FLAKY"}


def runs(count: int, *, cut_off: Sequence[int] = ()) -> tuple[Run, ...]:
    return tuple(
        Run(f"{n:032}", "simulator", f"v{n}", n * 86_400_000, 1.0, "quick", "2026", "0.1", "PASS", 9, n not in cut_off)
        for n in range(count)
    )


def seen(*histories: str, cut_off: Sequence[int] = ()) -> Trend:
    made = runs(len(histories[0]), cut_off=cut_off)
    standings = {
        run.key: {f"KEY-{n:03}": Standing(LETTERS[letter], "KEY", "MUST") for n, letter in enumerate(column)}
        for run, column in zip(made, zip(*histories, strict=True), strict=True)
    }
    return trend(made, standings, {})


@pytest.mark.parametrize(
    ("history", "good", "bad", "between"),
    [
        ("PPFF", "v1", "v2", 0),
        ("PP??F", "v1", "v4", 2),
        ("PFPSF", "v2", "v4", 1),
        ("FF", None, "v0", 0),
        ("-F", None, "v1", 0),
        ("PX", "v0", "v1", 0),
        ("PFS", "v0", "v1", 0),
    ],
)
def test_a_regression_is_bracketed_by_the_last_good_and_the_first_bad_run(
    history: str, good: str | None, bad: str, between: int
) -> None:
    (found,) = seen(history).regressions

    assert (found.good.version if found.good else None, found.bad.version, found.between) == (good, bad, between)


@pytest.mark.parametrize("history", ["PPP", "FFP", "SS", "F?P", "--", "P?"])
def test_what_holds_or_was_never_settled_is_no_regression(history: str) -> None:
    assert seen(history).regressions == ()


@given(st.lists(st.sampled_from(sorted(LETTERS)), min_size=1, max_size=30))
def test_a_regression_is_true_to_the_history(letters: list[str]) -> None:
    made, statuses = runs(len(letters)), [LETTERS[letter] for letter in letters]

    found = regression("KEY-001", "MUST", made, statuses)
    settled = [letter for letter in letters if letter in "PFX"]
    assert (found is not None) == (bool(settled) and settled[-1] in "FX")
    if found is not None:
        bad = made.index(found.bad)
        assert letters[bad] in "FX"
        assert "P" not in letters[bad:]
        assert found.good is None or letters[made.index(found.good)] == "P"


@pytest.mark.parametrize(
    ("history", "turned"),
    [
        ("PFPF", 3), ("PFPP", 0), ("PPPPFF", 0), ("P?F?P?F", 3), ("P~PP", 1), ("PFPF" + "P" * 20, 0),
        ("~" + "P" * 20, 0),
    ],
)  # fmt: skip
def test_flaky_follows_the_written_rule(history: str, turned: int) -> None:
    assert seen(history).flaky == ({"KEY-000": turned} if turned else {})


def test_rates_count_what_was_checked() -> None:
    found = seen("PPS", "PFS", "SSS")

    assert found.areas == {"KEY": (1.0, 0.5, None)}
    assert found.all == (1.0, 0.5, None)


def test_runs_without_an_end_are_left_out_and_counted() -> None:
    found = seen("PFP", cut_off=[1])

    assert [run.version for run in found.runs] == ["v0", "v2"]
    assert "1 run did not come to the end" in trend_sheet("simulator", found, 1).warnings[0]


def test_a_case_that_grows_is_told_and_one_that_wavers_is_not() -> None:
    made = runs(12)
    durations = {
        run.key: {"grows": 1 + n * 0.1, "wavers": 1.0 + n % 3, "tiny": 0.01 * (1 + n)} for n, run in enumerate(made)
    }

    assert [growth.case for growth in trend(made, {}, durations).growing] == ["grows"]


def test_turns_collapse_a_history() -> None:
    made = runs(6)
    found = turns(made, [LETTERS[letter] for letter in "PPFFPP"])

    assert [(turn.run.version, turn.after) for turn in found] == [("v0", "PASS"), ("v2", "FAIL"), ("v4", "PASS")]
    assert len(turns_sheet("KEY-001", found, None, 6).tables[0].rows) == 3


def test_an_empty_history_can_be_shown() -> None:
    assert trend_sheet("simulator", trend((), {}, {})).sentence.startswith("0 runs")
