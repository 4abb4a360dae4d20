"""Plays cases on simulators that are wrong in one known way, and on the right one: who finds what. Prints nothing.

A case that must find a defect gets its labelled edges and as many examples as in a quick run. Any other gets one
example: whether it cries wolf shows at the first request that the defect should not touch.

What serves a simulator is given, for this knows none: a process of its own for each would take longer than its cases.
"""

import multiprocessing
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any, Final, Self, TypeAlias

from vectorproof.harness.case import Case, catalogue
from vectorproof.harness.config import Config
from vectorproof.harness.errors import HarnessError
from vectorproof.harness.planning import client_of, probed
from vectorproof.harness.proving.player import Played, Player
from vectorproof.harness.targets.ready import endpoint_of
from vectorproof.specs.requirements import FalseAlarms, Killed, requirements

#: Serves a simulator with these defects, and gives what its ready line would say; a function at the top of a module.
Serve: TypeAlias = Callable[[tuple[str, ...]], AbstractContextManager[Mapping[str, Any]]]

MANY: Final = 25
ONE: Final = 1
_OF_SCHEMAS: Final = "schema/"
_SHARES: Final = 8


@dataclass(frozen=True, slots=True)
class Wrong:
    """One defect as a kill run knows it: its name, whom it must not escape, and who else may notice, as patterns."""

    name: str
    kills: tuple[str, ...]
    may_also: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    """What was found so far: by requirement the case and its words, in the order in which it was found."""

    said: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])

    def add(self, case: Case, played: Played) -> None:
        for requirement, what in played.found.items():
            self.said.setdefault(requirement, (case.id, what))

    def misses(self, wrong: Wrong, case: Case) -> bool:
        """Tell whether a case checks a requirement that must find the defect and has not yet."""
        return bool({*wrong.kills} & {*case.requirements} - self.said.keys())

    def of(self, wrong: Wrong) -> Killed:
        """Sort what was found into what had to be, what might be, and what should not."""
        also = {name for name in self.said if any(fnmatchcase(name, pattern) for pattern in wrong.may_also)}
        mine = {*wrong.kills, *also}
        cases = [case for name, (case, _) in self.said.items() if name in mine]
        return Killed(
            killed_by=tuple(name for name in wrong.kills if name in self.said),
            also=tuple(sorted(also - {*wrong.kills})),
            unexpected=tuple(sorted(self.said.keys() - mine)),
            case=cases[0] if cases else None,
        )


def concerned(wrong: Wrong, cases: Iterable[Case]) -> tuple[list[Case], list[Case]]:
    """Divide cases into those that check a requirement which must find the defect, and the others."""
    kills = set(wrong.kills)
    named = [case for case in cases if kills & set(case.requirements)]
    ids = {case.id for case in named}
    return named, [case for case in cases if case.id not in ids]


def _playable() -> Mapping[str, Case]:
    return catalogue(known=requirements(), deep=False)


