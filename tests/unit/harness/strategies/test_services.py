"""Slips are slips, and come in every kind."""

from collections.abc import Callable

import pytest
from hypothesis import find, given
from hypothesis import strategies as st
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.harness.strategies import FIXED_MODELS, METRICS
from vectorproof.harness.strategies.services import (
    foreign_key_members,
    misprinted_metrics,
    misspelled_providers,
    models_not_offered,
    unknown_metrics,
)

KINDS: list[tuple[st.SearchStrategy[str], Callable[[str], bool]]] = [
    (misspelled_providers(), lambda word: word.casefold() == "jinaai"),
    (misspelled_providers(), lambda word: len(word) < 6),
    (misspelled_providers(), lambda word: len(word) > 6),
    (models_not_offered(), lambda word: word.casefold() in FIXED_MODELS),
    (models_not_offered(), lambda word: any(word in model for model in FIXED_MODELS)),
    (models_not_offered(), lambda word: any(model in word for model in FIXED_MODELS)),
    (models_not_offered(), lambda word: "embeddings" not in word),
    (foreign_key_members(), lambda word: word == "apiKey"),
    (foreign_key_members(), lambda word: word.casefold() == "providerkey"),
    (foreign_key_members(), lambda word: len(word) == 1),
    (misprinted_metrics(), lambda word: word == "EUCLIDIAN"),
    (misprinted_metrics(), lambda word: word == "euclidian"),
    (unknown_metrics(), lambda word: word == "manhattan"),
    (unknown_metrics(), lambda word: len(word) == 1),
]


@SAMPLE
@given(provider=misspelled_providers(), model=models_not_offered(), member=foreign_key_members())
def test_no_slip_is_right(provider: str, model: str, member: str) -> None:
    assert provider != "jinaAI"
    assert model not in {*FIXED_MODELS, "jina-embeddings-v3"}
    assert member != "providerKey"


@SAMPLE
@given(misprint=misprinted_metrics(), unknown=unknown_metrics())
def test_no_wrong_metric_is_a_metric_in_other_capitals(misprint: str, unknown: str) -> None:
    assert misprint.lower() == "euclidian"
    assert unknown.lower() not in METRICS


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_every_kind_of_slip_is_drawn(number: int) -> None:
    strategy, kind = KINDS[number]
    assert kind(find(strategy, kind, settings=SEARCH))
