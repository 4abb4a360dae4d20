"""How quickly the suites judge the simulator, and what judging costs beside drawing and sending.

    python benchmarks/suites.py [--repetitions 7] [--examples 5] [--only machines|properties] [--json]

The simulator is on one core, the harness on another. Each repetition has a seed of its own. A call counts if a case
sent it; leasing a world and giving it back take their time and count for nothing.
"""

import argparse
import functools
import pkgutil
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unittest.mock import patch

from measuring.figures import Figure, Goal, as_json, as_table
from measuring.processes import cores, keep_to, running, vectorproof

from vectorproof.harness.case import Case, catalogue
from vectorproof.harness.caserun import CaseRun
from vectorproof.harness.config import Config
from vectorproof.harness.planning import client_of, probed
from vectorproof.harness.proving.player import Player
from vectorproof.harness.targets import ready
from vectorproof.harness.transcript import Transcript
from vectorproof.reports.verdict import Verdict
from vectorproof.specs.requirements import requirements
from vectorproof.suites import models

AREAS = ("key", "ddl", "filter", "vector", "vectorize")


class Meter:
    """Adds up the time inside what it wraps; what one of these calls of another is counted once."""

    def __init__(self) -> None:
        self.spent_s = 0.0
        self._depth = 0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a function."""

        @functools.wraps(function)
        def metered(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            self._depth += 1
            try:
                return function(*args, **kwargs)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.spent_s += time.perf_counter() - began

        return metered


@dataclass(frozen=True, slots=True)
class Measure:
    """Who plays, how often, how many examples of each case, and the areas whose properties are played."""

    player: Player
    repetitions: int
    examples: int
    areas: tuple[str, ...]

    def turns(self, cases: Sequence[Case]) -> "list[Turn]":
        """Play cases with one seed after another; the first time only warms up."""
        return [turn(self.player, cases, seed, self.examples) for seed in range(self.repetitions + 1)][1:]


@dataclass(frozen=True, slots=True)
class Turn:
    """One repetition: the calls that the cases sent, the time it took, and how much of that was judging, in seconds."""

    calls: int
    took_s: float
    judging_s: float

    @property
    def rate(self) -> float:
        """Give the calls a second."""
        return self.calls / self.took_s

    @property
    def cost(self) -> float:
        """Give what judging added to the rest, in percent of it."""
        return 100 * self.judging_s / (self.took_s - self.judging_s)


def main() -> None:
    """Measure and print."""
    asked = options().parse_args()
    server_core, own_core = cores()
    keep_to(own_core)
    chosen = asked.only or KINDS
    with served(server_core) as player:
        measure = Measure(player, asked.repetitions, asked.examples, tuple(asked.area or AREAS))
        found = [figure for kind in chosen for figure in KINDS[kind](measure)]
    sys.stdout.write((as_json if asked.json else as_table)(found) + "\n")


def options() -> argparse.ArgumentParser:
    """Declare the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--examples", type=int, default=5, help="that each case draws in a repetition")
    parser.add_argument("--only", choices=sorted(KINDS), action="append")
    parser.add_argument("--area", choices=AREAS, action="append", help="whose properties are played; all of these")
    parser.add_argument("--json", action="store_true")
    return parser


@contextmanager
def served(core: int | None) -> Generator[Player]:
    """Start a simulator and give the player that judges it."""
    with running(vectorproof("serve", "--port", "0", "--jina-port", "0", "--json"), core) as server:
        endpoint, capabilities = probed(ready.endpoint_of(server.ready, Config(), name="simulator", kind="simulator"))
        client = client_of(endpoint)
        try:
            yield Player(endpoint, capabilities, client, requirements())
        finally:
            client.close()


def machines(measure: Measure) -> Iterator[Figure]:
    """Measure each state machine."""
    for case in catalogue().values():
        if case.is_machine:
            turns = measure.turns([case])
            yield Figure(f"{case.id}: calls", "/s", tuple(turn.rate for turn in turns), Goal(300))
            costs = tuple(turn.cost for turn in turns)
            yield Figure(f"{case.id}: transcript, checks and model, of the rest", "%", costs, Goal(30, most=True))


def properties(measure: Measure) -> Iterator[Figure]:
    """Measure the properties of some areas, where hardly anything waits."""
    every = [case for case in catalogue(deep=False).values() if case.area in measure.areas]
    turns = measure.turns([case for case in every if case.is_property and not case.is_machine and not case.thorough])
    yield Figure("properties: calls", "/s", tuple(turn.rate for turn in turns), Goal(600))
    yield Figure("properties: transcript and checks, of the rest", "%", tuple(turn.cost for turn in turns))


def turn(player: Player, cases: Sequence[Case], seed: int, examples: int) -> Turn:
    """Play cases once."""
    meter = Meter()
    with metered(meter):
        began = time.perf_counter()
        runs = [player.play(case, seed=seed, examples=examples).run for case in cases]
        took_s = time.perf_counter() - began
    wrong = [
        line.case for line in (run.line("bench") for run in runs) if line.verdict not in (Verdict.PASS, Verdict.SKIPPED)
    ]
    if wrong:
        raise RuntimeError(f"the simulator did not pass: {', '.join(wrong)}")
    return Turn(sum(run.transcript.exchange_count for run in runs), took_s, meter.spent_s)


@contextmanager
def metered(meter: Meter) -> Generator[None]:
    """Meter the transcript, every check and whatever the models of the suites compute."""
    with ExitStack() as stack:
        for owner, name in ((CaseRun, "check"), (CaseRun, "begin_example"), (Transcript, "add"), *computing()):
            stack.enter_context(patch.object(owner, name, meter.around(vars(owner)[name])))
        yield


def computing() -> Iterator[tuple[Any, str]]:
    """Find the methods of the models: their classes, and the names of what those compute."""
    for info in pkgutil.iter_modules(models.__path__, f"{models.__name__}."):
        for kind in vars(import_module(info.name)).values():
            if isinstance(kind, type) and kind.__module__ == info.name:
                yield from ((kind, name) for name, member in vars(kind).items() if computes(name, member))


def computes(name: str, member: object) -> bool:
    """Tell whether a member of a class is a public method."""
    return not name.startswith("_") and isinstance(member, type(computes))


KINDS: dict[str, Callable[[Measure], Iterator[Figure]]] = {"machines": machines, "properties": properties}


if __name__ == "__main__":
    main()
