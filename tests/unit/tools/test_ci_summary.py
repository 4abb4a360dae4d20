"""The closing line of a run of all checks: it counts everything once and lets nothing through."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[3] / "tools" / "ci_summary.py"

PASSING = '<testcase classname="a" name="good"/>'
FAILING = '<testcase classname="a" name="bad"><failure message="1 == 2&#10;more"/></testcase>'
BROKEN = '<testcase classname="a" name="broken"><error message="no fixture"/></testcase>'
SKIPPED = '<testcase classname="a" name="later"><skipped type="pytest.skip" message="no curl"/></testcase>'
EXPECTED_TO_FAIL = '<testcase classname="a" name="known"><skipped type="pytest.xfail" message=""/></testcase>'

Summary = Callable[..., tuple[int, list[str]]]


def command(*words: str, code: int = 0, run_id: str = "commands[0]") -> dict[str, Any]:
    return {"command": ["/somewhere/bin/" + words[0], *words[1:]], "retcode": code, "run_id": run_id}


def environment(*runs: dict[str, Any], success: bool | None = None) -> dict[str, Any]:
    good = all(run["retcode"] == 0 for run in runs) if success is None else success
    return {"result": {"success": good}, "test": list(runs)}


@pytest.fixture
def summary(tmp_path: Path) -> Summary:
    """Run the script over environments and a list of allowed skips; gives exit code and lines."""

    def run(allowed: str = "", **environments: dict[str, Any]) -> tuple[int, list[str]]:
        (tmp_path / "tox.json").write_text(json.dumps({"testenvs": environments}))
        (tmp_path / "allowed.toml").write_text(allowed)
        line = [sys.executable, str(SCRIPT), str(tmp_path / "tox.json"), str(tmp_path / "allowed.toml")]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout.splitlines()

    return run


@pytest.fixture
def tests(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Make the environment of a pytest run that wrote these test cases."""

    def make(*cases: str, code: int = 0) -> dict[str, Any]:
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.xml"
        file.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
        return environment(command("pytest", "-q", "--junit-xml", str(file), "tests", code=code))

    return make


def test_tests_and_commands_of_all_environments_are_summed(summary: Summary, tests: Any) -> None:
    lint = environment(command("ruff", "check"), command("lint-imports", run_id="commands[1]"))

    assert summary(lint=lint, unit=tests(PASSING, PASSING)) == (0, ["4 passed, 0 failed, 0 skipped"])


def test_what_only_prepares_an_environment_is_no_test(summary: Summary) -> None:
    lint = environment(command("uv", "pip", run_id="commands_pre[0]"), command("ruff", "check"))

    assert summary(lint=lint) == (0, ["1 passed, 0 failed, 0 skipped"])


@pytest.mark.parametrize(("case", "why"), [(FAILING, "a::bad: 1 == 2"), (BROKEN, "a::broken: no fixture")])
def test_a_failed_test_is_named_with_its_first_line(summary: Summary, tests: Any, case: str, why: str) -> None:
    code, lines = summary(unit=tests(PASSING, case, code=1))

    assert (code, lines) == (1, [f"FAILED unit: {why}", "1 passed, 1 failed, 0 skipped"])


def test_a_command_that_fails_without_a_failed_test_is_a_failure(summary: Summary, tests: Any) -> None:
    code, lines = summary(unit=tests(PASSING, code=3))

    assert (code, lines[-1]) == (1, "1 passed, 1 failed, 0 skipped")
    assert "exit code 3" in lines[0]


def test_a_junit_file_that_is_missing_is_a_failure(summary: Summary, tmp_path: Path) -> None:
    run = command("pytest", "--junit-xml", str(tmp_path / "nowhere.xml"))

    code, lines = summary(unit=environment(run))

    assert (code, lines[-1]) == (1, "0 passed, 1 failed, 0 skipped")


def test_a_junit_file_that_is_cut_off_is_a_failure(summary: Summary, tmp_path: Path) -> None:
    (tmp_path / "cut.xml").write_text("<testsuites><testsuite>")

    code, lines = summary(unit=environment(command("pytest", "--junit-xml", str(tmp_path / "cut.xml"))))

    assert (code, lines[-1]) == (1, "0 passed, 1 failed, 0 skipped")


def test_the_cases_of_a_run_count_too(summary: Summary, tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(f"<testsuites>{PASSING}{PASSING}{PASSING}</testsuites>")

    code, lines = summary(suites=environment(command("vectorproof", "run", "--output", str(tmp_path), "--quiet")))

    assert (code, lines) == (0, ["3 passed, 0 failed, 0 skipped"])


@pytest.mark.parametrize("told", [{}, {"result": {"success": False}, "test": []}])
def test_an_environment_that_did_not_run_is_a_failure(summary: Summary, told: dict[str, Any]) -> None:
    code, lines = summary(types=told, lint=environment(command("ruff", "check")))

    assert (code, lines[-1]) == (1, "1 passed, 1 failed, 0 skipped")


def test_a_record_of_nothing_is_no_success(summary: Summary) -> None:
    assert summary() == (1, ["0 passed, 0 failed, 0 skipped"])


@pytest.mark.parametrize("case", [SKIPPED, EXPECTED_TO_FAIL])
def test_a_skip_that_nobody_allowed_is_a_failure(summary: Summary, tests: Any, case: str) -> None:
    code, lines = summary(unit=tests(PASSING, case))

    assert (code, lines[-1]) == (1, "1 passed, 1 failed, 0 skipped")
    assert "not allowed" in lines[0]


def test_an_allowed_skip_is_a_skip(summary: Summary, tests: Any) -> None:
    allowed = '[[skip]]\ntest = "unit: *::later"\nwhy = "this machine has no curl"\n'

    assert summary(allowed, unit=tests(PASSING, SKIPPED)) == (0, ["1 passed, 0 failed, 1 skipped"])


def test_an_allowed_skip_that_does_not_happen_is_a_failure(summary: Summary, tests: Any) -> None:
    allowed = '[[skip]]\ntest = "unit: *::later"\nwhy = "this machine has no curl"\n'

    code, lines = summary(allowed, unit=tests(PASSING))

    assert (code, lines[-1]) == (1, "1 passed, 1 failed, 0 skipped")
    assert "take it off the list" in lines[0]
