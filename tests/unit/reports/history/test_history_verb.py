"""``vectorproof history``: what each of its verbs says and leaves, and what it says of what cannot be done."""

from dataclasses import replace
from pathlib import Path

import pytest
import typer
from tests.unit.reports.builders import CASE, HEADER, failing, written
from typer.testing import CliRunner, Result

from vectorproof.harness.cli.history import register
from vectorproof.harness.errors import UsageError
from vectorproof.reports.record import RequirementResult
from vectorproof.reports.verdict import Verdict

HOLDS = replace(CASE, case="remove/effect/holds", requirements=(RequirementResult("REMOVE-002", Verdict.PASS, 9),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write four runs: the third breaks a promise."""
    for day, case in enumerate((HOLDS, HOLDS, failing(), failing()), start=1):
        header = replace(HEADER, started=f"2026-08-0{day}T09:00:00Z")
        written(tmp_path / "runs" / f"build-{day}" / "record.jsonl", [case], header=header)
    return tmp_path


def history(folder: Path, *line: str | Path) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    where = ("--database", str(folder / "history.sqlite3"))
    return CliRunner().invoke(app, ["history", *map(str, line), *where])


def test_importing_twice_keeps_once(folder: Path) -> None:
    assert "4 kept, 0 kept already" in history(folder, "import", folder / "runs").stdout
    assert "0 kept, 4 kept already" in history(folder, "import", folder / "runs").stdout
    again = history(folder, "add", folder / "runs" / "build-2", "--version", "another name")
    assert again.stdout.startswith("kept already: ")


def test_a_record_that_cannot_be_read_does_not_stop_the_others(folder: Path) -> None:
    (folder / "runs" / "build-2" / "record.jsonl").write_text("garbage\n")

    result = history(folder, "import", folder / "runs")
    assert result.exit_code == 1
    assert "3 kept, 0 kept already, 1 not readable" in result.stdout


def test_a_trend_tells_the_first_bad_build(folder: Path) -> None:
    history(folder, "import", folder / "runs")

    result = history(folder, "trend", "--format", "html", "--output", folder / "out")
    assert result.exit_code == 0
    assert "1 promise is broken now" in result.stdout
    page = (folder / "out" / "trend.html").read_text()
    assert "build-2" in page
    assert "<polyline" in page


def test_a_hint_tells_where_it_broke(folder: Path) -> None:
    history(folder, "import", folder / "runs")

    said = history(folder, "bisect-hint", "REMOVE-002").stdout
    assert "REMOVE-002 broke between build-2 (good) and build-3 (bad)." in said


def test_adding_names_the_build(folder: Path) -> None:
    history(folder, "add", folder / "runs" / "build-1", "--version", "7.2")

    assert "7.2" in history(folder, "show").stdout


def test_pruning_says_how_many_went(folder: Path) -> None:
    history(folder, "import", folder / "runs")

    assert "3 runs let go" in history(folder, "prune", "--keep", "1").stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("trend",), "no run is kept here; `vectorproof history add RECORD` keeps one"),
        (("import", "{folder}/nothing"), "no record.jsonl"),
        (("add", "{folder}/nothing"), "cannot be read"),
        (("bisect-hint", "KEY-999", "--target", "simulator"), "no run of these knows 'KEY-999'"),
    ],
)
def test_what_cannot_be_done_says_what_would_be_right(folder: Path, line: tuple[str, ...], said: str) -> None:
    result = history(folder, *(part.format(folder=folder) for part in line))

    assert isinstance(result.exception, UsageError)
    assert said in str(result.exception)
