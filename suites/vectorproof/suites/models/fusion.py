"""Two searches made into one (13): which documents are candidates, and what their ranks come to together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from vectorproof.suites.models.words import has_every, in_order, shares

_DAMPING: Final = 60
TOLERANCE: Final = 1e-5
"""How far a score that is told may be from the one worked out here."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document as the two searches see it: how far its vector is from the query's, and its text.

    No two of a collection are equally far; one without a distance has no vector.
    """

    number: int
    distance: int | None
    text: str | None


def near(candidates: Sequence[Candidate]) -> list[int]:
    """Give the numbers of those with a vector, the nearest first."""
    with_vector = [(one.distance, one.number) for one in candidates if one.distance is not None]
    return [number for _, number in sorted(with_vector)]


def sharing(candidates: Sequence[Candidate], query: str | None) -> set[int]:
    """Give the numbers of those that share a word with a query."""
    return {one.number for one in candidates if query is not None and shares(one.text, query)}


def having(candidates: Sequence[Candidate], query: str | None) -> set[int]:
    """Give the numbers of those that have every word of a query."""
    return {one.number for one in candidates if query is not None and has_every(one.text, query)}


def score_of_ranks(*ranks: int | None) -> float:
    """Add the reciprocals of ranks, each of them damped; a search that did not find the document adds nothing."""
    return sum((_DAMPING + rank) ** -1 for rank in ranks if rank is not None)


def nearness(distance: int) -> float:
    """Work out the similarity of euclidean vectors."""
    return 1 / (1 + distance**2)


def ranked_by_words(candidates: Sequence[Candidate], ranks: dict[int, Any], query: str) -> bool:
    """Tell whether ranks of the search by words count from 1 without a gap, the better before the worse."""
    texts = {one.number: one.text or "" for one in candidates}
    found = sorted((rank, number) for number, rank in ranks.items())
    return [rank for rank, _ in found] == [*range(1, len(found) + 1)] and in_order(
        [texts[number] for _, number in found], query
    )
