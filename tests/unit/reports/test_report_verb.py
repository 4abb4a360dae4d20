"""``vectorproof report``: renders what it is given, or says in one line why it cannot."""

from pathlib import Path

import pytest
import typer
from tests.unit.reports.builders import failing, realistic, written
from typer.testing import CliRunner, Result

from vectorproof.harness.cli.report import register
from vectorproof.specs.requirements import requirements


def report(*line: str | Path) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["report", *map(str, line)])


@pytest.fixture
def record(tmp_path: Path) -> Path:
    written(tmp_path / "record.jsonl", realistic())
    return tmp_path / "record.jsonl"


def test_without_a_format_it_prints_and_writes_nothing(record: Path) -> None:
    result = report(record)

    assert result.exit_code == 0
    assert f"91 of {len(requirements())} promises hold" in result.stdout
    assert [path.name for path in record.parent.iterdir()] == ["record.jsonl"]


def test_files_go_beside_the_record(record: Path) -> None:
    result = report(record, "--format", "html", "--format", "junit")

    assert result.exit_code == 0
    assert sorted(path.name for path in record.parent.iterdir()) == ["record.jsonl", "report.html", "report.xml"]
    assert "report.html" in result.stdout


def test_with_a_folder_alone_every_format_is_written(record: Path, tmp_path: Path) -> None:
    assert report(record, "--output", tmp_path / "out").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "allure-results", "badge.json", "badge.svg", "report.csv", "report.ctrf.json", "report.html", "report.md",
        "report.sarif", "report.txt", "report.xml",
    ]  # fmt: skip


def test_a_folder_stands_for_the_record_in_it(record: Path) -> None:
    assert report(record.parent).exit_code == 0


def test_a_failed_run_is_rendered_with_success(tmp_path: Path) -> None:
    written(tmp_path / "record.jsonl", [failing()])

    assert report(tmp_path).exit_code == 0


def test_a_record_that_was_cut_off_is_rendered_and_says_so(record: Path) -> None:
    record.write_bytes(record.read_bytes()[:-200])

    result = report(record)

    assert result.exit_code == 0
    assert "Incomplete" in result.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("{record}", "--format", "pdf"), "unknown format 'pdf'; there are allure, "),
        (("{record}x",), "cannot be read: No such file"),
        (("{garbage}",), "garbage:1: not JSON"),
        (("{record}", "--format", "html", "--output", "{garbage}"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(record: Path, line: tuple[str, ...], said: str) -> None:
    garbage = record.with_name("garbage")
    garbage.write_text("hello\n")

    result = report(*(part.format(record=record, garbage=garbage) for part in line))

    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
