"""Servers measured in turn, A B A B …, so that a machine that slows down slows all of them alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from measuring.figures import Figure, Goal
from measuring.load import Load
from measuring.processes import Server

_WARM_CALLS = 400
_MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Contestant:
    """A server under a load: the requests that it gets, and over which connections."""

    server: Server
    load: Load
    requests: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one contestant: calls a second, and the processor time of the server for each, in microseconds."""

    per_second: float
    cpu_us: float


def measured(contestants: Sequence[Contestant], repetitions: int, seconds: float) -> list[list[Turn]]:
    """Give each contestant its turn, again and again; one list of turns for each, in their order."""
    for one in contestants:
        one.load.run(one.requests, calls=_WARM_CALLS, seconds=seconds)
    turns: list[list[Turn]] = [[] for _ in contestants]
    for _ in range(repetitions):
        for mine, one in zip(turns, contestants, strict=True):
            mine.append(_turn(one, seconds))
    return turns


def _turn(one: Contestant, seconds: float) -> Turn:
    before = one.server.cpu_s()
    seen = one.load.run(one.requests, seconds=seconds)
    return Turn(seen.per_second, (one.server.cpu_s() - before) / seen.calls * _MICRO)


def ratios(ours: Sequence[Turn], bare: Sequence[Turn]) -> list[float]:
    """Compare calls a second, turn by turn."""
    return [mine.per_second / theirs.per_second for mine, theirs in zip(ours, bare, strict=True)]


def work_ratios(ours: Sequence[Turn], bare: Sequence[Turn]) -> list[float]:
    """Compare the server's processor time for one call, turn by turn: what others do on the machine matters less."""
    pairs = zip(ours, bare, strict=True)
    return [theirs.cpu_us / mine.cpu_us for mine, theirs in pairs if mine.cpu_us and theirs.cpu_us]


@dataclass(frozen=True, slots=True)
class Rounds:
    """What is compared under which name and goal, how often and how long a time, on which core."""

    name: str
    goal: Goal
    repetitions: int
    seconds: float
    core: int | None


def beside(who: str, ours: Contestant, bare: Contestant, rounds: Rounds) -> Iterator[Figure]:
    """Compare a contestant with the bare handler."""
    mine, theirs = measured([ours, bare], rounds.repetitions, rounds.seconds)
    name = rounds.name
    yield Figure(f"{name}: rate, against the bare handler's", "times", tuple(ratios(mine, theirs)), rounds.goal)
    yield Figure(f"{name}: calls per processor time, likewise", "times", tuple(work_ratios(mine, theirs)))
    yield Figure(f"{name}: {who}", "calls/s", tuple(turn.per_second for turn in mine))
    yield Figure(f"{name}: bare handler", "calls/s", tuple(turn.per_second for turn in theirs))
