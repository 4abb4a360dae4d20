"""The page for the person who signs says what holds and how sure that is, what is open, what changed, and the gate."""

from dataclasses import replace
from pathlib import Path

from tests.unit.reports.builders import CASE, failing, record, skipped, written
from typer.testing import CliRunner

from vectorproof.harness.cli import app_for
from vectorproof.reports.compare import compare
from vectorproof.reports.gate import Answer
from vectorproof.reports.lines import CaseLine, Examples, KnownFailure
from vectorproof.reports.overview import overview
from vectorproof.reports.record import RequirementResult
from vectorproof.reports.sheet import Sheet
from vectorproof.reports.signoff import signoff
from vectorproof.reports.verdict import Verdict
from vectorproof.specs.requirements import Level, requirements

OPEN, CLOSED = Answer(()), Answer(("nothing was checked",))


def known(owner: str, expires: str | None) -> CaseLine:
    result = RequirementResult("KEY-005", Verdict.XFAIL, 3)
    minded = KnownFailure("not built yet", owner, expires)
    return replace(failing("KEY-005"), case=f"key/{owner}", verdict=Verdict.XFAIL, requirements=(result,),
                   known_failure=minded)  # fmt: skip


def table(sheet: Sheet, title: str) -> list[dict[str, str]]:
    (found,) = (each for each in sheet.tables if each.title == title)
    return [dict(zip(found.columns, (cell.text for cell in row), strict=True)) for row in found.rows]


def test_each_level_has_its_score_and_how_sure_it_is() -> None:
    many = replace(CASE, examples=Examples(4_812))
    few = replace(CASE, case="key/few", requirements=(RequirementResult("KEY-005", Verdict.PASS, 9),))
    must = table(signoff(overview(record(many, few, failing()))), "Score by level")[0]

    assert must["level"] == "MUST"
    assert must["hold"].startswith("2 of ")
    assert must["broken"] == "1"
    assert must["what holds"] == "held over 4,836 generated cases, upper bound 0.076 %"
    assert must["the least tried of them"].startswith("KEY-005: held over 24 generated cases, upper bound 14.25 %")


def test_the_gate_speaks_first() -> None:
    seen = overview(record(CASE))

    assert signoff(seen, gate=OPEN).sentence.startswith("The gate is open.")
    assert signoff(seen, gate=CLOSED).sentence.startswith("The gate is closed: nothing was checked.")
    assert (signoff(seen, gate=OPEN).status, signoff(seen, gate=CLOSED).status) == ("PASS", "FAIL")


def test_known_failures_stand_by_owner_and_expiry() -> None:
    rows = table(
        signoff(overview(record(known("b", None), known("b", "2027-01-01"), known("a", None)))), "Known failures"
    )

    assert [(row["owner"], row["expires"]) for row in rows] == [("a", "never"), ("b", "2027-01-01"), ("b", "never")]
    assert {row["reason"] for row in rows} == {"not built yet"}


def test_what_is_not_verified_says_why() -> None:
    rows = table(signoff(overview(record(CASE, skipped("KEY-001", "no key-control")))), "Unverified promises")
    told = {row["requirements"]: (row["status"], row["count"], row["why"]) for row in rows}

    assert told["KEY-001"] == ("SKIPPED", "1", "no key-control")
    assert not [names for names in told if "KEY-007" in names]


def test_a_promise_whose_case_ended_early_says_so() -> None:
    results = (RequirementResult("KEY-007", Verdict.FAIL, 1), RequirementResult("KEY-008", Verdict.INCONCLUSIVE, 0))
    rows = table(signoff(overview(record(replace(failing("KEY-007"), requirements=results)))), "Unverified promises")

    assert ("KEY-008", "One of its cases ended early, at a finding of another promise.") in [
        (row["requirements"], row["why"]) for row in rows
    ]


def test_each_broken_promise_stands_once_the_worst_first_and_the_rest_by_name() -> None:
    may = next(each.id for each in requirements().values() if each.level == Level.MAY)
    must = [each.id for each in requirements().values() if each.level == Level.MUST][:8]
    cases = [replace(failing(name), case=f"some/{number}") for number, name in enumerate((may, *must, must[0]))]
    sheet = signoff(overview(record(*cases)))

    assert [row["requirement"] for row in table(sheet, "Broken promises")] == must[:5]
    note = next(each.note for each in sheet.tables if each.title == "Broken promises")
    assert note == f"The worst 5 of 9; also broken: {', '.join((*must[5:], may))}."


def test_what_a_page_cannot_hold_is_counted() -> None:
    cases = [skipped(name, "no key-control") for name in list(requirements())[:30]]
    row = table(signoff(overview(record(CASE, *cases))), "Unverified promises")[1]

    assert row["requirements"].endswith(" and 17 more")
    assert row["count"] == "29"


def test_what_changed_is_there_where_an_older_run_is() -> None:
    before, now = record(CASE), record(failing("KEY-007"))

    assert table(signoff(overview(now)), "What changed") == []
    (row,) = table(signoff(overview(now), comparison=compare(before, now)), "What changed")
    assert (row["change"], row["count"], row["requirements"]) == ("regressed", "1", "KEY-007")


def test_the_verb_ends_by_the_gate(tmp_path: Path) -> None:
    written(tmp_path / "record.jsonl", (CASE, failing()))
    (tmp_path / "gate.toml").write_text("[level.MUST]\nhold = 100\n")
    words = ["sign", str(tmp_path), "--format", "html", "--output", str(tmp_path)]

    rules = ["--rules", str(tmp_path / "gate.toml")]
    ends = [CliRunner().invoke(app_for(words), [*words, *more]) for more in ([], rules)]
    assert [end.exit_code for end in ends] == [0, 1]
    assert "The gate is closed: 50.0 % of the checked MUST promises hold" in (tmp_path / "signoff.html").read_text()
