"""Bodies that are no command: the broken ones are no JSON, the others are, and every kind is drawn."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find, given
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.harness.strategies.bodies import broken_json, other_json


def names_of(value: Any) -> list[str]:
    """List the members of an object; nothing else has any."""
    return [*value] if isinstance(value, dict) else []


BROKEN: dict[str, Callable[[str], bool]] = {
    "a command that breaks off": lambda body: body.startswith('{"find"'),
    "a word": str.isalpha,
    "other letters": lambda body: not body.isascii(),
}
OTHER: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "text": lambda value: isinstance(value, str),
    "empty array": lambda value: value == [],
    "empty object": lambda value: value == {},
    "two commands": lambda value: names_of(value) == ["find", "findOne"],
    "no such command": lambda value: any(name.startswith("command") for name in names_of(value)),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_kinds_of_broken_json(kind: str) -> None:
    assert BROKEN[kind](find(broken_json(), BROKEN[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", OTHER)
def test_kinds_of_other_json(kind: str) -> None:
    assert find(other_json(), lambda body: OTHER[kind](json.loads(body)), settings=SEARCH)


@SAMPLE
@given(body=broken_json())
def test_broken_json_is_none(body: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|Unterminated|Invalid|Extra"):
        json.loads(body)


@SAMPLE
@given(body=other_json())
def test_other_json_is_no_command(body: str) -> None:
    value = json.loads(body)
    assert not isinstance(value, dict) or value.keys() != {"find"}
