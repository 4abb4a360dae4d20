"""Texts of few words: they meet and they miss each other, and all of their words are known."""

from hypothesis import find, given
from hypothesis import strategies as st
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.harness.strategies.words import WORDS, phrases, texts_or_none
from vectorproof.suites.models.words import has_every, shares, words

PAIRS = st.tuples(texts_or_none(), phrases(1, 3))


def test_a_text_has_all_some_or_none_of_the_words_of_another() -> None:
    find(PAIRS, lambda two: has_every(*two), settings=SEARCH)
    find(PAIRS, lambda two: shares(*two) and not has_every(*two), settings=SEARCH)
    find(PAIRS, lambda two: two[0] is not None and not shares(*two), settings=SEARCH)
    find(PAIRS, lambda two: two[0] is None, settings=SEARCH)


def test_a_text_may_have_a_word_twice_and_in_capitals() -> None:
    find(phrases(), lambda text: len({*words(text)}) < len(words(text)), settings=SEARCH)
    find(phrases(), lambda text: not text.islower(), settings=SEARCH)


@SAMPLE
@given(text=phrases(2, 5))
def test_a_text_has_as_many_words_as_asked_for_and_no_others(text: str) -> None:
    assert 2 <= len(words(text)) <= 5
    assert {*words(text)} <= {*WORDS}
