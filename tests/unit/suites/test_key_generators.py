"""What the suites about keys draw by themselves: both sides of each boundary are in reach."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find, given
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.suites.key.test_many_keys import layouts, names
from vectorproof.suites.key.test_secrets import secretless

SECRETLESS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "left out": lambda body: "secret" not in body,
    "null": lambda body: "secret" in body and body["secret"] is None,
    "empty": lambda body: body.get("secret") == "",
    "blank": lambda body: str(body.get("secret", "")).isspace(),
}
LAYOUTS: dict[str, Callable[[dict[str, tuple[int, ...]]], bool]] = {
    "fewest keys": lambda layout: len(layout) == 2,
    "most keys": lambda layout: len(layout) == 6,
    "one database in two scopes": lambda layout: sum(0 in scope for scope in layout.values()) == 2,
    "different scopes": lambda layout: len(set(layout.values())) > 1,
}


@pytest.mark.parametrize("kind", SECRETLESS)
def test_every_way_to_have_no_secret_is_drawn(kind: str) -> None:
    assert SECRETLESS[kind](find(secretless(), SECRETLESS[kind], settings=SEARCH))


@SAMPLE
@given(body=secretless())
def test_no_secret_is_drawn(body: dict[str, Any]) -> None:
    assert not str(body.get("secret") or "").strip()


@pytest.mark.parametrize("kind", LAYOUTS)
def test_every_kind_of_layout_is_drawn(kind: str) -> None:
    assert LAYOUTS[kind](find(layouts(2, 6), LAYOUTS[kind], settings=SEARCH))


@pytest.mark.parametrize("count", [1, 14])
def test_fewest_and_most_names_are_drawn(count: int) -> None:
    drawn = find(names(1, 14), lambda found: len(found) == count, settings=SEARCH)
    assert len({name.casefold() for name in drawn}) == count
