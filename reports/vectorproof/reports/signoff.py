"""One page for the person who signs: what holds and how sure that is, what is open, what changed, the gate's sentence.

Knows records, and whatever was already compared or judged; runs and reads nothing.
"""

from collections.abc import Iterable
from typing import Final

from vectorproof.reports.compare import Change, Comparison
from vectorproof.reports.confidence import STATEMENT, held
from vectorproof.reports.gate import Answer
from vectorproof.reports.lines import CaseLine
from vectorproof.reports.overview import UNCHECKED, UNSETTLED, Group, Overview, Row
from vectorproof.reports.sheet import Cell, Sheet, Table
from vectorproof.reports.suite_score import suite_score
from vectorproof.reports.verdict import Verdict

_SETTLED: Final = frozenset({str(Verdict.PASS), str(Verdict.FAIL), str(Verdict.XFAIL)})
_NO_DATE: Final = "never"
ROWS_MAX: Final = 5
"""So many rows of a table stand on the page, the worst; it says how many more there are."""
NAMES_MAX: Final = 12


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
            Cell(_count(group, UNCHECKED)),
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
    worst = {finding.row.id: finding for finding in reversed(seen.findings)}
    open_ = [worst[name] for name in dict.fromkeys(finding.row.id for finding in seen.findings) if name in seen.broken]
    rows = (
        (Cell(each.row.id, mono=True), Cell(each.row.level), Cell(each.seen.owner), Cell(each.row.text))
        for each in open_[:ROWS_MAX]
    )
    more = _named(each.row.id for each in open_[ROWS_MAX:])
    note = f"The worst {ROWS_MAX} of {len(open_)}; also broken: {more}." if more else ""
    return Table("Broken promises", ("requirement", "level", "whose fault", "promise"), tuple(rows), note)


def _known(seen: Overview) -> Table:
    cases = sorted((case for case in seen.record.cases if case.known_failure is not None), key=_by_owner)
    columns = ("owner", "expires", "requirements", "reason", "now")
    note = "Failures that somebody minds until a day; one that passes again, or whose day is over, fails."
    more = f" The first {ROWS_MAX} of {len(cases)}." if len(cases) > ROWS_MAX else ""
    return Table("Known failures", columns, tuple(map(_known_row, cases[:ROWS_MAX])), note + more)


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
            Cell(change),
            Cell(str(count)),
            Cell(_named(each.id for each in comparison.differences if each.change is change)),
        )
        for change, count in comparison.counts.items()
        if change is not Change.STILL
    )
    since = comparison.old.record.header.started[:16].replace("T", " ")
    doubts = "".join(f" Compared all the same: {doubt}." for doubt in comparison.doubts)
    note = f"Since the run of {since} UTC. {comparison.sentence}{doubts}"
    return Table("What changed", ("change", "count", "requirements"), tuple(rows), note)


def _unverified(seen: Overview) -> Table:
    """Group what is not settled by the reason, so that a page holds it."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for row in seen.rows:
        if row.status not in _SETTLED:
            reasons.setdefault((row.status, row.why), []).append(row.id)
    ordered = sorted(reasons.items(), key=lambda item: -len(item[1]))
    rows = (
        (Cell(status, status), Cell(str(len(names))), Cell(_named(names)), Cell(why))
        for (status, why), names in ordered[:ROWS_MAX]
    )
    left = sum(len(names) for _, names in ordered[ROWS_MAX:])
    note = "What this run says nothing sure of: not checked here, or not settled."
    more = f" {left} more for other reasons." if left else ""
    return Table("Unverified promises", ("status", "count", "requirements", "why"), tuple(rows), note + more)


def _named(names: Iterable[str]) -> str:
    """List names, as many as a page bears."""
    every = list(names)
    more = f" and {len(every) - NAMES_MAX} more" if len(every) > NAMES_MAX else ""
    return ", ".join(every[:NAMES_MAX]) + more


def _signature() -> Table:
    blank = Cell("\u00a0")
    return Table("Decision", ("goes out: yes or no", "name", "date and signature"), ((blank, blank, blank),))
