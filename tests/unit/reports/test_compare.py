"""A comparison tells what changed, by requirement, and refuses what cannot be compared."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reports.builders import CASE, HEADER, failing, realistic, record, skipped

from vectorproof.reports.compare import CHANGES, Change, CompareError, State, compare
from vectorproof.reports.comparison_sheet import comparison_sheet
from vectorproof.reports.lines import CaseLine
from vectorproof.reports.matrix import matrix
from vectorproof.reports.record import Record, RequirementResult
from vectorproof.reports.verdict import Verdict

HOLDS = replace(CASE, case="remove/effect/holds", requirements=(RequirementResult("REMOVE-002", Verdict.PASS, 9),))
BROKEN = failing()
DIFFERENT = failing(findings=(replace(BROKEN.findings[0], found="HTTP 500"),))
UNSURE = failing(
    verdict=Verdict.INCONCLUSIVE,
    findings=(),
    reason="a fault was never met",
    requirements=(RequirementResult("REMOVE-002", Verdict.INCONCLUSIVE, 0),),
)
UNSURE_OF_KEYS = replace(
    UNSURE, case="key/unsure", requirements=(RequirementResult("KEY-001", Verdict.INCONCLUSIVE, 0),)
)
NOT_RUN = skipped("REMOVE-002", "the target lacks key-control")
KNOWN = failing(verdict=Verdict.XFAIL, requirements=(RequirementResult("REMOVE-002", Verdict.XFAIL, 1),))

PAIRS = [
    (HOLDS, BROKEN, Change.REGRESSED),
    (HOLDS, KNOWN, Change.REGRESSED),
    (NOT_RUN, BROKEN, Change.NEW),
    (UNSURE, BROKEN, Change.NEW),
    (BROKEN, DIFFERENT, Change.CHANGED),
    (BROKEN, BROKEN, Change.STILL),
    (BROKEN, KNOWN, Change.STILL),
    (BROKEN, HOLDS, Change.FIXED),
    (HOLDS, UNSURE, Change.UNSETTLED),
    (HOLDS, NOT_RUN, Change.GONE),
    (NOT_RUN, HOLDS, Change.COVERED),
    (HOLDS, HOLDS, None),
    (NOT_RUN, NOT_RUN, None),
]


def changes(old: Record, new: Record) -> list[tuple[str, Change]]:
    return [(difference.id, difference.change) for difference in compare(old, new).differences]


@pytest.mark.parametrize(("old", "new", "change"), PAIRS)
def test_each_pair_of_states_is_the_right_change(old: CaseLine, new: CaseLine, change: Change | None) -> None:
    expected = [("REMOVE-002", change)] if change is not None else []

    assert changes(record(old), record(new)) == expected


def test_every_pair_of_states_but_broken_twice_and_no_change_is_known() -> None:
    pairs = {(old, new) for old in State for new in State if old is not new}

    assert set(CHANGES) == pairs


def test_a_renamed_case_is_no_change() -> None:
    renamed = [replace(case, case=f"elsewhere/{case.case}") for case in realistic()]

    found = changes(record(*realistic()), record(*renamed))
    assert {change for _, change in found} <= {Change.STILL}


def test_what_is_generated_anew_is_no_change() -> None:
    def saw(text: str) -> CaseLine:
        return failing(findings=(replace(BROKEN.findings[0], found=text),))

    found = changes(record(saw("got http://127.0.0.1:4711/v1/x")), record(saw("got http://127.0.0.1:1234/v1/x")))
    assert found == [("REMOVE-002", Change.STILL)]


@pytest.mark.parametrize(
    ("on", "failing_changes"),
    [
        ("regressed", {Change.REGRESSED}),
        ("new", {Change.REGRESSED, Change.NEW}),
        ("any", set(Change) - {Change.STILL, Change.FIXED, Change.COVERED}),
    ],
)
def test_fail_on_looks_at_the_changes_it_names(on: str, failing_changes: set[Change]) -> None:
    for old, new, change in PAIRS:
        assert compare(record(old), record(new)).fails(on) == (change in failing_changes)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (record(HOLDS, header=replace(HEADER, catalogue="2027-01")), "another requirements"),
        (record(HOLDS, header=replace(HEADER, profile="deep")), "another profile"),
        (record(HOLDS, header=replace(HEADER, selection={"suites": ("key",)})), "another selection"),
        (record(HOLDS, footer=False), "the new run did not come to its end"),
    ],
)
def test_runs_that_are_not_alike_are_refused_unless_told(new: Record, why: str) -> None:
    with pytest.raises(CompareError, match=why):
        compare(record(HOLDS), new)

    seen = compare(record(HOLDS), new, anyway=True)
    assert why in seen.doubts[0]
    assert any(why in warning for warning in comparison_sheet(seen).warnings)


def slow(factor: float, *, only: int | None = None, count: int = 40) -> Record:
    cases = (
        replace(CASE, case=f"key/names/{n}", seconds=(1 + n % 7) * (factor if only in (None, n) else 1))
        for n in range(count)
    )
    return record(*cases)


def test_a_slower_machine_is_no_slower_case() -> None:
    timing = compare(slow(1), slow(3)).timing

    assert timing.drift == pytest.approx(3)
    assert timing.changed == ()


def test_one_case_that_grew_beyond_noise_is_told() -> None:
    timing = compare(slow(1), slow(2, only=5)).timing

    (pace,) = timing.changed
    assert (pace.case, pace.factor) == ("key/names/5", pytest.approx(2))  # type: ignore[comparison-overlap]  # approx is made to be equal to a number
    assert "1.20" in timing.statement


@given(st.lists(st.floats(0.9, 1.1), min_size=40, max_size=40))
def test_noise_of_a_tenth_is_never_told(factors: list[float]) -> None:
    old = slow(1)
    new = record(*(replace(c, seconds=c.seconds * f) for c, f in zip(old.cases, factors, strict=True)))

    timing = compare(old, new).timing
    assert all(abs(pace.factor - 1) > 0.15 for pace in timing.changed)


def test_few_cases_are_not_judged() -> None:
    timing = compare(slow(1, count=9), slow(9, only=1, count=9)).timing

    assert timing.changed == ()
    assert "not judged" in timing.statement


def test_the_sentence_counts() -> None:
    total = len(compare(record(HOLDS), record(HOLDS)).new.rows)

    assert compare(record(HOLDS), record(BROKEN)).sentence == (
        f"1 regressed; {total - 1} of {total} promises are as before."
    )
    assert compare(record(HOLDS), record(HOLDS)).sentence == (
        f"Nothing changed; {total} of {total} promises are as before."
    )


def test_a_matrix_shows_where_runs_differ() -> None:
    sheet = matrix([("A", record(HOLDS)), ("B", record(BROKEN)), ("C", record(HOLDS))])

    areas, differ, _ = sheet.tables
    assert [[cell.text for cell in row[:-1]] for row in differ.rows] == [["REMOVE-002", "MUST", "PASS", "FAIL", "PASS"]]
    assert areas.columns == ("area", "A", "B", "C")
    assert "1 of" in sheet.sentence


def test_a_matrix_leaves_out_what_no_run_checked() -> None:
    sheet = matrix([("A", record(BROKEN)), ("B", record(BROKEN, UNSURE_OF_KEYS))])
    areas, _, alike = sheet.tables

    assert [(row[0].text, row[1].status, row[2].status) for row in areas.rows] == [
        ("KEY", "UNTESTED", "INCONCLUSIVE"),
        ("REMOVE", "FAIL", "FAIL"),
    ]
    assert [row[0].text for row in alike.rows] == ["REMOVE-002"]
    assert sheet.status == ""


def test_a_comparison_says_whose_fault_it_is() -> None:
    facts = dict(comparison_sheet(compare(record(HOLDS), record(BROKEN))).facts)

    assert facts["whose fault"] == "target 1"
    assert "whose fault" not in dict(comparison_sheet(compare(record(BROKEN), record(HOLDS))).facts)


def test_a_matrix_needs_two_runs_that_are_alike() -> None:
    with pytest.raises(CompareError, match="two records"):
        matrix([("A", record(HOLDS))])
    with pytest.raises(CompareError, match="B: another profile"):
        matrix([("A", record(HOLDS)), ("B", record(HOLDS, header=replace(HEADER, profile="deep")))])
