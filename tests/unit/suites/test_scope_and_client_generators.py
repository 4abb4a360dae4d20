"""What the suites about scopes and clients draw by themselves: both sides of each boundary are in reach."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import find, given
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.suites.client import page, test_form
from vectorproof.suites.scope import test_choice, test_refused, test_use

Layout = Mapping[str, tuple[int, ...]]

PAIRINGS: dict[str, Callable[[Layout], bool]] = {
    "fewest keys": lambda layout: len(layout) == 2,
    "most keys": lambda layout: len(layout) == 3,
    "scopes of one database each": lambda layout: all(len(scope) == 1 for scope in layout.values()),
    "one key for all": lambda layout: any(len(scope) == 3 for scope in layout.values()),
    "scopes that overlap": lambda layout: sum(1 in scope for scope in layout.values()) == 2,
}
CHOICES: dict[str, Callable[[Layout], bool]] = {
    "none to choose from": lambda layout: not any(0 in scope for scope in layout.values()),
    "one of several": lambda layout: len(layout) > 1 and sum(0 in scope for scope in layout.values()) == 1,
    "all of the most": lambda layout: len(layout) == 4 and all(0 in scope for scope in layout.values()),
    "an empty scope": lambda layout: () in layout.values(),
}
TURNS: dict[str, Callable[[list[int]], bool]] = {
    "each once": lambda order: len(order) == len(set(order)),
    "to and fro": lambda order: len(order) > 3 and order[0] == order[3] != order[1],
    "three keys": lambda order: max(order) == 2,
    "two keys": lambda order: max(order) == 1,
}
KINDS: dict[str, Callable[[list[bool]], bool]] = {
    "all for vectors": all,
    "none for vectors": lambda vector: not any(vector),
    "one among several": lambda vector: len(vector) > 2 and vector.count(False) == 1,
    "most": lambda vector: len(vector) == 4,
}
LINES: dict[str, Callable[[page.Choice], bool]] = {
    "every line": lambda choice: choice.dimension is not None and choice.metric is not None,
    "no dimension": lambda choice: choice.dimension is None and choice.metric is not None,
    "no metric": lambda choice: choice.dimension is not None and choice.metric is None,
    "neither": lambda choice: choice.dimension is None and choice.metric is None,
}
FORMS: dict[str, Callable[[test_form.Filled], bool]] = {
    "longest name": lambda form: len(form.name) == 48,
    "fewest dimensions": lambda form: form.dimension == 1,
    "most dimensions": lambda form: form.dimension == 1024,
    "dimensions left as they are": lambda form: form.dimension is None,
    "the only dimension typed in": lambda form: form.dimension == 768 and form.model != "jina-embeddings-v3",
    "another keyspace": lambda form: form.keyspace != "default_keyspace",
}


@pytest.mark.parametrize("kind", PAIRINGS)
def test_every_kind_of_pairing_is_drawn(kind: str) -> None:
    assert PAIRINGS[kind](find(test_use.layouts(), PAIRINGS[kind], settings=SEARCH))


@SAMPLE
@given(layout=test_use.layouts())
def test_some_pairing_is_refused(layout: Layout) -> None:
    assert any(len(scope) < 3 for scope in layout.values())


@pytest.mark.parametrize("kind", CHOICES)
def test_every_kind_of_choice_is_drawn(kind: str) -> None:
    assert CHOICES[kind](find(test_choice.layouts(), CHOICES[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", TURNS)
def test_every_kind_of_order_is_drawn(kind: str) -> None:
    assert TURNS[kind](find(test_choice.turns(), TURNS[kind], settings=SEARCH))


@SAMPLE
@given(order=test_choice.turns())
def test_every_key_gets_its_turn(order: list[int]) -> None:
    assert set(order) == set(range(max(order) + 1))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_databases_is_drawn(kind: str) -> None:
    assert KINDS[kind](find(test_refused.kinds(), KINDS[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", LINES)
def test_every_way_to_leave_out_lines_is_drawn(kind: str) -> None:
    assert LINES[kind](find(page.choices(), LINES[kind], settings=SEARCH))


@SAMPLE
@given(choice=page.choices())
def test_a_command_has_the_lines_that_were_chosen(choice: page.Choice) -> None:
    command = page.curl_command("c1", "k1", choice)

    assert ('"dimension"' in command) is (choice.dimension is not None)
    assert ('"metric"' in command) is (choice.metric is not None)
    assert all(text in command for text in ('"c1"', '"k1"', f'"{choice.model}"'))
    assert not any(word in command for word in ("COLLECTION_NAME", "MODEL_", "SIMILARITY_", "API_KEY_NAME", " # "))


@pytest.mark.parametrize("kind", FORMS)
def test_every_kind_of_form_is_drawn(kind: str) -> None:
    assert FORMS[kind](find(test_form.forms(), FORMS[kind], settings=SEARCH))
