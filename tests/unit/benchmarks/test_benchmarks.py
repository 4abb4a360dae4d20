"""The benchmarks run and find every figure they promise; how good the figures are is nothing a test can judge."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
QUICKLY = ("--repetitions", "1", "--seconds", "0.05", "--json")


def found(script: str, *more: str) -> dict[str, Any]:
    """Run a benchmark and give its figures by name."""
    command = [sys.executable, str(BENCHMARKS / script), *QUICKLY, *more]
    done = subprocess.run(command, check=False, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return {figure["name"]: figure for figure in json.loads(done.stdout)["figures"]}


def test_jina_mock() -> None:
    figures = found("jina_mock.py", "--calls", "100")
    goals = [figure["goal"] for figure in figures.values() if figure["goal"]]

    assert goals == ["≥ 0.8", "≥ 0.6", "≥ 12,000", "≤ 10"]
    assert all(figure["median"] > 0 for figure in figures.values() if figure["unit"] != "MB")


@pytest.mark.parametrize(
    ("name", "goals"),
    [
        ("start", ["≤ 2"]),
        ("memory", ["≤ 120"]),
        ("calls", ["≥ 0.5", "≥ 0.6"]),
        ("vectorize", ["≥ 0.2"]),
        ("filter", ["≥ 0.2"]),
        ("vectors", ["≤ 1.5", "≤ 2"]),
        ("growth", ["≤ 1.15"]),
    ],
)
def test_simulator(name: str, goals: list[str]) -> None:
    figures = found("simulator.py", "--documents", "200", "--only", name)

    assert [figure["goal"] for figure in figures.values() if figure["goal"]] == goals
    assert all(figure["median"] > 0 for figure in figures.values())
