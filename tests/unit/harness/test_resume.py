"""A run that was killed is gone on with: nothing is done twice, nothing is left out."""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.harness.fake import EMBEDDING_KEY, TOKEN, FakeTarget

from vectorproof.reports.record import Record, read

SUITE = "key"


def start(folder: Path, fake: FakeTarget, *options: str, **environment: str) -> "subprocess.Popen[str]":
    secrets = {"VECTORPROOF_TOKEN": TOKEN, "VECTORPROOF_EMBEDDING_KEY": EMBEDDING_KEY}
    line = ["run", "--output", str(folder / "out"), "--target", fake.url, "--control-url", fake.url, *options]
    return subprocess.Popen(
        [sys.executable, "-m", "vectorproof.harness.cli", *line],
        env={**os.environ, **secrets, **environment},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed(folder: Path, fake: FakeTarget) -> Record:
    """Begin a run and kill it, and all that it started, when its first cases have ended."""
    child = start(folder, fake, "--suite", SUITE, "--seed", "7", "--workers", "1", "--log-format", "json")
    assert child.stderr is not None
    for said in child.stderr:
        if json.loads(said)["event"] == "ended":
            break
    for process in (*_children(child.pid), child.pid):
        os.kill(process, signal.SIGKILL)
    child.communicate()
    return read(folder / "out" / "record.jsonl")


def _children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(task) for task in tasks]


def test_a_killed_run_is_gone_on_with(fake: FakeTarget, tmp_path: Path) -> None:
    before = killed(tmp_path, fake)
    assert not before.complete
    kept = list(before.evidence.lines())

    child = start(tmp_path, fake, "--resume", str(tmp_path / "out"), "--log-format", "json")
    _, said = child.communicate(timeout=300)
    events = [json.loads(line) for line in said.splitlines()]
    after = read(tmp_path / "out" / "record.jsonl")

    assert after.complete, said
    assert after.cases[: len(before.cases)] == before.cases
    assert (after.header.seed, after.header.selection) == (7, {"suites": (SUITE,)})
    assert events[0]["done_before"] == len(before.cases)
    assert len(after.cases) == events[0]["cases"] + len(before.cases)
    assert len({case.case for case in after.cases}) == len(after.cases)
    assert events[-1] == {**events[-1], "event": "finished", "exit_code": child.returncode}
    assert not list((tmp_path / "out").glob("record.resumed*"))
    assert list(after.evidence.lines())[: len(kept)] == kept
    assert {line.case for line in after.evidence.lines()} >= {case.case for case in after.cases if case.exchanges}


def test_a_run_whose_starter_alone_was_killed_writes_nothing_more(fake: FakeTarget, tmp_path: Path) -> None:
    child = start(tmp_path, fake, "--suite", SUITE, "--workers", "1", "--log-format", "json")
    assert child.stderr is not None
    total = json.loads(child.stderr.readline())["cases"]
    next(said for said in child.stderr if json.loads(said)["event"] == "ended")
    (orphan,) = _children(child.pid)
    left = os.pidfd_open(orphan)
    child.kill()
    child.communicate()

    assert select.select([left], [], [], 60)[0], "the run goes on though nobody waits for it"
    os.close(left)
    record = read(tmp_path / "out" / "record.jsonl")
    assert not record.complete
    assert len(record.cases) < total


def test_a_run_that_ended_is_not_gone_on_with(fake: FakeTarget, tmp_path: Path) -> None:
    start(tmp_path, fake, "--case", "key/names/length").communicate(timeout=120)

    child = start(tmp_path, fake, "--resume", str(tmp_path / "out"))
    _, said = child.communicate(timeout=60)

    assert child.returncode == 2
    assert "came to its end, there is nothing to resume" in said


def test_another_target_is_not_gone_on_with(fake: FakeTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed(tmp_path, fake)
    monkeypatch.chdir(tmp_path)
    record = tmp_path / "out" / "record.jsonl"
    lines = record.read_text().splitlines(keepends=True)
    header = json.loads(lines[0])
    header["target"]["name"] = "elsewhere"
    record.write_text("".join([json.dumps(header) + "\n", *lines[1:]]))

    child = start(tmp_path, fake, "--resume", str(record))
    _, said = child.communicate(timeout=60)

    assert child.returncode == 2
    assert "--resume: the target of the earlier run" in said


def test_markdown_is_added_to_the_summary_of_a_job(fake: FakeTarget, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")

    options = ("--case", "key/names/length", "--format", "markdown")
    child = start(tmp_path, fake, *options, GITHUB_STEP_SUMMARY=str(summary))
    child.communicate(timeout=120)

    report = (tmp_path / "out" / "report.md").read_text()
    assert summary.read_text() == f"before\n{report}"


def test_a_summary_that_cannot_be_written_is_said_and_no_failure(fake: FakeTarget, tmp_path: Path) -> None:
    options = ("--case", "key/names/length", "--format", "markdown")
    child = start(tmp_path, fake, *options, GITHUB_STEP_SUMMARY=str(tmp_path))
    _, said = child.communicate(timeout=120)

    assert child.returncode == 0
    assert "the job's summary cannot be written" in said


def test_an_unknown_log_format_is_a_usage_error(fake: FakeTarget, tmp_path: Path) -> None:
    child = start(tmp_path, fake, "--log-format", "xml")
    _, said = child.communicate(timeout=60)

    assert (child.returncode, "--log-format 'xml' is unknown; there are text, json" in said) == (2, True)
