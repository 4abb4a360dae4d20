"""The built wheel, installed alone in an empty environment outside the checkout, is the whole product."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

UV = Path(sys.executable).with_name("uv")
LOCK = Path(__file__).parents[2] / "requirements" / "run.txt"

# A user's shell that knows nothing of this environment, and an installer that must find its way out.
BARE = {"PATH": os.defpath, "HOME": str(Path.home())}
OUTWARD = {**os.environ, "UV_SYSTEM_CERTS": "1"}

Serve = Callable[..., AbstractContextManager[Mapping[str, Any]]]


def done(line: list[str | Path], cwd: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    words = [str(word) for word in line]
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty folder that is no checkout."""
    return tmp_path_factory.mktemp("outside")


@pytest.fixture(scope="module")
def python(distributions: Mapping[str, Path], outside: Path) -> Path:
    """Install the locked requirements and the wheel in an empty environment; gives its interpreter."""
    interpreter = outside / "empty" / "bin" / "python"
    steps: tuple[list[str | Path], ...] = (
        [UV, "venv", "--quiet", "--no-project", "--python", sys.executable, outside / "empty"],
        [UV, "pip", "install", "--quiet", "--python", interpreter, "--require-hashes", "--requirement", LOCK],
        [UV, "pip", "install", "--quiet", "--python", interpreter, "--offline", "--no-deps", distributions["wheel"]],
    )
    for line in steps:
        made = done(line, outside, OUTWARD)
        assert made.returncode == 0, made.stderr
    return interpreter


@pytest.fixture(scope="module")
def command(python: Path) -> Path:
    """Give the installed command."""
    return python.with_name("vectorproof")


def test_the_run_time_lock_is_all_that_it_needs(python: Path, outside: Path) -> None:
    checked = done([UV, "pip", "check", "--python", python], outside, OUTWARD)

    assert checked.returncode == 0, checked.stderr


def test_every_part_comes_from_the_wheel(python: Path, outside: Path) -> None:
    script = (
        "import importlib; "
        "[print(importlib.import_module('vectorproof.' + part).__file__) for part in"
        " ('harness', 'mocks', 'reports', 'specs', 'suites')]"
    )

    shown = done([python, "-c", script], outside, BARE)

    assert shown.returncode == 0, shown.stderr
    assert {Path(line).is_relative_to(outside / "empty") for line in shown.stdout.splitlines()} == {True}


def test_it_runs_and_leaves_a_report(command: Path, outside: Path) -> None:
    ran = done([command, "run", "--output", "embedded", "--format", "html"], outside, BARE)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "<html" in (outside / "embedded" / "report.html").read_text("utf-8")[:2000].lower()


def test_it_serves_and_judges_what_it_serves(command: Path, outside: Path, serve: Serve) -> None:
    line: list[str | Path] = [command, "run", "--target", "ready.json", "--suite", "key", "--output", "served"]
    with serve("--ready-file", str(outside / "ready.json"), command=command, cwd=outside) as ready:
        ran = done(line, outside, BARE)

    assert json.loads((outside / "ready.json").read_text("utf-8")) == ready
    assert ran.returncode == 0, ran.stdout + ran.stderr
