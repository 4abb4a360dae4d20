"""Where a rule quantifies, both of its edges are tried by name."""

from collections.abc import Mapping
from typing import Any

import pytest

from vectorproof.harness.case import Case, catalogue

PROPERTIES = [case for case in catalogue().values() if case.is_property and not case.is_machine]


def labels(case: Case) -> list[str]:
    return [label for label in case.boundaries if label.strip()]


def distinct(examples: Mapping[str, Mapping[str, Any]]) -> int:
    return len({repr(sorted(arguments.items())) for arguments in examples.values()})


def test_there_are_properties() -> None:
    assert PROPERTIES


@pytest.mark.parametrize("case", PROPERTIES, ids=lambda case: case.id)
def test_each_property_names_at_least_two_boundaries(case: Case) -> None:
    assert len(labels(case)) >= 2


@pytest.mark.parametrize("case", PROPERTIES, ids=lambda case: case.id)
def test_no_two_boundaries_of_a_case_are_the_same_example(case: Case) -> None:
    assert distinct(case.boundaries) == len(case.boundaries)


@pytest.mark.parametrize("case", PROPERTIES, ids=lambda case: case.id)
def test_boundaries_of_a_case_give_the_same_arguments(case: Case) -> None:
    assert len({tuple(sorted(arguments)) for arguments in case.boundaries.values()}) == 1
