"""One page for the person who signs: what holds and how sure that is, what is open, what changed, the gate's sentence.

Knows records, and whatever was already compared or judged; runs and reads nothing.
"""

from collections.abc import Iterable
from typing import Final

from vectorproof.reports.compare import Change, Comparison
from vectorproof.reports.confidence import STATEMENT, held
from vectorproof.reports.gate import Answer
from vectorproof.reports.lines import CaseLine
from vectorproof.reports.overview import UNSETTLED, UNTESTED, Group, Overview, Row
from vectorproof.reports.sheet import Cell, Sheet, Table
from vectorproof.reports.suite_score import suite_score
from vectorproof.reports.verdict import Verdict

_SETTLED: Final = frozenset({str(Verdict.PASS), str(Verdict.FAIL), str(Verdict.XFAIL)})
_UNCHECKED: Final = frozenset({str(Verdict.SKIPPED), UNTESTED})
_NO_DATE: Final = "never"


def signoff(seen: Overview, *, gate: Answer | None = None, comparison: Comparison | None = None) -> Sheet:
    """Make the page of a run; ``gate`` is the answer of the rules, ``comparison`` that with the run signed before."""
    return Sheet(
        name="signoff",
        title=seen.headline,
        sentence=f"{gate.sentence} {seen.sentence}" if gate is not None else seen.sentence,
        status=_status(seen, gate),
        facts=tuple(_facts(seen)),
        warnings=seen.warnings,
        tables=(_levels(seen), _broken(seen), _known(seen), _changes(comparison), _unverified(seen), _signature()),
    )


def _status(seen: Overview, gate: Answer | None) -> str:
    if gate is None:
        return str(seen.record.verdict)
    return Verdict.PASS if gate.open else Verdict.FAIL


def _facts(seen: Overview) -> Iterable[tuple[str, str]]:
    header, footer = seen.record.header, seen.record.footer
    yield "target", f"{header.target.name} ({header.target.url or header.target.kind})"
    yield "run", f"{header.started[:16].replace('T', ' ')} UTC, profile {header.profile}, seed {header.seed}"
    yield "requirements", f"{header.catalogue}, judged by {header.tool.name} {header.tool.version}"
    yield "digest", footer.digest if footer is not None else "none: the run has no end"
    yield "the suites themselves", suite_score()
    yield "statistics", STATEMENT


def _levels(seen: Overview) -> Table:
    rows = (
        (
            Cell(group.name),
            Cell(f"{group.hold} of {group.total}", Verdict.FAIL if group.broken else Verdict.PASS),
            Cell(str(group.broken)),
            Cell(_count(group, UNSETTLED)),
            Cell(_count(group, _UNCHECKED)),
            Cell(_confidence(row for row in seen.rows if row.level == group.name)),
            Cell(_least_tried(row for row in seen.rows if row.level == group.name)),
        )
        for group in seen.levels
    )
    columns = ("level", "hold", "broken", "unsettled", "unchecked", "what holds", "the least tried of them")
    return Table("Score by level", columns, tuple(rows))


def _count(group: Group, statuses: Iterable[str]) -> str:
    return str(sum(group.counts.get(status, 0) for status in statuses))


def _confidence(rows: Iterable[Row]) -> str:
    """Pool the cases of all promises that hold, each case once."""
    cases = {case.case: case.examples.distinct for row in rows if row.status == Verdict.PASS for case in row.cases}
    return held(sum(cases.values())) if cases else "nothing holds"


def _least_tried(rows: Iterable[Row]) -> str:
    """A level is as sure as its least tried promise; those that are checked on fixed examples have no such bound."""
    drawn = [(row.examples, row.id) for row in rows if row.status == Verdict.PASS and row.examples > 1]
    return f"{min(drawn)[1]}: {held(min(drawn)[0])}" if drawn else "none is generated"


def _broken(seen: Overview) -> Table:
    rows = (
        (
            Cell(finding.row.id, mono=True),
            Cell(finding.row.level),
            Cell(finding.seen.owner),
            Cell(finding.row.text),
            Cell(finding.seen.found),
        )
        for finding in seen.findings
        if finding.case.verdict is not Verdict.XFAIL
    )
    return Table("Broken promises", ("requirement", "level", "owner", "promise", "found"), tuple(rows))


def _known(seen: Overview) -> Table:
    cases = sorted((case for case in seen.record.cases if case.known_failure is not None), key=_by_owner)
    columns = ("owner", "expires", "requirements", "reason", "now")
    note = "Failures that somebody minds until a day; one that passes again, or whose day is over, fails."
    return Table("Known failures", columns, tuple(map(_known_row, cases)), note)


def _by_owner(case: CaseLine) -> tuple[str, str, str]:
    known = case.known_failure
    return (known.owner or "", known.expires or "9", case.case) if known is not None else ("", "", case.case)


def _known_row(case: CaseLine) -> tuple[Cell, ...]:
    known = case.known_failure
    owner, expires, reason = (known.owner, known.expires, known.reason) if known is not None else (None, None, "")
    names = " ".join(result.id for result in case.requirements)
    return (
        Cell(owner or "nobody"), Cell(expires or _NO_DATE), Cell(names, mono=True), Cell(reason),
        Cell(case.verdict, case.verdict),
    )  # fmt: skip


def _changes(comparison: Comparison | None) -> Table:
    if comparison is None:
        return Table("What changed", ("change",), ())
    rows = (
        (
            Cell(difference.change),
            Cell(difference.id, mono=True),
            Cell(difference.new.level),
            Cell(difference.old.status, difference.old.status),
            Cell(difference.new.status, difference.new.status),
            Cell(difference.new.text),
        )
        for difference in comparison.differences
        if difference.change is not Change.STILL
    )
    since = comparison.old.record.header.started[:16].replace("T", " ")
    doubts = "".join(f" Compared all the same: {doubt}." for doubt in comparison.doubts)
    columns = ("change", "requirement", "level", "was", "is", "promise")
    return Table("What changed", columns, tuple(rows), f"Since the run of {since} UTC. {comparison.sentence}{doubts}")


def _unverified(seen: Overview) -> Table:
    rows = (
        (Cell(row.id, mono=True), Cell(row.level), Cell(row.status, row.status), Cell(row.text), Cell(_why(row)))
        for row in seen.rows
        if row.status not in _SETTLED
    )
    note = "What this run says nothing sure of: not checked here, or not settled."
    return Table("Unverified promises", ("requirement", "level", "status", "promise", "why"), tuple(rows), note)


def _why(row: Row) -> str:
    return row.note or next((case.reason for case in row.cases if case.reason), "")


def _signature() -> Table:
    blank = Cell("\u00a0")
    return Table("Decision", ("goes out: yes or no", "name", "date and signature"), ((blank, blank, blank),))
