"""Collection names: what the Data API takes, what it refuses, and the zone where the page is wrong (COLL-005/006)."""

import string
from typing import Final

from hypothesis import strategies as st

from vectorproof.harness.strategies.edges import edges

_CHARACTERS: Final = string.ascii_letters + string.digits + "_"
_API_MAX: Final = 48
_PAGE_MAX: Final = 50


def collection_names(min_length: int = 1, max_length: int = _API_MAX) -> st.SearchStrategy[str]:
    """Draw names that page and API take: 1 to 48 letters, digits and underscores."""
    return edges(min_length, max_length).flatmap(_name)


def collection_names_between_the_documents() -> st.SearchStrategy[str]:
    """Draw names of 49 or 50 characters: right by the page, refused by every Data API."""
    return st.integers(_API_MAX + 1, _PAGE_MAX).flatmap(_name)


def collection_names_too_long() -> st.SearchStrategy[str]:
    """Draw names of 51 characters and more: refused everywhere."""
    return edges(_PAGE_MAX + 1, _PAGE_MAX * 4).flatmap(_name)


def collection_names_with_a_foreign_character() -> st.SearchStrategy[str]:
    """Draw names that are right but for one character that is no letter, digit or underscore."""
    foreign = st.one_of(
        st.sampled_from("- .$/:*'\"&+%"), st.characters(exclude_characters=_CHARACTERS, exclude_categories=["Cs"])
    )
    part = collection_names(1, 20)
    return st.tuples(part, foreign, part).map("".join)


def _name(length: int) -> st.SearchStrategy[str]:
    return st.text(_CHARACTERS, min_size=length, max_size=length)
