"""When calls came, on the journal's clock: what is in time, too early, too late, and not to be told."""

from collections.abc import Sequence

import pytest

from vectorproof.harness.checks.attempts import begun_every, followed_within
from vectorproof.harness.judging import Judge
from vectorproof.harness.provider import Call

EVERY_SECOND: Judge[Sequence[Call]] = begun_every(1, early_s=0.25, late_s=0.5)
SOON: Judge[Sequence[Call]] = followed_within(0.5)


def calls(*times: tuple[float, float]) -> list[Call]:
    return [Call.of({"n": number, "started_s": began, "ended_s": ended}) for number, (began, ended) in enumerate(times)]


RIGHT = [
    (EVERY_SECOND, calls((7, 7.1), (8, 8.1), (9, 9.1))),
    (EVERY_SECOND, calls((7, 7), (7.75, 7.75))),
    (EVERY_SECOND, calls((7, 8.4), (8.5, 8.5))),
    (SOON, calls((7, 8), (8.25, 9), (9, 10))),
]
WRONG = [
    (EVERY_SECOND, calls((7, 7), (7.5, 7.5)), "0.5 s"),
    (EVERY_SECOND, calls((7, 7), (8, 8), (9.75, 9.75)), "1.0 s, 1.8 s"),
    (EVERY_SECOND, calls((7, 8)), "no two calls"),
    (EVERY_SECOND, calls(), "no two calls"),
    (SOON, calls((7, 7.25), (8, 8)), "0.8 s"),
    (SOON, calls((7, 8)), "no two calls"),
]


@pytest.mark.parametrize(("judge", "seen"), RIGHT)
def test_calls_in_time(judge: Judge[Sequence[Call]], seen: Sequence[Call]) -> None:
    assert judge(seen) is None


@pytest.mark.parametrize(("judge", "seen", "found"), WRONG)
def test_calls_at_another_time(judge: Judge[Sequence[Call]], seen: Sequence[Call], found: str) -> None:
    mismatch = judge(seen)

    assert mismatch is not None
    assert mismatch.found == found
    assert mismatch.expected.endswith(("0.75 to 1.5 s", "at most 0.5 s"))
