"""Judges of when the provider was called: seconds on the journal's own clock, never on that of whoever asks.

``early_s`` and ``late_s`` say how far a moment may lie from the promised one: clocks lose a little, busy machines more.
"""

from collections.abc import Sequence
from itertools import pairwise

from vectorproof.harness.judging import Judge, Mismatch
from vectorproof.harness.provider import Call


def begun_every(seconds: float, *, early_s: float, late_s: float) -> Judge[Sequence[Call]]:
    """Each call but the first began so many seconds after the one before had begun, and there were several."""

    def judge(seen: Sequence[Call]) -> Mismatch | None:
        found = [after.started_s - before.started_s for before, after in pairwise(seen)]
        promise = f"several calls, begun {seconds:g} s after one another"
        return _between(promise, found, seconds - early_s, seconds + late_s)

    return judge


def followed_within(seconds: float) -> Judge[Sequence[Call]]:
    """Each call but the first began before so many seconds had gone since the one before ended: nobody waited."""

    def judge(seen: Sequence[Call]) -> Mismatch | None:
        found = [after.started_s - before.ended_s for before, after in pairwise(seen)]
        return _between("several calls, one soon after the other", found, float("-inf"), seconds)

    return judge


def _between(promise: str, found: Sequence[float], low_s: float, high_s: float) -> Mismatch | None:
    if found and all(low_s <= each <= high_s for each in found):
        return None
    bounds = f"at most {high_s:g} s" if low_s < 0 else f"{low_s:g} to {high_s:g} s"
    return Mismatch(f"{promise}: {bounds}", ", ".join(f"{each:.1f} s" for each in found) or "no two calls")
