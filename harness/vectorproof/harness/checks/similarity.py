"""Judges of vector search: the order of scores, their range, vectors that are to be the same."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch

# Scores come from 32-bit floats: two that are equal in mathematics may differ in the seventh digit.
_ROUNDING: Final = 1e-6


def in_order_of_similarity() -> Judge[Exchange]:
    """Every document carries ``$similarity``, and the scores never rise from one to the next."""

    def judge(seen: Exchange) -> Mismatch | None:
        scores = _scores(seen)
        if scores is None:
            return Mismatch("documents that each carry $similarity", str(seen))
        falling = all(late <= early + _ROUNDING for early, late in pairwise(scores))
        return None if falling else Mismatch("scores that never rise", f"scores {scores}")

    return judge


def similarity_in_range(low: float = 0.0, high: float = 1.0) -> Judge[Exchange]:
    """Every score lies between these two, rounding allowed for."""

    def judge(seen: Exchange) -> Mismatch | None:
        scores = _scores(seen)
        right = scores is not None and all(low - _ROUNDING <= score <= high + _ROUNDING for score in scores)
        found = str(seen) if scores is None else f"scores {scores}"
        return None if right else Mismatch(f"scores from {low:g} to {high:g}", found)

    return judge


def same_vectors(expected: Sequence[float], tolerance: float = 0.0) -> Judge[Sequence[float] | None]:
    """A vector is this one, number by number; ``tolerance`` is the largest difference of a number."""

    def judge(seen: Sequence[float] | None) -> Mismatch | None:
        if seen is None or len(seen) != len(expected):
            return Mismatch(f"a vector of {len(expected)} numbers", "none" if seen is None else f"{len(seen)} numbers")
        furthest = max((abs(one - other) for one, other in zip(seen, expected, strict=True)), default=0.0)
        right = furthest <= tolerance
        return None if right else Mismatch("the same vector", f"a vector that differs by up to {furthest:g}")

    return judge


def _scores(seen: Exchange) -> list[float] | None:
    scores: list[Any] = [document.get("$similarity") for document in seen.documents]
    numbers = all(isinstance(score, int | float) and not isinstance(score, bool) for score in scores)
    return scores if numbers and "documents" in seen.data else None
