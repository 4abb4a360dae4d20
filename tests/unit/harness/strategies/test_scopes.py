"""Scopes are positions in ascending order, from the smallest to the largest that are asked for."""

from collections.abc import Callable

import pytest
from hypothesis import find, given
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.harness.strategies.scopes import scopes

KINDS: dict[str, Callable[[tuple[int, ...]], bool]] = {
    "one": lambda scope: len(scope) == 1,
    "all": lambda scope: scope == (0, 1, 2),
    "without the first": lambda scope: 0 not in scope,
    "without one in the middle": lambda scope: scope == (0, 2),
}


@SAMPLE
@given(scope=scopes(3))
def test_positions(scope: tuple[int, ...]) -> None:
    assert 1 <= len(scope) <= 3
    assert list(scope) == sorted(set(scope))
    assert set(scope) <= {0, 1, 2}


@SAMPLE
@given(scope=scopes(3, largest=2))
def test_one_is_left_out(scope: tuple[int, ...]) -> None:
    assert 1 <= len(scope) <= 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn(kind: str) -> None:
    assert KINDS[kind](find(scopes(3), KINDS[kind], settings=SEARCH))
