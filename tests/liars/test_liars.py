"""A whole wrong server gets a full, honest answer: the right exit code, in time, with a record that can be read."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.liars import servers

COMMAND = Path(sys.executable).with_name("vectorproof")
PATIENCE_S = 150
FINDINGS, NOT_RUN, INTERRUPTED = 1, 3, 130


def run(target: str, output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the suites against an address, as a user would."""
    environment = {**os.environ, "VECTORPROOF_TOKEN": "AstraCS:liar:0000"}
    line = [str(COMMAND), "run", "--target", target, "--output", str(output), "--quiet", *options]
    return subprocess.run(
        line, capture_output=True, text=True, timeout=PATIENCE_S, check=False, env=environment, cwd=output.parent
    )


@pytest.mark.parametrize(
    "answer",
    [servers.nothing, servers.echo, servers.always_ok, servers.garbage, servers.proxy_error],
    ids=lambda answer: answer.__name__,
)
def test_what_is_no_data_api_is_not_judged(answer: servers.Answer, tmp_path: Path) -> None:
    with servers.lying_server(answer) as origin:
        ended = run(origin, tmp_path / "report")

    assert ended.returncode == NOT_RUN, ended.stderr
    assert "is not a Data API" in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


@pytest.mark.parametrize("answer", [servers.hang, servers.trickle], ids=lambda answer: answer.__name__)
def test_a_server_that_never_comes_to_an_end_is_given_up(answer: servers.Answer, tmp_path: Path) -> None:
    with servers.lying_server(answer) as origin:
        ended = run(origin, tmp_path / "report")

    assert ended.returncode == NOT_RUN, ended.stderr
    assert "cannot be reached" in ended.stderr


@pytest.mark.parametrize(
    "answer",
    [servers.nothing, servers.echo, servers.always_ok, servers.garbage, servers.proxy_error],
    ids=lambda answer: answer.__name__,
)
def test_a_liar_that_passes_for_a_target_is_found_out(answer: servers.Answer, tmp_path: Path) -> None:
    with servers.lying_server(servers.after_a_welcome(answer)) as origin:
        ended = run(origin, tmp_path / "report")

    lines = [json.loads(line) for line in (tmp_path / "report" / "record.jsonl").read_text().splitlines()]
    verdicts = {line["verdict"] for line in lines if line["kind"] == "case"}
    assert lines[-1]["kind"] == "footer"
    assert ended.returncode in {FINDINGS, NOT_RUN}, ended.stderr
    assert verdicts & {"FAIL", "ERROR"}
    assert "PASS" not in verdicts, [line["case"] for line in lines if line.get("verdict") == "PASS"]


def test_a_target_that_falls_silent_ends_the_run_in_time(tmp_path: Path) -> None:
    with servers.lying_server(servers.after_a_welcome(servers.hang)) as origin:
        ended = run(origin, tmp_path / "report", "--max-time", "5")

    lines = [json.loads(line) for line in (tmp_path / "report" / "record.jsonl").read_text().splitlines()]
    assert ended.returncode == NOT_RUN, ended.stderr
    assert lines[-1]["kind"] == "footer"


def test_a_closed_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        ended = run(address, tmp_path / "report")

    assert ended.returncode == NOT_RUN
    assert address in ended.stderr
    assert "refused" in ended.stderr


def test_an_interruption_leaves_a_readable_record(
    serve: Callable[..., AbstractContextManager[Mapping[str, Any]]], tmp_path: Path
) -> None:
    record = tmp_path / "report" / "record.jsonl"
    ready_file = tmp_path / "ready.json"
    with serve("--ready-file", str(ready_file)):
        line = [
            str(COMMAND),
            "run",
            "--target",
            str(ready_file),
            "--output",
            str(record.parent),
            "--profile",
            "standard",
        ]
        with subprocess.Popen(line, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as process:
            _until(lambda: record.exists() and record.read_text().count("\n") > 2)
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=PATIENCE_S)[1]

    assert process.returncode == INTERRUPTED, said
    footer = json.loads(record.read_text().splitlines()[-1])
    assert footer["interrupted"] is True
    report = subprocess.run([str(COMMAND), "report", str(record)], capture_output=True, text=True, check=False)
    assert report.returncode == 0, report.stderr
    assert "interrupted" in (report.stdout + report.stderr).lower()


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline, "nothing happened in time"
        time.sleep(0.05)  # a file of another process can only be looked at
