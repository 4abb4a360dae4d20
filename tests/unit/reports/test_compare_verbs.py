"""``vectorproof compare`` and ``matrix``: exit codes, files, and one line for what cannot be done."""

from pathlib import Path

import pytest
import typer
from tests.unit.reports.builders import failing, realistic, written
from typer.testing import CliRunner, Result

from vectorproof.harness.cli import compare, matrix
from vectorproof.harness.errors import UsageError
from vectorproof.reports.verdict import Verdict


def invoke(*line: str | Path) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    compare.register(app)
    matrix.register(app)
    return CliRunner().invoke(app, [str(part) for part in line])


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    """Write two runs: the second breaks a promise that held."""
    first = [case for case in realistic() if case.verdict is Verdict.PASS]
    second = [*first[1:], failing(first[0].requirements[0].id)]
    for name, cases in (("old", first), ("new", second)):
        written(tmp_path / name / "record.jsonl", cases)
    return tmp_path / "old", tmp_path / "new" / "record.jsonl"


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--fail-on", "regressed"), 1), (("--fail-on", "any"), 1)])
def test_a_regression_ends_as_was_asked(runs: tuple[Path, Path], options: tuple[str, ...], code: int) -> None:
    result = invoke("compare", *runs, *options)

    assert result.exit_code == code
    assert "1 regressed" in result.stdout


def test_without_a_change_it_ends_with_0(runs: tuple[Path, Path]) -> None:
    assert invoke("compare", runs[0], runs[0], "--fail-on", "any").exit_code == 0


def test_files_go_where_they_are_wished(runs: tuple[Path, Path], tmp_path: Path) -> None:
    invoke("compare", *runs, "--format", "html", "--format", "markdown", "--output", tmp_path / "out")
    invoke("matrix", *runs, "--format", "html", "--output", tmp_path / "out")

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["compare.html", "compare.md", "matrix.html"]


def test_runs_of_one_target_are_called_by_their_files_or_as_wished(runs: tuple[Path, Path]) -> None:
    assert str(runs[0]) in invoke("matrix", *runs).stdout.replace("\n", "")
    assert "build 7" in invoke("matrix", *runs, "--name", "build 7", "--name", "build 8").stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("compare", "{0}", "{1}x"), "cannot be read"),
        (
            ("compare", "{0}", "{1}", "--fail-on", "worse"),
            "'worse' is unknown; there are regressed, new, any",
        ),
        (("compare", "{0}", "{1}", "--format", "pdf"), "unknown format 'pdf'"),
        (("compare", "{0}", "{cut}"), "--anyway compares them all the same"),
        (("matrix", "{0}"), "a matrix needs two or more"),
        (("matrix", "{0}", "{1}", "--name", "a"), "1 names for 2 records"),
    ],
)
def test_what_cannot_be_done_says_what_would_be_right(
    runs: tuple[Path, Path], tmp_path: Path, line: tuple[str, ...], said: str
) -> None:
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(runs[1].read_bytes()[:-300])

    result = invoke(*(part.format(*runs, cut=cut) for part in line))

    assert isinstance(result.exception, UsageError)
    assert said in str(result.exception)


def test_unlike_runs_are_compared_when_told(runs: tuple[Path, Path], tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(runs[1].read_bytes()[:-300])

    result = invoke("compare", runs[0], cut, "--anyway")

    assert result.exit_code == 0
    assert "did not come to its end" in result.stdout
