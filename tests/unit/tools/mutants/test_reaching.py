"""A change concerns the cases that run the function which it is in."""

from pathlib import Path

import pytest
from tools.mutants.reaching import STARTING, Reach

SOURCE = """LIMIT = 5


class Stored:
    size = 3

    def get(self):
        return [one for one in self.all()]

    def all(self):
        def inner():
            return 1

        return [inner()]


def unused():
    return LIMIT
"""
SECONDS = {"slow": 3.0, "quick": 1.0, "other": 2.0}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "module.py"
    file.write_text(SOURCE)
    return file


def reach(file: Path, *ran: tuple[int, str]) -> Reach:
    return Reach([(str(file), line, case) for line, case in ran], SECONDS)


def test_cases_that_run_the_function_come_quickest_first(file: Path) -> None:
    assert reach(file, (7, "slow"), (7, "quick")).of(file, 8) == (["quick", "slow"], [])


def test_function_inside_another_is_the_one_that_counts(file: Path) -> None:
    assert reach(file, (10, "slow"), (10, "quick"), (11, "quick")).of(file, 12) == (["quick"], [])


@pytest.mark.parametrize("line", [1, 5])
def test_what_stands_in_no_function_may_concern_every_case(file: Path, line: int) -> None:
    assert reach(file, (7, "slow")).of(file, line) == ([], ["quick", "other", "slow"])


def test_what_runs_at_the_start_may_concern_every_case_and_those_that_run_it_most(file: Path) -> None:
    assert reach(file, (10, STARTING), (10, "slow")).of(file, 10) == (["slow"], ["quick", "other"])


def test_what_never_runs_concerns_no_case(file: Path) -> None:
    assert reach(file, (7, "slow")).of(file, 18) == ([], [])
