"""What a refusal tells of the thing that it refuses."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import document_is, refused_telling
from vectorproof.harness.target import Target
from vectorproof.suites.envelope.facts import HELD, ID, REFUSALS

# A first letter that no name of the API begins with, so that nothing drawn is right by chance.
_WORDS: Final = st.text("abcdefgh", min_size=2, max_size=8).map(lambda rest: f"z{rest}")


@requirement("ENVELOPE-017")
@boundaries({kind: {"kind": kind, "word": "zebra", "number": 2} for kind in REFUSALS})
@given(kind=st.sampled_from(list(REFUSALS)), word=_WORDS, number=st.integers(2, 5000))
def test_named(target: Target, kind: str, word: str, number: int) -> None:
    """A refusal names what it refuses, where that stands, and what would have been right; nothing is changed."""
    told = REFUSALS[kind](word, number)
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one(HELD)
        space.check("ENVELOPE-017", told.send(collection), refused_telling(told.code, *told.facts))
        space.check("ENVELOPE-017", collection.find_one({"_id": ID}), document_is(HELD))
