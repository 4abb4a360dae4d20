"""Near names are names, differ from what they are near, and come in every kind; so do wrong confirmations."""

import re
from collections.abc import Callable

import pytest
from hypothesis import find, given
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.harness.strategies.near import (
    key_names_confirmed_wrongly,
    two_key_names_that_are_near,
    two_key_names_that_stay_near,
)

NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_-]{0,48}[A-Za-z0-9])?")
Pair = tuple[str, str]

NEAR: dict[str, Callable[[Pair], bool]] = {
    "case alone": lambda pair: pair[0].casefold() == pair[1].casefold(),
    "longer": lambda pair: pair[1].startswith(pair[0]),
    "longer in front": lambda pair: pair[1].endswith(pair[0]),
    "shorter": lambda pair: pair[0].startswith(pair[1]),
    "as long": lambda pair: len(pair[0]) == len(pair[1]) and pair[0].casefold() != pair[1].casefold(),
    "shortest": lambda pair: len(pair[0]) == 1,
    "longest": lambda pair: len(pair[1]) >= 48,
}
WRONG: dict[str, Callable[[tuple[str, str | None]], bool]] = {
    "nothing": lambda pair: pair[1] is None,
    "empty": lambda pair: pair[1] == "",
    "a space more": lambda pair: pair[1] == f"{pair[0]} ",
    "case alone": lambda pair: pair[1] is not None and pair[0].casefold() == pair[1].casefold(),
    "any text": lambda pair: bool(pair[1]) and not str(pair[1]).isascii(),
}


@SAMPLE
@given(pair=two_key_names_that_are_near())
def test_both_are_names_and_differ(pair: Pair) -> None:
    assert pair[0] != pair[1]
    assert all(NAME.fullmatch(name) for name in pair)


@SAMPLE
@given(pair=two_key_names_that_stay_near())
def test_names_that_stay_near_differ_by_more_than_case(pair: Pair) -> None:
    assert pair[0].casefold() != pair[1].casefold()


@SAMPLE
@given(pair=key_names_confirmed_wrongly())
def test_a_wrong_confirmation_is_not_the_name(pair: tuple[str, str | None]) -> None:
    assert NAME.fullmatch(pair[0])
    assert pair[0] != pair[1]


@pytest.mark.parametrize("kind", NEAR)
def test_every_kind_of_nearness_is_drawn(kind: str) -> None:
    assert NEAR[kind](find(two_key_names_that_are_near(), NEAR[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", WRONG)
def test_every_kind_of_wrong_confirmation_is_drawn(kind: str) -> None:
    assert WRONG[kind](find(key_names_confirmed_wrongly(), WRONG[kind], settings=SEARCH))
