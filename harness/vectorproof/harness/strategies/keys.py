"""Names of stored provider keys, right and wrong in each documented way, and provider secrets (KEY-005 to KEY-009)."""

import string
from functools import cache
from typing import Final

from hypothesis import strategies as st

from vectorproof.harness.strategies.edges import edges

_ENDS: Final = string.ascii_letters + string.digits
_MIDDLE: Final = _ENDS + "_-"
_MARKS: Final = "_-"
_MAX: Final = 50
_SECRET_LENGTH: Final = 60


def key_names(min_length: int = 1, max_length: int = _MAX) -> st.SearchStrategy[str]:
    """Draw valid names: 1 to 50 letters, digits, ``_`` and ``-``, the first and the last a letter or digit."""
    return edges(min_length, max_length).flatmap(_name)


def key_names_starting_badly() -> st.SearchStrategy[str]:
    """Draw names that are right but for a first character that is ``_`` or ``-``."""
    return st.tuples(st.sampled_from(_MARKS), key_names(1, _MAX - 1)).map("".join)


def key_names_ending_badly() -> st.SearchStrategy[str]:
    """Draw names that are right but for a last character that is ``_`` or ``-``."""
    return st.tuples(key_names(1, _MAX - 1), st.sampled_from(_MARKS)).map("".join)


def key_names_too_long() -> st.SearchStrategy[str]:
    """Draw names that are right but for their length: 51 characters and more."""
    return edges(_MAX + 1, _MAX * 4).flatmap(_name)


def key_names_with_a_foreign_character() -> st.SearchStrategy[str]:
    """Draw names that are right but for one character in the middle that is no letter, digit, ``_`` or ``-``."""
    foreign = st.one_of(
        st.sampled_from(" ./$\n\t:,;@#%&+=~*?!'\"\\()[]{}<>|^`"),
        st.sampled_from("é😀ßЖ名\u00a0\u200b\uff10"),
        st.characters(exclude_characters=_MIDDLE, exclude_categories=["Cs"]),
    )
    return st.tuples(key_names(1, 24), foreign, key_names(1, 24)).map("".join)


def secrets() -> st.SearchStrategy[str]:
    """Draw secrets of Jina's form: ``jina_`` and 60 letters or digits."""
    return st.text(_ENDS, min_size=_SECRET_LENGTH, max_size=_SECRET_LENGTH).map("jina_".__add__)


def two_secrets() -> st.SearchStrategy[tuple[str, str]]:
    """Draw two secrets that differ."""
    return st.tuples(secrets(), secrets()).filter(lambda pair: pair[0] != pair[1])


@cache
def _name(length: int) -> st.SearchStrategy[str]:
    if length == 1:
        return st.sampled_from(_ENDS)
    middle = st.text(_MIDDLE, min_size=length - 2, max_size=length - 2)
    return st.tuples(st.sampled_from(_ENDS), middle, st.sampled_from(_ENDS)).map("".join)
