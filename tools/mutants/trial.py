"""One trial: a simulator and a player, each a process of its own, watched from here until the time is up."""

import multiprocessing
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from multiprocessing.sharedctypes import Synchronized
from typing import Any, Final

from tools.mutants.answers import Answers
from tools.mutants.playing import AllPlayed, CasePlayed, Finding, Task, Told, fuzz, play
from tools.mutants.reaching import STARTING
from tools.mutants.simulating import Change, simulate

from vectorproof.harness.case import catalogue

WARM: Final = "tools.mutants.warm"
START_S: Final = 60.0
_NO_CASE: Final = -1


class NotStartedError(Exception):
    """The simulator never said that it was ready."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a trial has shown: a finding, or every case played, or neither because time ran out."""

    finding: Finding | None
    ended: AllPlayed | None
    errors: Sequence[CasePlayed]
    cases: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Life:
    """A whole life of the right simulator: every answer, the seconds of each case, and what ran during which."""

    ended: AllPlayed
    seconds: Mapping[str, float]
    calls: Sequence[tuple[str, int, str]]


class Stage:
    """Where trials take place; processes are forked from one that has loaded what they need."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([WARM])

    def attempt(
        self, change: Change | None, cases: Sequence[str], known: Answers, limit_s: float, others: Sequence[str] = ()
    ) -> Seen:
        """Play cases on a changed simulator, and then others with one example each, until the first finding.

        Raises:
            NotStartedError: it does not start.

        """
        started = time.monotonic()
        number = self._number()
        simulator, ready = self._simulator(change, number)
        try:
            return self._watched(Task(ready, cases, known, others), number, started + limit_s)
        finally:
            _end(simulator)

    def fuzz(self, change: Change | None, known: Answers, limit_s: float) -> AllPlayed | None:
        """Send drawn requests to a changed simulator, or the right one; ``None`` if that takes too long.

        Raises:
            NotStartedError: it does not start.

        """
        number = self._number()
        simulator, ready = self._simulator(change, number)
        player, told = self._other(fuzz, Task(ready, (), known, to_the_end=change is None), number)
        try:
            return told.recv() if told.poll(limit_s) else None
        except EOFError:
            return None
        finally:
            _end(player, simulator)

    def live(self, cases: Sequence[str], *, calls: bool) -> Life:
        """Play every case on the right simulator to its end."""
        number = self._number()
        ours, theirs = self._context.Pipe()
        simulator = self._started(simulate, theirs, None, number, watched=calls)
        theirs.close()
        player, told = self._other(play, Task(ours.recv(), cases, {}, to_the_end=True), number)
        seconds, before = dict[str, float](), time.monotonic()
        while not isinstance(news := told.recv(), AllPlayed):
            assert isinstance(news, CasePlayed), f"the right simulator has a finding: {news}"
            assert news.error is None, f"the right simulator ends a case: {news}"
            seconds[news.case] = time.monotonic() - before
            before = time.monotonic()
        player.join()
        simulator.terminate()
        names = dict(enumerate(catalogue()))
        ran = [(file, line, names.get(case, STARTING)) for file, line, case in (ours.recv() if calls else ())]
        simulator.join()
        return Life(news, seconds, ran)

    def _watched(self, task: Task, number: "Synchronized[int]", until: float) -> Seen:
        started = time.monotonic()
        player, told = self._other(play, task, number)
        finding: Finding | None = None
        ended: AllPlayed | None = None
        errors, cases = list[CasePlayed](), 0
        try:
            while ended is None and told.poll(max(0.0, until - time.monotonic())):
                news: Told = told.recv()
                if isinstance(news, CasePlayed):
                    cases += 1
                    errors += [news] if news.error else []
                elif isinstance(news, Finding):
                    finding = news
                else:
                    ended = news
        except EOFError:  # after a finding, nothing more comes
            pass
        _end(player)
        return Seen(finding, ended, errors, cases, time.monotonic() - started)

    def _simulator(self, change: Change | None, number: "Synchronized[int]") -> tuple[ForkServerProcess, Any]:
        ours, theirs = self._context.Pipe()
        simulator = self._started(simulate, theirs, change, number, watched=False)
        theirs.close()
        try:
            said: Any = ours.recv() if ours.poll(START_S) else "it says nothing"
        except EOFError:
            said = "it ends before it is ready"
        if isinstance(said, str):
            _end(simulator)  # One that never comes to be ready would go on beside every trial that follows.
            raise NotStartedError(said)
        return simulator, said

    def _other(self, does: Any, task: Task, number: "Synchronized[int]") -> tuple[ForkServerProcess, Any]:
        """Start the process that asks."""
        ours, theirs = self._context.Pipe()
        player = self._started(does, theirs, task, number)
        theirs.close()
        return player, ours

    def _number(self) -> "Synchronized[int]":
        """Make the place where the player tells the simulator which case is played."""
        return self._context.Value("i", _NO_CASE)

    def _started(self, target: Any, *arguments: Any, **options: Any) -> ForkServerProcess:
        process = self._context.Process(target=target, args=arguments, kwargs=options, daemon=True)
        process.start()
        return process


def _end(*processes: ForkServerProcess) -> None:
    for process in processes:
        process.kill()
        process.join()
