"""The model of a search by words: what is found, and which text must come before which."""

import pytest

from vectorproof.suites.models.words import has_every, in_order, outranks, shares, words


@pytest.mark.parametrize(
    ("text", "query", "every", "some"),
    [
        ("Red, fox!", "FOX red", True, True),
        ("red hen", "red fox", False, True),
        ("redo", "red", False, False),
        ("red", "", False, False),
        (None, "red", False, False),
    ],
)
def test_a_text_has_words(text: str | None, query: str, every: bool, some: bool) -> None:  # noqa: FBT001  # a row of a table
    assert (has_every(text, query), shares(text, query)) == (every, some)


def test_words_are_parted_at_what_is_no_letter() -> None:
    assert words("Owl-barn; the 7 HENs\n") == ["owl", "barn", "the", "hens"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [("fox hen", "owl hen"), ("fox fox", "fox owl"), ("fox", "fox owl"), ("fox hen", "fox owl hen")],
)
def test_more_of_the_words_or_fewer_others_is_better(better: str, worse: str) -> None:
    assert outranks(better, worse, "hen fox")
    assert not outranks(worse, better, "hen fox")


@pytest.mark.parametrize(
    ("one", "other"),
    [("fox", "hen"), ("fox fox owl", "fox"), ("fox", "Fox!"), ("owl", "owl owl"), ("fox owl red", "hen")],
)
def test_between_others_nothing_is_promised(one: str, other: str) -> None:
    assert not outranks(one, other, "hen fox")
    assert not outranks(other, one, "hen fox")


def test_an_order_is_wrong_when_a_better_text_stands_anywhere_behind() -> None:
    assert in_order(["fox fox", "fox owl", "hen owl"], "fox")
    assert not in_order(["fox owl", "hen hen", "fox fox"], "fox")
