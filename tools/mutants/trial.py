"""One trial: a simulator and a player, each a process of its own, watched from here until the time is up."""

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from multiprocessing.sharedctypes import Synchronized
from typing import Any, Final

from tools.mutants.answers import Answers
from tools.mutants.playing import AllPlayed, CasePlayed, Finding, Task, Told, fuzz, play
from tools.mutants.simulating import Change, simulate

WARM: Final = "tools.mutants.warm"
START_S: Final = 30.0


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
    seconds: Sequence[float]
    calls: Sequence[tuple[str, int, int]]


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
        simulator, ready = self._simulator(change, None)
        try:
            return self._watched(Task(ready, cases, known, others), started + limit_s, started)
        finally:
            _end(simulator)

    def fuzz(self, change: Change | None, known: Answers, limit_s: float) -> AllPlayed | None:
        """Send drawn requests to a changed simulator, or the right one; ``None`` if that takes too long.

        Raises:
            NotStartedError: it does not start.

        """
        simulator, ready = self._simulator(change, None)
        player, told = self._other(fuzz, Task(ready, (), known, to_the_end=change is None), None)
        try:
            return told.recv() if told.poll(limit_s) else None
        except EOFError:
            return None
        finally:
            _end(player, simulator)

    def live(self, cases: Sequence[str], *, calls: bool) -> Life:
        """Play every case on the right simulator to its end."""
        number = self._context.Value("i", -1) if calls else None
        ours, theirs = self._context.Pipe()
        simulator = self._started(simulate, theirs, None, number)
        theirs.close()
        player, told = self._other(play, Task(ours.recv(), cases, {}, to_the_end=True), number)
        seconds, before = list[float](), time.monotonic()
        while not isinstance(news := told.recv(), AllPlayed):
            assert isinstance(news, CasePlayed), f"the right simulator has a finding: {news}"
            assert news.error is None, f"the right simulator ends a case: {news}"
            seconds.append(time.monotonic() - before)
            before = time.monotonic()
        player.join()
        simulator.terminate()
        ran = ours.recv() if calls else ()
        simulator.join()
        return Life(news, seconds, ran)

    def _watched(self, task: Task, until: float, started: float) -> Seen:
        player, told = self._other(play, task, None)
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

    def _simulator(self, change: Change | None, number: "Synchronized[int] | None") -> tuple[ForkServerProcess, Any]:
        ours, theirs = self._context.Pipe()
        simulator = self._started(simulate, theirs, change, number)
        theirs.close()
        try:
            if not ours.poll(START_S):
                raise NotStartedError("it says nothing")
            said = ours.recv()
        except EOFError:
            raise NotStartedError("it ends before it is ready") from None
        if isinstance(said, str):
            raise NotStartedError(said)
        return simulator, said

    def _other(self, does: Any, task: Task, number: "Synchronized[int] | None") -> tuple[ForkServerProcess, Any]:
        """Start the process that asks."""
        ours, theirs = self._context.Pipe()
        player = self._started(does, theirs, task, number)
        theirs.close()
        return player, ours

    def _started(self, target: Any, *arguments: Any) -> ForkServerProcess:
        process = self._context.Process(target=target, args=arguments, daemon=True)
        process.start()
        return process


def _end(*processes: ForkServerProcess) -> None:
    for process in processes:
        process.kill()
        process.join()
