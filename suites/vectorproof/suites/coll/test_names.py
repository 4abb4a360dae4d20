"""Names of collections: how long, and of which characters."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import any_of
from vectorproof.harness.checks.creation import created, name_refused
from vectorproof.harness.checks.listings import lists_collection, lists_no_collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import (
    collection_names,
    collection_names_between_the_documents,
    collection_names_too_long,
    collection_names_with_a_foreign_character,
)
from vectorproof.harness.target import Target


@requirement("COLL-005")
@boundaries(
    {
        "1 and 51 characters": {"right": "q", "wrong": "q" * 51},
        "48 and 51 characters": {"right": "q" * 48, "wrong": "w" * 51},
    }
)
@given(right=collection_names(), wrong=collection_names_too_long())
def test_length(target: Target, right: str, wrong: str) -> None:
    """Names of 1 to 48 characters are taken, names of more than 50 are not."""
    with target.space(Needs()) as space:
        space.check("COLL-005", space.database.create_collection(wrong), name_refused())
        space.check("COLL-005", space.database.create_collection(right), created())
        listing = space.database.find_collections()
        space.check("COLL-005", listing, lists_collection(right))
        space.check("COLL-005", listing, lists_no_collection(wrong))


@requirement("COLL-005")
@boundaries({"49 characters": {"name": "z" * 49}, "50 characters": {"name": "z" * 50}})
@given(name=collection_names_between_the_documents())
def test_length_between_the_documents(target: Target, name: str) -> None:
    """A name of 49 or 50 characters is either taken or refused, and the listing agrees with the answer."""
    with target.space(Needs()) as space:
        answer = space.database.create_collection(name)
        space.check("COLL-005", answer, any_of(created(), name_refused()))
        listing = space.database.find_collections()
        space.check("COLL-005", listing, lists_collection(name) if answer.ok else lists_no_collection(name))


@requirement("COLL-006")
@boundaries(
    {
        "empty": {"right": "a_1", "wrong": ""},
        "dash": {"right": "a_b", "wrong": "a-b"},
        "space": {"right": "_ab", "wrong": "a b"},
        "dot": {"right": "1ab", "wrong": "a.b"},
        "line end": {"right": "ab1", "wrong": "ab\n"},
        "letter beyond ASCII": {"right": "aeb", "wrong": "aéb"},
    }
)
@given(right=collection_names(max_length=20), wrong=collection_names_with_a_foreign_character())
def test_characters(target: Target, right: str, wrong: str) -> None:
    """A name is made of letters, digits and underscores, at least one of them."""
    with target.space(Needs()) as space:
        space.check("COLL-006", space.database.create_collection(wrong), name_refused())
        space.check("COLL-006", space.database.create_collection(right), created())
        listing = space.database.find_collections()
        space.check("COLL-006", listing, lists_collection(right))
        space.check("COLL-006", listing, lists_no_collection(wrong))
