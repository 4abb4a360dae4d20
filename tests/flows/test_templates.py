"""What ``action.yml`` and the template for GitLab run, really run: the shell of their steps, with a user's inputs.

Each script is run by bash as the service runs it. What belongs to the service (uploading, commenting) is not run; that
its files exist is.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ONE_CASE = "--case key/names/length"
WRONG = "wrong.json"
OPEN = "[level.MUST]\nhold = 0\n"
CLOSED = "[level.MUST]\nhold = 100\n"


def expanded(text: str, inputs: Mapping[str, str]) -> str:
    """Put the inputs where the service puts them."""
    return re.sub(r"\$(?:\{\{|\[\[) inputs\.(\w+) (?:\}\}|\]\])", lambda found: inputs[found[1]], text)


def given(declared: Mapping[str, Mapping[str, Any]], chosen: Mapping[str, str]) -> dict[str, str]:
    """Complete chosen inputs by the declared defaults; an input that is not declared is a mistake of the test."""
    assert chosen.keys() <= declared.keys()
    return {name: str(about["default"]) for name, about in declared.items()} | dict(chosen)


def bash(script: str, options: Sequence[str], folder: Path, variables: Mapping[str, str]) -> int:
    """Run a script as the service does; every command of the product is this environment's."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    line = ["bash", *options, "-c", script]
    return subprocess.run(line, cwd=folder, env={**os.environ, "PATH": path, **variables}, check=False).returncode


def action(folder: Path, chosen: Mapping[str, str]) -> int:
    """Run the judging step of the action, with the files that the service gives each step."""
    told: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    inputs = given(told["inputs"], chosen)
    (step,) = (step for step in told["runs"]["steps"] if step.get("id") == "judge")
    variables = {name: expanded(value, inputs) for name, value in step["env"].items()}
    files = {name: str(folder / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    return bash(step["run"], ("--noprofile", "--norc", "-e", "-o", "pipefail"), folder, variables | files)


def component(folder: Path, chosen: Mapping[str, str]) -> int:
    """Run the script of GitLab's component: its lines, one after the other, in one shell that ends at a failure."""
    head, body = yaml.safe_load_all((ROOT / "templates" / "vectorproof.yml").read_text(encoding="utf-8"))
    inputs = given(head["spec"]["inputs"], chosen)
    job = body["vectorproof"]
    variables = {name: expanded(value, inputs) for name, value in job["variables"].items()}
    return bash("\n".join(job["script"]), ("-e", "-o", "pipefail"), folder, variables)


SERVICES = {"action": action, "component": component}


@pytest.fixture(scope="module")
def wrong(serve: Callable[..., AbstractContextManager[Mapping[str, Any]]]) -> Iterator[str]:
    """Serve a simulator that allows a character too many; gives its ready line."""
    with serve("--defect", "key-name-of-51") as ready:
        yield json.dumps(ready)


@pytest.fixture
def folder(wrong: str, tmp_path: Path) -> Path:
    """Give a folder as a build finds it: the target's file is there."""
    (tmp_path / WRONG).write_text(wrong, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("chosen", "gate", "code"),
    [
        ({}, "", 0),
        ({"target": WRONG}, "", 1),
        ({"target": WRONG}, OPEN, 0),
        ({"target": WRONG}, CLOSED, 1),
        ({"target": "nowhere"}, CLOSED, 2),
    ],
    ids=["right", "wrong", "wrong, open gate", "wrong, closed gate", "a wrong option"],
)
def test_the_exit_code_is_the_gates_or_the_runs(
    service: str, chosen: Mapping[str, str], gate: str, code: int, folder: Path
) -> None:
    (folder / "gate.toml").write_text(gate, encoding="utf-8")
    inputs = {"options": ONE_CASE, "gate": "gate.toml" if gate else "", **chosen}

    assert SERVICES[service](folder, inputs) == code
    if code < 2:
        reports = {"record.jsonl", "report.html", "report.xml", "report.md"}
        assert reports <= {file.name for file in (folder / "vectorproof-report").iterdir()}


def test_the_action_tells_verdict_record_and_comparison(folder: Path) -> None:
    assert action(folder, {"options": ONE_CASE, "output": "older"}) == 0
    (folder / "gate.toml").write_text(CLOSED + '[regressions]\nlevels = ["MUST"]\n', encoding="utf-8")
    chosen = {"options": ONE_CASE, "target": WRONG, "gate": "gate.toml", "baseline": "older/record.jsonl"}

    assert action(folder, chosen) == 1
    outputs = (folder / "GITHUB_OUTPUT").read_text(encoding="utf-8")
    assert "record=vectorproof-report/record.jsonl" in outputs
    assert "KEY-007" in outputs.rpartition("verdict=")[2]
    summary = (folder / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8")
    assert "regressed" in summary
