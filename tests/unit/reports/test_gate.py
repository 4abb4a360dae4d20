"""A gate judges by its rules, refuses what it does not understand, and is never open by accident."""

from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reports.builders import CASE, failing, realistic, record, skipped, written
from typer.testing import CliRunner, Result

from vectorproof.harness.cli.gate import register
from vectorproof.harness.errors import UsageError
from vectorproof.reports.gate import Answer, GateError, judge, read_gate
from vectorproof.reports.record import Record, RequirementResult
from vectorproof.reports.verdict import Verdict

KNOWN = failing("KEY-009", verdict=Verdict.XFAIL, requirements=(RequirementResult("KEY-009", Verdict.XFAIL, 1),))


def answer(tmp_path: Path, rules: str, seen: Record, baseline: Record | None = None) -> Answer:
    file = tmp_path / "gate.toml"
    file.write_text(rules)
    return judge(read_gate(file), seen, baseline)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("[level.MUST]\nhold = 50", None),
        ("[level.MUST]\nhold = 100", "50.0 % of the checked MUST promises hold, 100 % are required"),
        ("[level.MUST]\nchecked = 50", "of the MUST promises were checked, 50 % are required"),
        ("[area.KEY]\nhold = 100", None),
        ("[area.REMOVE]\nhold = 0.1", "0.0 % of the checked REMOVE promises hold"),
        ("[area.SCOPE]\nhold = 1", "0.0 % of the checked SCOPE promises hold"),
        ("[run]\ncomplete = true", None),
    ],
)
def test_bars_are_of_what_was_checked(tmp_path: Path, rules: str, said: str | None) -> None:
    found = answer(tmp_path, rules, record(CASE, failing()))

    assert found.open == (said is None)
    assert said is None or said in found.sentence


@pytest.mark.parametrize(("budget", "is_open"), [(0, False), (1, True), (5, True)])
def test_known_failures_have_a_budget(tmp_path: Path, budget: int, is_open: bool) -> None:  # noqa: FBT001
    found = answer(tmp_path, f"[known_failures]\nbudget = {budget}", record(CASE, KNOWN))

    assert found.open == is_open


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (record(CASE, footer=False), "did not come to its end"),
        (record(CASE, interrupted=True), "did not come to its end"),
        (record(skipped("KEY-007", "no key-control")), "nothing was checked"),
        (record(), "nothing was checked"),
    ],
)
def test_without_a_rule_half_a_run_does_not_pass(tmp_path: Path, seen: Record, said: str) -> None:
    assert said in answer(tmp_path, "[known_failures]\nbudget = 0", seen).sentence


def test_a_regression_of_a_named_level_closes_it(tmp_path: Path) -> None:
    old = record(*realistic())
    broken = next(case for case in realistic() if case.verdict is Verdict.PASS and case.area == "key")
    new = record(
        *(case for case in realistic() if case.case != broken.case), failing(broken.requirements[0].id, case="new/a/b")
    )

    rules = '[regressions]\nlevels = ["MUST", "SHOULD"]'
    assert answer(tmp_path, rules, old, old).open
    assert f"1 regressed ({broken.requirements[0].id})" in answer(tmp_path, rules, new, old).sentence
    with pytest.raises(GateError, match="--baseline"):
        answer(tmp_path, rules, new)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("levle.MUST.hold = 1", "the file: unknown member 'levle', perhaps level was meant; there are level, area"),
        ("[level.MUST]\nholds = 1", r"\[level.MUST\]: unknown member 'holds', perhaps hold was meant"),
        ("[level.MUST]\nhold = 101", r"\[level.MUST\] hold: per cent"),
        ("[level.MUST]\nhold = true", r"\[level.MUST\] hold: per cent"),
        ("[level.MUTS]\nhold = 1", r"\[level.MUTS\]: no such level; there are "),
        ("[area.KEYS]\nhold = 1", r"\[area.KEYS\]: no such area; there are "),
        ("level = 1", r"level: a table, \[level\], is right"),
        ("[known_failures]\nbudget = -1", "a whole number"),
        ("[regressions]\nlevels = 'MUST'", "a list of levels"),
        ("[regressions]\nlevels = ['MUTS']", "a list of levels is right, .* there are MUST, SHOULD, MAY, ERRATUM"),
        ("# nothing yet", "there is no rule in it; there are level, area"),
        ("[run]\ncomplete = 1", "true or false"),
        ("[", "gate.toml: "),
    ],
)
def test_a_rule_that_is_not_understood_says_what_would_be_right(tmp_path: Path, rules: str, said: str) -> None:
    with pytest.raises(GateError, match=said):
        answer(tmp_path, rules, record(CASE))


@given(st.text(max_size=60))
def test_garbage_is_an_error_that_names_the_file(tmp_path_factory: pytest.TempPathFactory, garbage: str) -> None:
    file = tmp_path_factory.getbasetemp() / "garbage.toml"
    file.write_text(f"{garbage}\n[", encoding="utf-8", newline="")

    with pytest.raises(GateError, match=r"garbage\.toml: "):
        read_gate(file)


def gate(*line: str | Path) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["gate", *map(str, line)])


@pytest.mark.parametrize(("hold", "code", "said"), [(50, 0, "is open."), (99, 1, "is closed: 50.0 % of")])
def test_the_answer_is_an_exit_code_and_one_sentence(tmp_path: Path, hold: int, code: int, said: str) -> None:
    written(tmp_path / "record.jsonl", [CASE, failing()])
    (tmp_path / "rules.toml").write_text(f"[level.MUST]\nhold = {hold}\n")

    result = gate(tmp_path, "--rules", tmp_path / "rules.toml")

    assert result.exit_code == code
    assert said in result.stdout
    assert result.stdout.count("\n") == 1


def test_rules_that_are_not_there_are_a_usage_error(tmp_path: Path) -> None:
    written(tmp_path / "record.jsonl", [CASE])

    assert isinstance(gate(tmp_path, "--rules", tmp_path / "none.toml").exception, UsageError)
