"""What is made of a run that went wrong: the same cases again, and a first file of known failures."""

from dataclasses import replace
from pathlib import Path

import pytest
import typer
from tests.unit.reports.builders import CASE, HEADER, failing, written
from typer.testing import CliRunner

from vectorproof.harness.case import catalogue
from vectorproof.harness.cli.known_failures import register
from vectorproof.harness.config import Config
from vectorproof.harness.errors import UsageError
from vectorproof.harness.known_failures import about, read_known_failures
from vectorproof.harness.repeating import failed_again
from vectorproof.reports.record import RequirementResult
from vectorproof.reports.verdict import Verdict

PASSED = replace(CASE, case="key/names/first", requirements=(RequirementResult("KEY-008", Verdict.PASS, 3),))


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record of one case that failed and one that passed."""
    written(tmp_path / "record.jsonl", (failing("KEY-007", case="key/names/length"), PASSED))
    return tmp_path


def init(*line: str) -> str:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["known-failures", "init", *line], catch_exceptions=False).stdout


def test_only_what_went_wrong_is_run_again_as_it_was_drawn(record: Path) -> None:
    again = failed_again(Config(seed=5), record)

    assert again.cases == ("key/names/length",)
    assert (again.profile.name, again.seed) == (HEADER.profile, HEADER.seed)


def test_where_nothing_went_wrong_there_is_nothing_to_run_again(tmp_path: Path) -> None:
    written(tmp_path / "record.jsonl", (PASSED,))

    with pytest.raises(UsageError, match="nothing went wrong"):
        failed_again(Config(), tmp_path)
    with pytest.raises(UsageError, match="nothing failed"):
        init(str(tmp_path))


def test_a_record_that_is_none_is_a_wrong_command_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        failed_again(Config(), tmp_path / "no.jsonl")


def test_the_first_file_of_known_failures_is_one_that_a_run_takes(record: Path) -> None:
    file = record / "known.toml"

    init(str(record), "--output", str(file))

    (entry,) = entries = read_known_failures(file, catalogue())
    assert (entry.requirement, entry.case) == ("KEY-007", "key/names/length")
    assert entry.expires is not None
    assert about(entries, "what was typed", HEADER.target.name) == entries
    assert about(entries, "another target") == ()


def test_a_file_that_exists_is_left_as_it_is(record: Path) -> None:
    (record / "known.toml").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="cannot be written"):
        init(str(record), "--output", str(record / "known.toml"))
    assert (record / "known.toml").read_text(encoding="utf-8") == "mine"
