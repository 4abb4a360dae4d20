"""Every strategy draws both sides of its boundary, and nothing beyond it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, seed, settings
from hypothesis import strategies as st

from vectorproof.harness import strategies as ours

KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?", re.ASCII)
COLLECTION = re.compile(r"[A-Za-z0-9_]+", re.ASCII)
JINA = re.compile(r"jina_[A-Za-z0-9]{60}", re.ASCII)

Rule = Callable[[Any], bool]

# Strategy, what every value keeps, and what must be drawn within a quick profile's examples.
BOUNDARIES: dict[str, tuple[st.SearchStrategy[Any], Rule, list[Rule]]] = {
    "key_names": (
        ours.key_names(),
        lambda name: bool(KEY.fullmatch(name)) and len(name) <= 50,
        [lambda name: len(name) == 1, lambda name: len(name) == 50],
    ),
    "key_names_starting_badly": (
        ours.key_names_starting_badly(),
        lambda name: bool(KEY.fullmatch(name[1:])) and len(name) <= 50,
        [lambda name: name[0] == "_", lambda name: name[0] == "-"],
    ),
    "key_names_ending_badly": (
        ours.key_names_ending_badly(),
        lambda name: bool(KEY.fullmatch(name[:-1])) and len(name) <= 50,
        [lambda name: name[-1] == "_", lambda name: name[-1] == "-"],
    ),
    "key_names_too_long": (
        ours.key_names_too_long(),
        lambda name: bool(KEY.fullmatch(name)) and len(name) > 50,
        [lambda name: len(name) == 51, lambda name: len(name) > 60],
    ),
    "key_names_with_a_foreign_character": (
        ours.key_names_with_a_foreign_character(),
        lambda name: not KEY.fullmatch(name) and bool(KEY.fullmatch(name[0] + name[-1])) and len(name) <= 50,
        [lambda name: name.isascii(), lambda name: not name.isascii()],
    ),
    "secrets": (ours.secrets(), lambda secret: bool(JINA.fullmatch(secret)), []),
    "two_secrets": (ours.two_secrets(), lambda pair: pair[0] != pair[1], []),
    "collection_names": (
        ours.collection_names(),
        lambda name: bool(COLLECTION.fullmatch(name)) and len(name) <= 48,
        [lambda name: len(name) == 1, lambda name: len(name) == 48],
    ),
    "collection_names_between_the_documents": (
        ours.collection_names_between_the_documents(),
        lambda name: bool(COLLECTION.fullmatch(name)) and 49 <= len(name) <= 50,
        [lambda name: len(name) == 49, lambda name: len(name) == 50],
    ),
    "collection_names_too_long": (
        ours.collection_names_too_long(),
        lambda name: bool(COLLECTION.fullmatch(name)) and len(name) > 50,
        [lambda name: len(name) == 51, lambda name: len(name) > 60],
    ),
    "collection_names_with_a_foreign_character": (
        ours.collection_names_with_a_foreign_character(),
        lambda name: not COLLECTION.fullmatch(name) and len(name) <= 48,
        [lambda name: name.isascii(), lambda name: not name.isascii()],
    ),
    "texts": (
        ours.texts(),
        lambda text: bool(text.strip()),
        [lambda text: " " in text, lambda text: not text.isascii()],
    ),
    "unicode_texts": (ours.unicode_texts(), lambda text: bool(text.strip()), [lambda text: not text.isascii()]),
    "blank_texts": (
        ours.blank_texts(),
        lambda text: not text.strip(),
        [lambda text: text == "", lambda text: text != ""],
    ),
    "models": (ours.models(), lambda model: model in ours.FIXED_MODELS, []),
    "metrics": (
        ours.metrics(),
        lambda metric: metric in ours.METRICS,
        [each.__eq__ for each in ours.METRICS],
    ),
    "dimensions": (
        ours.dimensions(),
        lambda number: 1 <= number <= 1024,
        [lambda number: number == 1, lambda number: number == 1024],
    ),
    "dimensions_out_of_range": (
        ours.dimensions_out_of_range(),
        lambda number: number > 1024,
        [lambda number: number == 1025, lambda number: number > 2000],
    ),
    "other_dimensions": (
        ours.other_dimensions(),
        lambda number: number > 0 and number != 768,
        [lambda number: number == 767, lambda number: number == 769],
    ),
    "vectors": (ours.vectors(3), lambda vector: len(vector) == 3 and any(vector), []),
    "document_ids": (
        ours.document_ids(),
        lambda found: found != "",
        [lambda found: isinstance(found, str), lambda found: isinstance(found, int)],
    ),
    "documents": (ours.documents(), lambda document: "_id" not in document, [lambda document: document == {}, bool]),
    "documents_with_text": (ours.documents_with_text(), lambda document: bool(document["$vectorize"].strip()), []),
    "edges": (ours.edges(3, 90), lambda n: 3 <= n <= 90, [lambda n: n == 3, lambda n: n == 90]),
}


def drawn(strategy: st.SearchStrategy[Any], examples: int) -> list[Any]:
    values: list[Any] = []

    @seed(1)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=(HealthCheck.filter_too_much, HealthCheck.too_slow),
        print_blob=False,
    )
    @given(value=strategy)
    def collect(value: Any) -> None:
        values.append(value)

    collect()
    return values


@pytest.mark.parametrize("name", BOUNDARIES)
def test_nothing_beyond_the_boundary_is_drawn(name: str) -> None:
    strategy, rule, _ = BOUNDARIES[name]
    assert all(rule(value) for value in drawn(strategy, 200))


@pytest.mark.parametrize("name", BOUNDARIES)
def test_both_sides_of_the_boundary_are_drawn(name: str) -> None:
    strategy, _, sides = BOUNDARIES[name]
    values = drawn(strategy, 100)
    for side in sides:
        assert any(side(value) for value in values), f"{name} never drew a side"


def test_every_strategy_is_in_the_table() -> None:
    constants = {name for name in ours.__all__ if name.isupper()}
    assert set(BOUNDARIES) == set(ours.__all__) - constants


def test_the_shortest_text_is_found_by_shrinking() -> None:
    assert len(find(ours.unicode_texts(), lambda text: not text.isascii())) == 1


def test_the_two_texts_at_the_edges_are_as_short_and_as_long_as_can_be_drawn() -> None:
    assert len(ours.SHORTEST_TEXT) == 1
    assert len(ours.LONGEST_TEXT) == 400
    assert not ours.LONGEST_TEXT.isascii()
    assert ours.LONGEST_TEXT.strip() == ours.LONGEST_TEXT
