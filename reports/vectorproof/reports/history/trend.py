"""What became of requirements and cases over many runs of one target; knows no database and no form.

A requirement is *flaky* when, among its last 20 settled results, it turned from holding to broken or back three times
or more, or when a run itself saw a finding that did not come back. Runs that did not come to their end count nowhere.
"""

import itertools
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vectorproof.reports.history.kept import Duration, Result, Run
from vectorproof.reports.overview import UNTESTED
from vectorproof.reports.verdict import Verdict

FLAKY_WINDOW: Final = 20
FLAKY_TURNS: Final = 3
GROWTH_RUNS_MIN: Final = 6
GROWTH_FACTOR: Final = 1.2
GROWTH_SECONDS: Final = 0.2
GROWTH_PAIRS: Final = 0.9
"""So many of all pairs of an early and a late run must have the late one longer, or it is noise."""
_HOLDS: Final = frozenset({str(Verdict.PASS)})
_BROKEN: Final = frozenset({str(Verdict.FAIL), str(Verdict.XFAIL)})
_UNCHECKED: Final = frozenset({str(Verdict.SKIPPED), UNTESTED})


@dataclass(frozen=True, slots=True)
class Turn:
    """A run in which a requirement is no longer what it was in the run before."""

    run: Run
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Regression:
    """A requirement that is broken now: ``bad`` is the first run that says so, ``good`` the last before that held.

    ``good`` is ``None`` where it never held; ``between`` counts runs in the middle that did not settle it.
    """

    requirement: str
    level: str
    good: Run | None
    bad: Run
    between: int

    @property
    def hint(self) -> str:
        """Say where to look."""
        if self.good is None:
            return f"{self.requirement} has been broken in every run since {self.bad.name}, the first that checked it."
        gap = f"; {self.between} runs between them did not settle it" if self.between else ""
        return f"{self.requirement} broke between {self.good.name} (good) and {self.bad.name} (bad){gap}."


@dataclass(frozen=True, slots=True)
class Growth:
    """A case that takes longer: medians of the first and the last third of the runs, in seconds."""

    case: str
    first_s: float
    last_s: float

    @property
    def factor(self) -> float:
        """Tell how many times as long it takes."""
        return self.last_s / self.first_s


@dataclass(frozen=True, slots=True)
class Trend:
    """Runs of one target, the oldest first, and what can be said of them all.

    ``areas`` gives for each run the share of checked requirements that hold, ``None`` where none was checked.
    """

    runs: tuple[Run, ...]
    areas: Mapping[str, tuple[float | None, ...]]
    all: tuple[float | None, ...]
    regressions: tuple[Regression, ...]
    flaky: Mapping[str, int]
    growing: tuple[Growth, ...]


def trend(runs: Sequence[Run], results: Iterable[Result], durations: Iterable[Duration]) -> Trend:
    """Judge many runs; those that did not come to their end are left out."""
    whole = tuple(run for run in runs if run.whole)
    kept = [result for result in results if result.run in {run.key for run in whole}]
    by_requirement = _grouped(kept)
    statuses = {name: _statuses(whole, found) for name, found in by_requirement.items()}
    levels = {result.requirement: result.level for result in kept}
    regressions = (regression(name, levels[name], whole, found) for name, found in statuses.items())
    turns = {name: _flakiness(found) for name, found in statuses.items()}
    return Trend(
        runs=whole,
        areas={area: _rates(whole, found) for area, found in _by_area(kept).items()},
        all=_rates(whole, kept),
        regressions=tuple(found for found in regressions if found is not None),
        flaky={name: count for name, count in sorted(turns.items()) if count},
        growing=tuple(sorted(_growing(whole, durations), key=lambda growth: -growth.factor)[:20]),
    )


def turns(runs: Sequence[Run], statuses: Sequence[str]) -> tuple[Turn, ...]:
    """Collapse the history of one requirement to the runs where it changed; the first run is one of them."""
    before = ("", *statuses[:-1])
    return tuple(Turn(run, was, now) for run, was, now in zip(runs, before, statuses, strict=True) if was != now)


def statuses_of(runs: Sequence[Run], results: Iterable[Result]) -> tuple[str, ...]:
    """Tell what each run says of one requirement, in the order of the runs."""
    return _statuses(runs, {result.run: result.status for result in results})


def regression(requirement: str, level: str, runs: Sequence[Run], statuses: Sequence[str]) -> Regression | None:
    """Find since when a requirement is broken; ``None`` if the last run that settled it says that it holds."""
    settled = [
        (place, status in _BROKEN) for place, status in enumerate(statuses) if status in _HOLDS or status in _BROKEN
    ]
    if not settled or not settled[-1][1]:
        return None
    good = next((place for place, broken in reversed(settled) if not broken), None)
    bad = next(place for place, _ in settled if good is None or place > good)
    between = bad - good - 1 if good is not None else 0
    return Regression(requirement, level, runs[good] if good is not None else None, runs[bad], between)


def _grouped(results: Iterable[Result]) -> Mapping[str, dict[str, str]]:
    grouped: dict[str, dict[str, str]] = {}
    for result in results:
        grouped.setdefault(result.requirement, {})[result.run] = result.status
    return dict(sorted(grouped.items()))


def _by_area(results: Iterable[Result]) -> Mapping[str, list[Result]]:
    grouped: dict[str, list[Result]] = {}
    for result in results:
        grouped.setdefault(result.area, []).append(result)
    return dict(sorted(grouped.items()))


def _statuses(runs: Sequence[Run], found: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(found.get(run.key, UNTESTED) for run in runs)


def _rates(runs: Sequence[Run], results: Iterable[Result]) -> tuple[float | None, ...]:
    checked: dict[str, int] = {}
    hold: dict[str, int] = {}
    for result in results:
        checked[result.run] = checked.get(result.run, 0) + (result.status not in _UNCHECKED)
        hold[result.run] = hold.get(result.run, 0) + (result.status in _HOLDS)
    return tuple(hold[run.key] / checked[run.key] if checked.get(run.key) else None for run in runs)


def _flakiness(statuses: Sequence[str]) -> int:
    """Count the turns that make a requirement flaky by the rule; 0 if it is not."""
    settled = [status in _BROKEN for status in statuses if status in _HOLDS or status in _BROKEN][-FLAKY_WINDOW:]
    changes = sum(before != after for before, after in itertools.pairwise(settled))
    said = sum(status == Verdict.FLAKY for status in statuses[-FLAKY_WINDOW:])
    return max(changes, said) if said or changes >= FLAKY_TURNS else 0


def _growing(runs: Sequence[Run], durations: Iterable[Duration]) -> Iterable[Growth]:
    places = {run.key: place for place, run in enumerate(runs)}
    by_case: dict[str, list[tuple[int, float]]] = {}
    for each in durations:
        if each.run in places and each.seconds:
            by_case.setdefault(each.case, []).append((places[each.run], each.seconds))
    for case, points in by_case.items():
        seconds = [took for _, took in sorted(points)]
        if len(seconds) < GROWTH_RUNS_MIN:
            continue
        third = len(seconds) // 3
        growth = Growth(case, statistics.median(seconds[:third]), statistics.median(seconds[-third:]))
        longer = sum(late > early for early in seconds[:third] for late in seconds[-third:]) / third**2
        grown = growth.last_s - growth.first_s > GROWTH_SECONDS and growth.factor > GROWTH_FACTOR
        if grown and longer >= GROWTH_PAIRS:
            yield growth
