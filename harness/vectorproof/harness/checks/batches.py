"""Judges of how texts were divided into calls of the provider, and that each document got the vector of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorproof.harness.checks.shapes import is_list
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch
from vectorproof.harness.provider import Observed


def in_batches(texts: Sequence[str], size: int) -> Judge[Observed[Any]]:
    """These texts went to the provider in order and ``size`` at a time, the rest in one more call.

    The calls may have come in any order, for they may be made at the same time.
    """
    wanted = [tuple(texts[start : start + size]) for start in range(0, len(texts), size)]

    def judge(seen: Observed[Any]) -> Mismatch | None:
        found = [call.inputs for call in seen.calls]
        if sorted(found) == sorted(wanted):
            return None
        sizes = [len(batch) for batch in wanted]
        return Mismatch(f"calls with {sizes} texts, in order", f"calls with {_sizes(found)} texts, or others")

    return judge


def vectors_are(expected: Mapping[Any, Sequence[float]], *, tolerance: float) -> Judge[Exchange]:
    """A find gave exactly these documents, each with its own vector; ``tolerance`` is a number's largest difference."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = {document.get("_id"): document.get("$vector") for document in seen.documents}
        if found.keys() != expected.keys() or len(seen.documents) != len(expected):
            return Mismatch(f"documents {sorted(expected)}", str(seen))
        wrong = [name for name, vector in expected.items() if not _near(found[name], vector, tolerance)]
        promise = "every document with the vector of its own text"
        return Mismatch(promise, f"another vector in the documents {wrong}") if wrong else None

    return judge


def _near(found: object, wanted: Sequence[float], tolerance: float) -> bool:
    if not is_list(found) or len(found) != len(wanted):
        return False
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in found)
    return numbers and all(abs(one - other) <= tolerance for one, other in zip(found, wanted, strict=True))


def _sizes(batches: Sequence[Sequence[str]]) -> list[int]:
    return sorted((len(batch) for batch in batches), reverse=True)
