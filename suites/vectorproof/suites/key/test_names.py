"""Names of stored keys: which characters, where, and how many."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import refused_with, succeeded
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import (
    key_names,
    key_names_ending_badly,
    key_names_starting_badly,
    key_names_too_long,
    key_names_with_a_foreign_character,
    secrets,
)
from vectorproof.harness.target import Target

_SECRET = "jina_" + "a" * 60


@requirement("KEY-005")
@boundaries({"digit first": {"right": "1k", "wrong": "-k"}, "letter first": {"right": "k1", "wrong": "_k"}})
@given(right=key_names(), wrong=key_names_starting_badly())
def test_first_character(target: Target, right: str, wrong: str) -> None:
    """A name starts with a letter or a digit."""
    with target.space(Needs(key_control=True)) as space:
        refusal = space.organization.add_key(wrong, _SECRET, space.databases)
        space.check("KEY-005", refusal, refused_with("KEY_NAME_INVALID", status=422))
        space.check("KEY-005", space.organization.add_key(right, _SECRET, space.databases), succeeded(201))


@requirement("KEY-006")
@boundaries({"dash last": {"right": "a--b", "wrong": "k-"}, "underscore last": {"right": "a_b", "wrong": "k_"}})
@given(right=key_names(), wrong=key_names_ending_badly())
def test_last_character(target: Target, right: str, wrong: str) -> None:
    """A name ends with a letter or a digit."""
    with target.space(Needs(key_control=True)) as space:
        refusal = space.organization.add_key(wrong, _SECRET, space.databases)
        space.check("KEY-006", refusal, refused_with("KEY_NAME_INVALID", status=422))
        space.check("KEY-006", space.organization.add_key(right, _SECRET, space.databases), succeeded(201))


@requirement("KEY-007")
@boundaries(
    {
        "50 and 51 characters": {"right": "a" * 50, "wrong": "a" * 51},
        "1 and 200 characters": {"right": "a", "wrong": "a" * 200},
    }
)
@given(right=key_names(min_length=40), wrong=key_names_too_long())
def test_length(target: Target, right: str, wrong: str) -> None:
    """A name has at most 50 characters."""
    with target.space(Needs(key_control=True)) as space:
        refusal = space.organization.add_key(wrong, _SECRET, space.databases)
        space.check("KEY-007", refusal, refused_with("KEY_NAME_INVALID", status=422))
        space.check("KEY-007", space.organization.add_key(right, _SECRET, space.databases), succeeded(201))


@requirement("KEY-008")
@boundaries(
    {
        "space": {"right": "a-b", "wrong": "a b"},
        "dot": {"right": "a_b", "wrong": "a.b"},
        "line end": {"right": "a1b", "wrong": "a\nb"},
        "letter beyond ASCII": {"right": "aeb", "wrong": "aéb"},
    }
)
@given(right=key_names(min_length=3), wrong=key_names_with_a_foreign_character())
def test_characters(target: Target, right: str, wrong: str) -> None:
    """A name consists of letters, digits, underscores and dashes."""
    with target.space(Needs(key_control=True)) as space:
        refusal = space.organization.add_key(wrong, _SECRET, space.databases)
        space.check("KEY-008", refusal, refused_with("KEY_NAME_INVALID", status=422))
        space.check("KEY-008", space.organization.add_key(right, _SECRET, space.databases), succeeded(201))


@requirement("KEY-009")
@boundaries({"shortest": {"name": "a", "secret": _SECRET}, "shortest, a digit": {"name": "0", "secret": _SECRET}})
@given(name=key_names(max_length=1), secret=secrets())
def test_shortest(target: Target, name: str, secret: str) -> None:
    """One character is enough for a name, and none is too few."""
    with target.space(Needs(key_control=True)) as space:
        refusal = space.organization.add_key("", secret, space.databases)
        space.check("KEY-009", refusal, refused_with("KEY_NAME_INVALID", status=422))
        space.check("KEY-009", space.organization.add_key(name, secret, space.databases), succeeded(201))
