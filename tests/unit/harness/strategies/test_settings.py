"""Settings name what they should, and every kind of collection and of difference is drawn."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find, given
from hypothesis import settings as quickly
from hypothesis import strategies as st

from vectorproof.harness.strategies.settings import settings, settings_and_others, vectorize_settings

QUICK = quickly(max_examples=3000, database=None, deadline=None)


def _vector(options: Any) -> Any:
    return options.get("vector") or {}


def _model(options: Any) -> Any:
    return _vector(options).get("service", {}).get("modelName")


KINDS: list[tuple[st.SearchStrategy[Any], Callable[[Any], bool]]] = [
    (vectorize_settings(), lambda one: "dimension" not in one["vector"] and "metric" not in one["vector"]),
    (vectorize_settings(), lambda one: "dimension" in one["vector"] and "metric" in one["vector"]),
    (vectorize_settings(), lambda one: one["vector"].get("dimension") == 1),
    (vectorize_settings(), lambda one: one["vector"].get("dimension") == 1024),
    (settings(), lambda one: one == {}),
    (settings(), lambda one: "indexing" in one),
    (settings(), lambda one: bool(_vector(one)) and "service" not in _vector(one)),
    (settings_and_others(), lambda two: two[1] == {}),
    (settings_and_others(), lambda two: _model(two[1]) not in {None, _model(two[0])}),
    (settings_and_others(), lambda two: bool(_vector(two[1])) and _model(two[1]) is None),
    (settings_and_others(), lambda two: _model(two[1]) == _model(two[0])),
]


@QUICK
@given(pair=settings_and_others())
def test_the_others_differ_from_a_collection_that_embeds(pair: tuple[Any, Any]) -> None:
    assert pair[0] != pair[1]
    assert {"dimension", "metric", "service"} <= pair[0]["vector"].keys()


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_every_kind_is_drawn(number: int) -> None:
    strategy, kind = KINDS[number]
    assert kind(find(strategy, kind, settings=QUICK))
