"""``vectorproof kill``: what it prints and ends with, on real simulators."""

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("vectorproof")


def kill(*line: str) -> subprocess.CompletedProcess[str]:
    """Run the verb in a process of its own."""
    return subprocess.run([str(COMMAND), "kill", *line], capture_output=True, text=True, check=False)


def test_it_tells_who_caught_what_and_writes_it_down(tmp_path: Path) -> None:
    file = tmp_path / "kill.json"

    done = kill("--defect", "scope-of-e*", "--format", "json", "--write", str(file))

    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert told["defects"]["scope-of-eleven"]["killed_by"] == ["SCOPE-004"]
    assert told["false_alarms"]["checks"] > told["false_alarms"]["cases"] > 0
    assert file.read_text() == done.stdout.rstrip("\n") + "\n"
    assert "1/1 scope-of-eleven: caught by SCOPE-004" in done.stderr


def test_the_matrix_marks_who_had_to_catch_it() -> None:
    done = kill("--defect", "limit-per-keyspace", "--format", "csv")

    rows = {row["requirement"]: row["limit-per-keyspace"] for row in csv.DictReader(StringIO(done.stdout))}
    assert rows["LIMIT-008"] == "K"
    assert rows["KEY-007"] == ""


def test_it_tells_what_the_schemas_find_and_goes_on_where_it_was(tmp_path: Path) -> None:
    file = tmp_path / "kill.json"
    wishes = ("--schemas", "--seeds", "2", "--workers", "1", "--format", "csv", "--write", str(file))
    first = kill("--defect", "count-deletes", *wishes)

    again = kill("--defect", "count-deletes", "--defect", "scope-of-eleven", "--resume", *wishes)

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    *_, last = csv.reader(StringIO(again.stdout))
    assert last == ["requests made from the schemas", "K", ""]
    assert "count-deletes" not in again.stderr
    assert json.loads(file.read_text())["false_alarms"]["seeds"] == 2


def test_a_run_of_another_kind_is_not_gone_on_with(tmp_path: Path) -> None:
    file = tmp_path / "kill.json"
    kill("--defect", "scope-of-eleven", "--write", str(file))

    done = kill("--defect", "scope-of-eleven", "--full", "--resume", "--write", str(file))

    assert done.returncode == 2
    assert "without --full" in done.stderr
    assert kill("--resume").returncode == 2


def test_a_pattern_that_matches_no_defect_is_a_wrong_command_line() -> None:
    done = kill("--defect", "half-insertd")

    assert done.returncode == 2
    assert "near: half-inserted" in done.stderr


@pytest.mark.parametrize("line", [("--defect", "wrong-structure-*"), ("--defect", "scope-of-e*", "--schemas")])
def test_nothing_seems_to_survive_where_those_who_look_are_not_installed(line: tuple[str, ...]) -> None:
    without = "import sys; sys.modules['schemathesis'] = None; from vectorproof.harness.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", without, "kill", *line], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'vectorproof[schemathesis]'" in done.stderr
    assert line[-1].rstrip("*") in done.stderr
