"""The same seed and the same target give the same record, whoever serves and however many work on it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.flows.runs import run, wrong

SEED = 7


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Run against a simulator that the run itself starts; gives the digest."""
    return digest(run(tmp_path_factory.mktemp("embedded"), seed=SEED).record_file)


def digest(record: Path) -> str:
    """Read the digest off a record's last line."""
    return record.read_text(encoding="utf-8").rsplit('"digest":"', 1)[1].partition('"')[0]


@pytest.mark.parametrize("workers", [1, 4])
def test_the_number_of_workers_changes_nothing(workers: int, embedded: str, tmp_path: Path) -> None:
    assert digest(run(tmp_path, seed=SEED, workers=workers).record_file) == embedded


def test_a_simulator_of_ones_own_changes_nothing(
    embedded: str, serve: Callable[..., AbstractContextManager[Mapping[str, Any]]], tmp_path: Path
) -> None:
    ready = tmp_path / "ready.json"
    with serve("--ready-file", str(ready)):
        outcome = run(tmp_path, target=str(ready), seed=SEED)

    assert digest(outcome.record_file) == embedded


@pytest.mark.parametrize("seed", range(10))
def test_the_right_simulator_has_no_finding(seed: int, tmp_path: Path) -> None:
    outcome = run(tmp_path, seed=seed, examples=2)

    assert wrong(outcome.record) == []
    assert outcome.exit_code == 0
