"""The model of two searches made into one: who is a candidate, and what ranks come to."""

import pytest
from hypothesis import find, given
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.suites.models.fusion import (
    Candidate,
    having,
    near,
    nearness,
    ranked_by_words,
    score_of_ranks,
    sharing,
)
from vectorproof.suites.rerank.ground import candidates, listed

SEVERAL = listed((2, "fox"), (None, "red fox"), (0, None), (1, "red fox owl"))


def test_the_nearest_come_first_and_those_without_a_vector_never() -> None:
    assert near(SEVERAL) == [2, 3, 0]


def test_some_share_a_word_and_some_have_them_all() -> None:
    assert sharing(SEVERAL, "Red fox") == {0, 1, 3}
    assert having(SEVERAL, "Red fox") == {1, 3}
    assert sharing(SEVERAL, None) == having(SEVERAL, None) == set()


@pytest.mark.parametrize(("ranks", "score"), [((1, 1), 2 / 61), ((3, None), 1 / 63), ((None, None), 0)])
def test_each_rank_adds_the_less_the_farther_back_it_is(ranks: tuple[int | None, ...], score: float) -> None:
    assert score_of_ranks(*ranks) == pytest.approx(score)


def test_nearness_is_one_without_a_distance_and_falls() -> None:
    assert (nearness(0), nearness(3)) == (1, 0.1)


@pytest.mark.parametrize(
    ("ranks", "right"),
    [({1: 1, 3: 2, 0: 3}, True), ({3: 1, 1: 2}, False), ({1: 2}, False), ({1: 1, 3: 1}, False), ({}, True)],
)
def test_ranks_count_from_one_the_better_before_the_worse(ranks: dict[int, int], right: bool) -> None:  # noqa: FBT001  # a row of a table
    assert ranked_by_words(SEVERAL, ranks, "red fox") is right


def test_documents_are_drawn_with_and_without_vector_and_text() -> None:
    for vector in (True, False):
        for text in (True, False):
            find(
                candidates(),
                lambda several, vector=vector, text=text: any(  # type: ignore[misc]  # pyright: ignore[reportUnknownLambdaType]  # bound at once
                    (one.distance is not None) == vector and (one.text is not None) == text for one in several
                ),
                settings=SEARCH,
            )


@SAMPLE
@given(several=candidates(2))
def test_no_two_documents_are_equally_far(several: list[Candidate]) -> None:
    distances = [one.distance for one in several if one.distance is not None]

    assert len({*distances}) == len(distances)
    assert [one.number for one in several] == [*range(len(several))]
