"""Steps that only a person can take: asked for at a terminal or answered by a file, and kept in the record."""

import os
import pty
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from tests.unit.harness.fake import TOKEN, FakeTarget

from vectorproof.harness.attending import attested, steps_of
from vectorproof.harness.config import Config, NamedTarget
from vectorproof.harness.errors import UsageError
from vectorproof.reports.record import read

Done = subprocess.CompletedProcess[str]
STEPS = ("one", "two")
CASE = "key/names/length"


def said(answers: str) -> tuple[list[str], list[str]]:
    asked: list[str] = []
    return [each.step for each in attested(STEPS, StringIO(answers), asked.append)], asked


def test_each_step_is_asked_for_and_confirmed() -> None:
    done, asked = said("yes\n Y\n")

    assert done == ["one", "two"]
    assert asked == ["1/2 one\nDone? [yes/no] ", "2/2 two\nDone? [yes/no] "]


def test_an_answer_that_is_none_is_asked_for_again() -> None:
    done, asked = said("perhaps\n\nyes\nyes\n")

    assert done == ["one", "two"]
    assert asked[1:3] == ["'perhaps' is neither. Done? [yes/no] ", "'' is neither. Done? [yes/no] "]


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ("yes\nno\n", "not done, so nothing was run: two"),
        ("yes\n", "the answers end before this was confirmed: two"),
        ("", "the answers end before this was confirmed: one"),
    ],
)
def test_what_is_not_confirmed_ends_it(answers: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        said(answers)


def test_the_key_is_the_one_that_the_target_names() -> None:
    staging = Config(target="staging", named={"staging": NamedTarget(url="http://h", key_name="jina-main")})

    assert "a key of the name jina-main is stored" in steps_of(staging)[1]
    assert "the database of staging is in the scope of jina-main" in steps_of(staging)[2]
    assert "of the name mine" in steps_of(Config(environment={"VECTORPROOF_KEY_NAME": "mine"}))[1]
    with pytest.raises(UsageError, match="no stored key is named"):
        steps_of(Config())


def run(fake: FakeTarget, folder: Path, *more: str, stdin: int | None = None, text: str | None = None) -> Done:
    where = ("--target", fake.url, "--control-url", fake.url, "--case", CASE, "--output", "out")
    return subprocess.run(
        [sys.executable, "-m", "vectorproof.harness.cli", "run", *where, *more],
        env={**os.environ, "VECTORPROOF_TOKEN": TOKEN, "VECTORPROOF_KEY_NAME": "jina-main"},
        cwd=folder,
        stdin=stdin,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def steps_of_the_record(folder: Path) -> list[str]:
    header = read(folder / "out" / "record.jsonl").header
    assert all(each.at >= "2026" for each in header.attested)
    return [each.step.partition(":")[0].rpartition(", ")[2] for each in header.attested]


def test_at_a_terminal_a_person_is_asked_and_the_record_keeps_it(fake: FakeTarget, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"yes\nyes\nyes\n")
    try:
        done = run(fake, tmp_path, "--attended", stdin=theirs)
    finally:
        os.close(ours)
        os.close(theirs)

    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Done? [yes/no]") == 3
    assert steps_of_the_record(tmp_path) == ["Jina AI Embedding provider", "Add API key", "Add database"]


def test_without_a_terminal_it_is_refused(fake: FakeTarget, tmp_path: Path) -> None:
    done = run(fake, tmp_path, "--attended", stdin=subprocess.DEVNULL)

    assert done.returncode == 2
    assert "--answers FILE gives the answers" in done.stderr
    assert fake.seen == []


def test_answers_come_from_a_file_or_from_standard_input(fake: FakeTarget, tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("yes\nno\n", encoding="utf-8")

    denied = run(fake, tmp_path, "--answers", "answers")
    given = run(fake, tmp_path, "--attended", "--answers", "-", text="yes\n" * 3)

    assert denied.returncode == 2
    assert "not done, so nothing was run: There, Add API key" in denied.stderr
    assert given.returncode == 0, given.stderr
    assert len(steps_of_the_record(tmp_path)) == 3


def test_a_dry_run_names_the_steps_and_asks_nobody(fake: FakeTarget, tmp_path: Path) -> None:
    done = run(fake, tmp_path, "--attended", "--dry-run", stdin=subprocess.DEVNULL)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("a person would be asked: ") == 3
