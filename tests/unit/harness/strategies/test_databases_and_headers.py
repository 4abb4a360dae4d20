"""Names of databases and what is typed for them; headers that must not pass: every kind is drawn."""

import re
from collections.abc import Callable

import pytest
from hypothesis import find, given
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.harness.strategies.databases import database_names, database_names_confirmed_wrongly
from vectorproof.harness.strategies.headers import content_types_that_are_not_json, made_up_tokens

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9&+\-_()<>.,@ ]{0,48}[A-Za-z0-9])?")
Typed = tuple[str, str | None]

NAMES: dict[str, Callable[[str], bool]] = {
    "shortest": lambda name: len(name) == 1,
    "longest": lambda name: len(name) == 50,
    "with a sign": lambda name: not name.isalnum(),
}
WRONG: dict[str, Callable[[Typed], bool]] = {
    "nothing": lambda pair: pair[1] is None,
    "empty": lambda pair: pair[1] == "",
    "a space more": lambda pair: pair[1] == f"{pair[0]} ",
    "case alone": lambda pair: pair[1] is not None and pair[0].casefold() == pair[1].casefold(),
    "another name": lambda pair: pair[1] is not None and bool(NAME.fullmatch(pair[1])),
    "any text": lambda pair: bool(pair[1]) and not str(pair[1]).isascii(),
}
TOKENS: dict[str, Callable[[str | None], bool]] = {
    "none": lambda token: token is None,
    "right form": lambda token: bool(token and re.fullmatch(r"AstraCS:\w{24}:[0-9a-f]{64}", token)),
    "a word": lambda token: bool(token and not token.startswith("AstraCS:")),
}
TYPES: dict[str, Callable[[str], bool]] = {
    "known": lambda content_type: content_type == "text/plain",
    "almost JSON": lambda content_type: content_type.endswith("+json"),
    "made up": lambda content_type: content_type.startswith("audio/"),
}


@SAMPLE
@given(name=database_names())
def test_names_are_names(name: str) -> None:
    assert NAME.fullmatch(name)


@SAMPLE
@given(pair=database_names_confirmed_wrongly())
def test_what_is_typed_is_not_the_name(pair: Typed) -> None:
    assert pair[0] != pair[1]


@SAMPLE
@given(content_type=content_types_that_are_not_json())
def test_no_content_type_is_json(content_type: str) -> None:
    assert content_type.partition(";")[0] not in {"", "*/*", "application/*", "application/json"}


@SAMPLE
@given(token=made_up_tokens())
def test_a_token_can_stand_in_a_header(token: str | None) -> None:
    assert token is None or (token.isascii() and token.isprintable() and token == token.strip())


@pytest.mark.parametrize("kind", NAMES)
def test_every_kind_of_name_is_drawn(kind: str) -> None:
    assert NAMES[kind](find(database_names(), NAMES[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", WRONG)
def test_every_kind_of_wrong_confirmation_is_drawn(kind: str) -> None:
    assert WRONG[kind](find(database_names_confirmed_wrongly(), WRONG[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", TOKENS)
def test_every_kind_of_token_is_drawn(kind: str) -> None:
    assert TOKENS[kind](find(made_up_tokens(), TOKENS[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", TYPES)
def test_every_kind_of_content_type_is_drawn(kind: str) -> None:
    assert TYPES[kind](find(content_types_that_are_not_json(), TYPES[kind], settings=SEARCH))
