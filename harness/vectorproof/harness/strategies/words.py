"""Texts of few words, so that two of them often share one and often do not: what a search by words is tried with."""

from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st

WORDS: Final = ("red", "fox", "hen", "owl", "barn", "night")
"""All words that are drawn; none of them means nothing to an analyzer, and no two have one stem."""

_BETWEEN: Final[tuple[str, ...]] = (" ", "  ", ", ", "; ", "! ", " - ", "\n")


def phrases(min_words: int = 1, max_words: int = 6) -> st.SearchStrategy[str]:
    """Draw some of the words, in any case, some of them more than once, with blanks and signs between them."""
    cased = st.sampled_from([form for word in WORDS for form in (word, word.title(), word.upper())])
    return st.lists(st.tuples(cased, st.sampled_from(_BETWEEN)), min_size=min_words, max_size=max_words).map(_joined)


def texts_or_none() -> st.SearchStrategy[str | None]:
    """Draw a phrase, or now and then no text at all."""
    return st.one_of(phrases(), phrases(), st.none())


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(word + between for word, between in parts).rstrip(" ,;-\n")