def attempt(
    wrong: Wrong, serve: Serve, *, full: bool, others: Sequence[Case] | None = None
) -> tuple[Killed, Mapping[str, str]]:
    """Play cases on a simulator with this defect; gives who found it, and the words of each finding.

    The named cases come first; unless ``full``, only those of requirements that have not found it yet, and the others
    only as long as nothing expected was found. ``others`` replaces all that are not named, and are then played in any
    case.
    """
    named, rest = concerned(wrong, _playable().values())
    found = _Found()
    with playing(serve, wrong.name) as player:
        for case in named:
            if full or found.misses(wrong, case):
                found.add(case, player.play(case, examples=max(ONE, MANY // case.cost)))
        for case in rest if others is None else others:
            if others is None and not full and found.of(wrong).case is not None:
                break
            found.add(case, player.play(case, examples=ONE, edges=False))
    return found.of(wrong), {name: f"{case}: {what[:300]}" for name, (case, what) in found.said.items()}


def by_schemas(name: str, serve: Serve) -> tuple[str, ...]:
    """Play only the cases that send requests made from the schemas, until one finds the defect; gives who did.

    Without Schemathesis nobody does.
    """
    cases = [one for one in _playable().values() if one.suite.startswith(_OF_SCHEMAS)]
    with playing(serve, name) as player:
        for case in cases:
            played = player.play(case, examples=max(ONE, MANY // case.cost))
            if played.found:
                return tuple(played.found)
    return ()


def false_alarms(cases: Sequence[str], serve: Serve, seed: int = 0) -> FalseAlarms:
    """Play these cases on the right simulator, as a quick run of this seed would."""
    found, checks, calls, judged = _Found(), 0, 0, 0
    known = _playable()
    with playing(serve) as player:
        for case in map(known.__getitem__, cases):
            played = player.play(case, examples=max(ONE, MANY // case.cost), seed=seed)
            found.add(case, played)
            checks += sum(played.checks.values())
            calls += played.run.transcript.exchange_count
            judged += min(played.run.judged_count, played.run.transcript.exchange_count)
    return FalseAlarms(len(cases), checks, calls, judged, findings=tuple(sorted(found.said)))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a kill run does beside letting each defect be found.

    ``full`` plays every case on every defect, ``schemas`` tells which are found by requests made from the schemas
    alone; the right simulator is played with ``seeds`` seeds, by every case or, unless ``everywhere``, by those that
    the defects concern.
    """

    full: bool = False
    schemas: bool = False
    seeds: int = 1
    everywhere: bool = True


class KillRunning:
    """A pool of processes with a simulator for each defect; a ``with`` block, in which ``results`` is read once."""

    def __init__(self, wrongs: Sequence[Wrong], serve: Serve, wishes: Wishes, workers: int) -> None:
        self._pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
        self._defects: dict[Future[Killed], str] = {
            self._pool.submit(_judged, wrong, serve, full=wishes.full, schemas=wishes.schemas): wrong.name
            for wrong in wrongs
        }
        known = _playable()
        ids = list(known) if wishes.everywhere else _ids_of(wrongs, known)
        self._honest = [
            [self._pool.submit(false_alarms, ids[share::_SHARES], serve, seed) for share in range(_SHARES)]
            for seed in range(wishes.seeds)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def results(self) -> Iterator[tuple[str, Killed]]:
        """Give each defect with what became of it, as it comes."""
        for future in as_completed(self._defects):
            try:
                yield self._defects[future], future.result()
            except HarnessError as error:
                yield self._defects[future], Killed((), trouble=str(error))

    def false_alarms(self) -> FalseAlarms:
        """Wait for what was said of the right simulator."""
        parts = [future.result() for shares in self._honest for future in shares]
        return FalseAlarms(
            cases=sum(part.cases for part in parts) // len(self._honest),
            checks=sum(part.checks for part in parts),
            calls=sum(part.calls for part in parts),
            judged_calls=sum(part.judged_calls for part in parts),
            findings=tuple(sorted({name for part in parts for name in part.findings})),
            seeds=len(self._honest),
        )


def _judged(wrong: Wrong, serve: Serve, *, full: bool, schemas: bool) -> Killed:
    killed, _ = attempt(wrong, serve, full=full)
    return replace(killed, by_schemas=by_schemas(wrong.name, serve)) if schemas else killed


def _ids_of(wrongs: Sequence[Wrong], cases: Mapping[str, Case]) -> list[str]:
    return list(dict.fromkeys(case.id for wrong in wrongs for case in concerned(wrong, cases.values())[0]))


@contextmanager
def playing(serve: Serve, *defects: str) -> Generator[Player]:
    """Let cases be played on a simulator with these defects."""
    with serve(defects) as ready:
        endpoint, capabilities = probed(endpoint_of(ready, Config(), name="simulator", kind="simulator"))
        with closing(client_of(endpoint)) as client:
            yield Player(endpoint, capabilities, client, requirements())
