"""Servers measured in turn, A B A B …, so that a machine that slows down slows all of them alike."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from measuring.figures import Figure, Goal
from measuring.load import Load
from measuring.processes import Server, bare

_WARM_CALLS = 400
_MICRO = 1_000_000
LOOPS = ("asyncio", "uvloop")
"""The event loops on which a bare handler is measured."""


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
    path: str
    repetitions: int
    seconds: float
    core: int | None
    connections: int = 16


def beside(
    stack: ExitStack, rounds: Rounds, ours: Contestant, answer: bytes, requests: Callable[[str], Iterator[bytes]]
) -> Iterator[Figure]:
    """Compare a contestant with a bare handler that gives this answer, on each of the event loops.

    ``requests`` makes those that are sent to an origin. The goal is for the loop that aiohttp has by itself.
    """
    contestants = [ours]
    for loop in LOOPS:
        server = stack.enter_context(bare(rounds.path, answer, rounds.core, loop))
        origin = str(server.ready["origin"])
        load = stack.enter_context(Load(origin, rounds.connections))
        contestants.append(Contestant(server, load, requests(origin)))
    mine, *theirs = measured(contestants, rounds.repetitions, rounds.seconds)
    name = rounds.name
    for loop, turns in zip(LOOPS, theirs, strict=True):
        goal = rounds.goal if loop == LOOPS[0] else None
        yield Figure(f"{name}: rate, against a bare handler on {loop}", "times", tuple(ratios(mine, turns)), goal)
        work = tuple(work_ratios(mine, turns))
        yield Figure(f"{name}: calls per processor time, against {loop}", "times", work)
    for who, turns in (("ours", mine), *zip(LOOPS, theirs, strict=True)):
        yield Figure(f"{name}: {who}", "calls/s", tuple(turn.per_second for turn in turns))
