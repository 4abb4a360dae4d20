"""Judges of plain values, and how judges combine."""

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from vectorproof.harness.exchange import shortened
from vectorproof.harness.judging import Judge, Mismatch

T = TypeVar("T")
_PLAIN: Final = (str, bytes, int, float, list, tuple, dict, set, frozenset)


def equals(expected: T, what: str = "the value") -> Judge[T]:
    """The value is this one."""

    def judge(seen: T) -> Mismatch | None:
        return None if seen == expected else Mismatch(f"{what} {_shown(expected)}", _shown(seen))

    return judge


def same_as(before: Any, what: str = "the answer") -> Judge[Any]:
    """Nothing changed: the value is what it was before."""

    def judge(seen: Any) -> Mismatch | None:
        return None if seen == before else Mismatch(f"{what} as before: {_shown(before)}", _shown(seen))

    return judge


def one_of(expected: Iterable[T], what: str = "the value") -> Judge[T]:
    """The value is one of these: the best answer first, then the other acceptable ones."""
    accepted = list(expected)

    def judge(seen: T) -> Mismatch | None:
        return None if seen in accepted else Mismatch(f"{what} among {_shown(accepted)}", _shown(seen))

    return judge


def holds(promise: str, rule: Callable[[T], bool]) -> Judge[T]:
    """A rule in a line of Python; ``promise`` says it in words, for whoever reads the finding."""

    def judge(seen: T) -> Mismatch | None:
        return None if rule(seen) else Mismatch(promise, _shown(seen))

    return judge


def every(judge: Judge[T], what: str = "entry") -> Judge[Iterable[T]]:
    """Every member of several passes; the finding names the first that does not, counted from 1."""

    def judge_all(seen: Iterable[T]) -> Mismatch | None:
        for number, member in enumerate(seen, start=1):
            mismatch = judge(member)
            if mismatch is not None:
                return Mismatch(f"{what} {number}: {mismatch.expected}", mismatch.found, mismatch.owner)
        return None

    return judge_all


def all_of(*judges: Judge[T]) -> Judge[T]:
    """Every judge is content; the first that is not speaks."""

    def judge(seen: T) -> Mismatch | None:
        return next((mismatch for single in judges if (mismatch := single(seen)) is not None), None)

    return judge


def any_of(*judges: Judge[T]) -> Judge[T]:
    """One judge at least is content; otherwise the finding lists what each would have accepted."""

    def judge(seen: T) -> Mismatch | None:
        mismatches = [single(seen) for single in judges]
        wrong = [mismatch for mismatch in mismatches if mismatch is not None]
        if len(wrong) < len(mismatches) or not wrong:
            return None
        return Mismatch(" or ".join(mismatch.expected for mismatch in wrong), wrong[0].found, wrong[0].owner)

    return judge


def _shown(value: object) -> str:
    """Show a value: an exchange and the like say themselves in ``str``, a plain value is clearest as Python has it."""
    return shortened(repr(value) if _is_plain(value) else str(value))


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, _PLAIN)
