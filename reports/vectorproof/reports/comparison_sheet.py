"""A comparison of two runs as a sheet: one table for each kind of change, and one of durations."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from vectorproof.reports.compare import Change, Comparison, Difference
from vectorproof.reports.record import Record
from vectorproof.reports.sheet import Cell, Sheet, Table
from vectorproof.reports.verdict import Verdict

NOTES: Final[Mapping[Change, str]] = {
    Change.REGRESSED: "These promises held in the old run and are broken in the new one.",
    Change.NEW: "These are broken in the new run; the old one had not checked or settled them.",
    Change.CHANGED: "Broken in both runs, but what was found is not the same.",
    Change.UNSETTLED: "The new run says nothing sure of these; the old one did, or had not tried.",
    Change.GONE: "The old run checked these, the new one did not.",
    Change.STILL: "Broken in both runs, in the same way.",
    Change.FIXED: "These were broken in the old run and hold in the new one.",
    Change.COVERED: "These hold in the new run; the old one had not checked or settled them.",
}
STATUS: Final[Mapping[Change, str]] = {
    Change.REGRESSED: Verdict.FAIL,
    Change.NEW: Verdict.FAIL,
    Change.CHANGED: Verdict.FAIL,
    Change.UNSETTLED: Verdict.INCONCLUSIVE,
    Change.GONE: Verdict.SKIPPED,
    Change.STILL: Verdict.FAIL,
    Change.FIXED: Verdict.PASS,
    Change.COVERED: Verdict.PASS,
}
_COLUMNS: Final = ("requirement", "level", "old", "new", "promise", "expected", "found")


def comparison_sheet(comparison: Comparison) -> Sheet:
    """Show a comparison."""
    worst = next(iter(comparison.counts), None)
    title = next(iter(comparison.counts.items()), None)
    return Sheet(
        name="compare",
        title=f"{title[1]} {title[0]}" if title else "Nothing changed",
        sentence=comparison.sentence,
        status=STATUS[worst] if worst is not None else Verdict.PASS,
        facts=(*_owners(comparison), *_facts("old", comparison.old.record), *_facts("new", comparison.new.record)),
        warnings=tuple(f"Compared all the same: {doubt}." for doubt in comparison.doubts),
        tables=(*_changes(comparison), _durations(comparison)),
    )


def _owners(comparison: Comparison) -> Iterable[tuple[str, str]]:
    counts = Counter(difference.owner for difference in comparison.differences if difference.owner)
    if counts:
        yield "whose fault", ", ".join(f"{owner} {count}" for owner, count in counts.most_common())


def _facts(name: str, record: Record) -> Iterable[tuple[str, str]]:
    header = record.header
    yield f"{name} run", f"{header.target.name}, {header.started[:16].replace('T', ' ')}, seed {header.seed}"
    yield f"{name} digest", record.footer.digest[:16] if record.footer is not None else "none"


def _changes(comparison: Comparison) -> Iterable[Table]:
    for change in comparison.counts:
        rows = (_row(difference) for difference in comparison.differences if difference.change is change)
        yield Table(f"{change[0].upper()}{change[1:]}", _COLUMNS, tuple(rows), NOTES[change])


def _row(difference: Difference) -> tuple[Cell, ...]:
    return (
        Cell(difference.id, mono=True),
        Cell(difference.new.level),
        Cell(difference.old.status, difference.old.status),
        Cell(difference.new.status, difference.new.status),
        Cell(difference.new.text),
        Cell(difference.expected),
        Cell(difference.found),
    )


def _durations(comparison: Comparison) -> Table:
    rows = (
        (
            Cell(pace.case, mono=True),
            Cell(f"{pace.old_s:.2f} s"),
            Cell(f"{pace.new_s:.2f} s"),
            Cell(f"{pace.factor:.2f}", Verdict.FLAKY if pace.factor > 1 else Verdict.PASS),
        )
        for pace in comparison.timing.changed
    )
    return Table("Durations", ("case", "old", "new", "factor"), tuple(rows), comparison.timing.statement)
