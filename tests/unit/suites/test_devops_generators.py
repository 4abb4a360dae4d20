"""What the suite of the DevOps API draws by itself: right names by the rules, and every way to break them."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from hypothesis import find, given
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.suites.devops.names import (
    database_names,
    devops_keyspace_names,
    other_database_names,
    other_devops_keyspace_names,
)

DATABASE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9&+\-_()<>.,@]{0,48}[A-Za-z0-9])?")
KEYSPACE = re.compile(r"(?!(dse|system)$)[A-Za-z0-9][A-Za-z0-9_]{0,47}")

RIGHT: dict[str, Callable[[str], bool]] = {
    "one character": lambda name: len(name) == 1,
    "a sign inside": lambda name: "@" in name,
    "long": lambda name: len(name) > 40,
}
WRONG: dict[str, Callable[[str], bool]] = {
    "too long": lambda name: len(name) > 50,
    "a sign before": lambda name: name.startswith("&"),
    "a sign behind": lambda name: name.endswith("."),
    "a foreign character": lambda name: " " in name,
}
WRONG_KEYSPACES: dict[str, Callable[[str], bool]] = {
    "one too many": lambda name: len(name) == 49,
    "an underscore before": lambda name: name.startswith("_"),
    "a foreign character": lambda name: "%" in name,
    "reserved": lambda name: name in ("dse", "system"),
}


@pytest.mark.parametrize("kind", RIGHT)
def test_every_kind_of_right_name_is_drawn(kind: str) -> None:
    assert RIGHT[kind](find(database_names(), RIGHT[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", WRONG)
def test_every_kind_of_wrong_name_is_drawn(kind: str) -> None:
    assert WRONG[kind](find(other_database_names(), WRONG[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", WRONG_KEYSPACES)
def test_every_kind_of_wrong_keyspace_is_drawn(kind: str) -> None:
    assert WRONG_KEYSPACES[kind](find(other_devops_keyspace_names(), WRONG_KEYSPACES[kind], settings=SEARCH))


@SAMPLE
@given(right=database_names(), wrong=other_database_names())
def test_names_of_databases_are_on_their_side_of_the_rule(right: str, wrong: str) -> None:
    assert DATABASE.fullmatch(right)
    assert not DATABASE.fullmatch(wrong)


@SAMPLE
@given(right=devops_keyspace_names(), wrong=other_devops_keyspace_names())
def test_names_of_keyspaces_are_on_their_side_of_the_rule(right: str, wrong: str) -> None:
    assert KEYSPACE.fullmatch(right)
    assert not KEYSPACE.fullmatch(unquote(wrong))
