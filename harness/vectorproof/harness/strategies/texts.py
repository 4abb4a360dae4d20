"""Texts to embed: sentences of several languages, any Unicode, and texts that say nothing."""

from functools import cache
from typing import Final

from faker import Faker
from hypothesis import strategies as st

_SEED: Final = 20260801
_LOCALES: Final = ("en_US", "de_DE", "es_ES", "zh_CN", "fr_FR")
_SENTENCES_PER_LOCALE: Final = 40
_LONGEST: Final = 400

SHORTEST_TEXT: Final = "a"
LONGEST_TEXT: Final = "Drei Boote, 一艘船, 😀 niños." * (_LONGEST // 25)


def texts() -> st.SearchStrategy[str]:
    """Draw texts with something to embed: mostly sentences, sometimes any Unicode; never blank."""
    return st.one_of(st.sampled_from(_sentences()), st.sampled_from(_sentences()), unicode_texts())


def unicode_texts() -> st.SearchStrategy[str]:
    """Draw texts of any characters that JSON can carry, at least one of them visible."""
    characters = st.characters(exclude_categories=["Cs"])
    return st.text(characters, min_size=1, max_size=_LONGEST).filter(lambda text: bool(text.strip()))


def blank_texts() -> st.SearchStrategy[str]:
    """Draw texts with nothing to embed: empty, or white space only."""
    return st.text(" \t\n\r", max_size=8)


@cache
def _sentences() -> tuple[str, ...]:
    """Make the sentences, the same in every process: distinct, in a fixed order."""
    drawn: dict[str, None] = {}
    for locale in _LOCALES:
        faker = Faker(locale)
        faker.seed_instance(_SEED)
        drawn |= dict.fromkeys(faker.sentence(nb_words=9) for _ in range(_SENTENCES_PER_LOCALE))
    return tuple(drawn)
