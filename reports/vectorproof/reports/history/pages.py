"""A history as sheets: its runs, the trend of one target, the turns of one requirement."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from vectorproof.reports.history.kept import Run
from vectorproof.reports.history.trend import FLAKY_TURNS, FLAKY_WINDOW, Regression, Trend, Turn
from vectorproof.reports.sheet import Cell, Sheet, Table
from vectorproof.reports.texts import counted
from vectorproof.reports.verdict import Verdict
from vectorproof.specs.requirements import requirements

_RUN_COLUMNS: Final = ("run", "target", "version", "started", "verdict", "checks", "took", "profile")


def runs_sheet(runs: Sequence[Run]) -> Sheet:
    """Show runs, the newest first."""
    targets = len({run.target for run in runs})
    return Sheet(
        name="history",
        title="Runs over time",
        sentence=f"{counted(len(runs), 'run')} of {counted(targets, 'target')}.",
        tables=(_runs(runs),),
    )


def trend_sheet(target: str, seen: Trend, left_out: int = 0) -> Sheet:
    """Show what became of a target; ``left_out`` counts runs that did not come to their end."""
    newest = seen.runs[-1] if seen.runs else None
    warning = f"{counted(left_out, 'run')} did not come to the end: left out."
    return Sheet(
        name="trend",
        title=f"{target}: {_percent(seen.all[-1] if seen.all else None)} of what was checked holds",
        sentence=_sentence(seen),
        status=newest.verdict if newest is not None else Verdict.SKIPPED,
        facts=(("runs", str(len(seen.runs))), ("newest", _when(newest) if newest is not None else "none")),
        warnings=(warning,) if left_out else (),
        tables=(_regressions(seen.regressions), _areas(seen), _flaky(seen), _growing(seen), _runs(seen.runs)),
    )


def turns_sheet(requirement: str, found: Sequence[Turn], broke: Regression | None, count: int) -> Sheet:
    """Show the history of one requirement, collapsed to the runs where it changed."""
    rows = (
        (
            Cell(turn.run.key[:8], mono=True),
            Cell(turn.run.version),
            Cell(_when(turn.run)),
            Cell(turn.before or "·", turn.before),
            Cell(turn.after, turn.after),
        )
        for turn in found
    )
    fine = f"{requirement} is not broken in the last of {count} runs that settled it."
    return Sheet(
        name="requirement",
        title=requirement,
        sentence=broke.hint if broke is not None else fine,
        status=found[-1].after if found else Verdict.SKIPPED,
        tables=(Table("Where it changed", ("run", "version", "started", "was", "is"), tuple(rows)),),
    )


def _sentence(seen: Trend) -> str:
    broken, flaky, growing = len(seen.regressions), len(seen.flaky), len(seen.growing)
    return (
        f"{counted(len(seen.runs), 'run')}: {counted(broken, 'promise')} {'is' if broken == 1 else 'are'} broken now, "
        f"{flaky} {'is' if flaky == 1 else 'are'} flaky, {counted(growing, 'case')} take{'s' if growing == 1 else ''} "
        "longer."
    )


def _areas(seen: Trend) -> Table:
    checked = {area: rates for area, rates in seen.areas.items() if any(rate is not None for rate in rates)}
    rows = [(Cell("all"), *_rate(seen.all)), *((Cell(area), *_rate(rates)) for area, rates in checked.items())]
    note = "The share of the checked promises that hold, from the oldest run to the newest."
    return Table("Areas", ("area", "trend", "first", "lowest"), tuple(rows) if seen.runs else (), note)


def _rate(rates: tuple[float | None, ...]) -> tuple[Cell, ...]:
    known = [rate for rate in rates if rate is not None]
    last = Cell(_percent(rates[-1] if rates else None), values=rates)
    return (last, Cell(_percent(known[0] if known else None)), Cell(_percent(min(known, default=None))))


def _regressions(found: Sequence[Regression]) -> Table:
    known = requirements()
    rows = (
        (
            Cell(each.requirement, mono=True),
            Cell(each.level),
            Cell(each.good.name if each.good is not None else "never held", mono=each.good is not None),
            Cell(each.bad.name, mono=True),
            Cell(_when(each.bad)),
            Cell(known[each.requirement].text if each.requirement in known else "not in this catalogue"),
        )
        for each in found
    )
    note = "The last run in which it held and the first in which it did not: look at what changed between them."
    columns = ("requirement", "level", "last good", "first bad", "since", "promise")
    return Table("Broken now", columns, tuple(rows), note)


def _flaky(seen: Trend) -> Table:
    rows = ((Cell(name, mono=True), Cell(str(count))) for name, count in seen.flaky.items())
    note = (
        f"Turned from holding to broken or back at least {FLAKY_TURNS} times within its last {FLAKY_WINDOW} settled "
        "results, or a run saw a finding that did not come back."
    )
    return Table("Flaky", ("requirement", "turns"), tuple(rows), note)


def _growing(seen: Trend) -> Table:
    rows = (
        (
            Cell(each.case, mono=True),
            Cell(f"{each.first_s:.2f} s"),
            Cell(f"{each.last_s:.2f} s"),
            Cell(f"{each.factor:.2f}"),
        )
        for each in seen.growing
    )
    note = (
        "Medians of the first and the last third of the runs: longer by a fifth and by 0.2 s at least, and in nine of "
        "ten pairs of an early and a late run."
    )
    return Table("Cases that take longer", ("case", "first", "last", "factor"), tuple(rows), note)


def _runs(runs: Sequence[Run]) -> Table:
    rows = (
        (
            Cell(run.key[:8], mono=True),
            Cell(run.target),
            Cell(run.version),
            Cell(_when(run)),
            Cell(run.verdict if run.whole else f"{run.verdict}, no end", run.verdict),
            Cell(f"{run.checks:,}"),
            Cell(f"{run.seconds:.1f} s"),
            Cell(run.profile),
        )
        for run in reversed(runs)
    )
    return Table("Runs", _RUN_COLUMNS, tuple(rows))


def _when(run: Run) -> str:
    return datetime.fromtimestamp(run.started_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M")


def _percent(rate: float | None) -> str:
    return "·" if rate is None else f"{rate * 100:.1f} %"
