"""What became of requirements and cases over many runs of one target; knows no database and no form.

A requirement is *flaky* when, among its last 20 settled results, it turned from holding to broken or back three times
or more, or when a run itself saw a finding that did not come back. Runs that did not come to their end count nowhere.
"""

import bisect
import itertools
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vectorproof.reports.history.kept import Result, Run, Standing
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


def trend(
    runs: Sequence[Run],
    standings: Mapping[str, Mapping[str, Standing]],
    durations: Mapping[str, Mapping[str, float]],
) -> Trend:
    """Judge many runs, by their keys; those that did not come to their end are left out."""
    whole = tuple(run for run in runs if run.whole)
    kept = [standings.get(run.key, {}) for run in whole]
    levels = {name: standing.level for found in kept for name, standing in found.items()}
    statuses = {name: tuple(_status(found, name) for found in kept) for name in sorted(levels)}
    regressions = (regression(name, levels[name], whole, found) for name, found in statuses.items())
    turns = {name: _flakiness(found) for name, found in statuses.items()}
    return Trend(
        runs=whole,
        areas=_rates_by_area(kept),
        all=tuple(_rate(found.values()) for found in kept),
        regressions=tuple(found for found in regressions if found is not None),
        flaky={name: count for name, count in turns.items() if count},
        growing=tuple(sorted(_growing(whole, durations), key=lambda growth: -growth.factor)[:20]),
    )


def turns(runs: Sequence[Run], statuses: Sequence[str]) -> tuple[Turn, ...]:
    """Collapse the history of one requirement to the runs where it changed; the first run is one of them."""
    before = ("", *statuses[:-1])
    return tuple(Turn(run, was, now) for run, was, now in zip(runs, before, statuses, strict=True) if was != now)


def statuses_of(runs: Sequence[Run], results: Iterable[Result]) -> tuple[str, ...]:
    """Tell what each run says of one requirement, in the order of the runs."""
    found = {result.run: result.status for result in results}
    return tuple(found.get(run.key, UNTESTED) for run in runs)


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


def _status(found: Mapping[str, Standing], name: str) -> str:
    standing = found.get(name)
    return UNTESTED if standing is None else standing.status


def _rates_by_area(kept: Sequence[Mapping[str, Standing]]) -> Mapping[str, tuple[float | None, ...]]:
    areas = sorted({standing.area for found in kept for standing in found.values()})
    by_area: list[dict[str, list[Standing]]] = []
    for found in kept:
        grouped: dict[str, list[Standing]] = {area: [] for area in areas}
        for standing in found.values():
            grouped[standing.area].append(standing)
        by_area.append(grouped)
    return {area: tuple(_rate(grouped[area]) for grouped in by_area) for area in areas}


def _rate(standings: Iterable[Standing]) -> float | None:
    statuses = Counter(standing.status for standing in standings)
    checked = statuses.total() - sum(statuses[status] for status in _UNCHECKED)
    return sum(statuses[status] for status in _HOLDS) / checked if checked else None


def _flakiness(statuses: Sequence[str]) -> int:
    """Count the turns that make a requirement flaky by the rule; 0 if it is not."""
    settled = [status in _BROKEN for status in statuses if status in _HOLDS or status in _BROKEN][-FLAKY_WINDOW:]
    changes = sum(before != after for before, after in itertools.pairwise(settled))
    said = sum(status == Verdict.FLAKY for status in statuses[-FLAKY_WINDOW:])
    return max(changes, said) if said or changes >= FLAKY_TURNS else 0


def _growing(runs: Sequence[Run], durations: Mapping[str, Mapping[str, float]]) -> Iterable[Growth]:
    by_case: dict[str, list[float]] = {}
    for run in runs:
        for case, took in durations.get(run.key, {}).items():
            if took:
                by_case.setdefault(case, []).append(took)
    for case, seconds in by_case.items():
        third = len(seconds) // 3
        if len(seconds) < GROWTH_RUNS_MIN:
            continue
        first, last = sorted(seconds[:third]), sorted(seconds[-third:])
        growth = Growth(case, statistics.median(first), statistics.median(last))
        grown = growth.last_s - growth.first_s > GROWTH_SECONDS and growth.factor > GROWTH_FACTOR
        if grown and _longer(first, last) >= GROWTH_PAIRS:
            yield growth


def _longer(first: Sequence[float], last: Sequence[float]) -> float:
    """Tell in which share of all pairs the later one is longer; both are sorted."""
    return sum(bisect.bisect_left(first, late) for late in last) / (len(first) * len(last))
