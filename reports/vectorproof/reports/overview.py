"""What every rendering says alike: requirements with their verdicts, groups, findings, skips, a sentence.

Made from a record and the catalogue; knows no format.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from vectorproof.reports.lines import CaseLine, FindingRecord
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict
from vectorproof.specs.requirements import Level, Requirement, frozen_versions, requirements, requirements_of

UNTESTED: Final = "UNTESTED"
"""The status of a requirement that no case of the run names."""

STATUSES: Final = (*sorted(Verdict, key=lambda verdict: -verdict.severity), UNTESTED)
"""Every status of a requirement, the worst first."""

UNCHECKED: Final = (Verdict.SKIPPED, UNTESTED)
UNSETTLED: Final = (Verdict.ERROR, Verdict.FLAKY, Verdict.INCONCLUSIVE)
_UNKNOWN_LEVEL: Final = "UNKNOWN"
_LEVELS: Final[Mapping[str, int]] = {str(level): place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement and what the run says of it; ``note`` is there when no case names it."""

    id: str
    area: str
    level: str
    text: str
    source: tuple[str, ...]
    status: str
    note: str | None
    cases: tuple[CaseLine, ...]

    @property
    def checks(self) -> int:
        """Count the checks of this requirement, over all its cases."""
        return sum(result.checks for case in self.cases for result in case.requirements if result.id == self.id)

    @property
    def examples(self) -> int:
        """Count the distinct examples of its cases."""
        return sum(case.examples.distinct for case in self.cases)

    @property
    def why(self) -> str:
        """Say why nothing sure is known of it; empty where something is."""
        if self.status in {Verdict.PASS, Verdict.FAIL, Verdict.XFAIL}:
            return ""
        reason = self.note or next((case.reason for case in self.cases if case.reason), None)
        return reason or "One of its cases ended early, at a finding of another promise."


@dataclass(frozen=True, slots=True)
class Group:
    """An area or a level: how many requirements have which status."""

    name: str
    counts: Mapping[str, int]
    cases: int
    checks: int

    @property
    def total(self) -> int:
        """Count the requirements of the group."""
        return sum(self.counts.values())

    @property
    def broken(self) -> int:
        """Count its requirements that are broken, known or not."""
        return self.counts.get(Verdict.FAIL, 0) + self.counts.get(Verdict.XFAIL, 0)

    @property
    def checked(self) -> int:
        """Count its requirements of which the run says anything, be it that it could not settle them."""
        return self.total - sum(self.counts.get(status, 0) for status in UNCHECKED)

    @property
    def hold(self) -> int:
        """Count its requirements that hold."""
        return self.counts.get(Verdict.PASS, 0)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in its place: number from 1, requirement, case."""

    number: int
    row: Row
    case: CaseLine
    seen: FindingRecord


@dataclass(frozen=True, slots=True)
class Skip:
    """Cases that were skipped for one reason, and the requirements that this leaves open."""

    reason: str
    cases: tuple[CaseLine, ...]
    requirements: tuple[str, ...]

    @property
    def size(self) -> int:
        """Count its cases."""
        return len(self.cases)


@dataclass(frozen=True, slots=True)
class Overview:
    """A run, ready to be shown."""

    record: Record
    rows: tuple[Row, ...]
    areas: tuple[Group, ...]
    levels: tuple[Group, ...]
    findings: tuple[Finding, ...]
    unsettled: tuple[CaseLine, ...]
    skips: tuple[Skip, ...]
    counts: Mapping[str, int]

    @property
    def warnings(self) -> tuple[str, ...]:
        """Say why the verdict must not be read as that of a whole run; empty when it may."""
        footer = self.record.footer
        checks = (
            (
                footer is None,
                "Incomplete: the record has no end. The run was cut off; this is what was done until then.",
            ),
            (
                footer is not None and footer.interrupted,
                "Interrupted: the run was ended before all its cases were done.",
            ),
            (not any(case.checks for case in self.record.cases), "Nothing was checked: no case evaluated a check."),
            (footer is not None and footer.faults["unmet"] > 0, "Some scripted faults were never met."),
        )
        return tuple(text for true, text in checks if true)

    @property
    def broken(self) -> frozenset[str]:
        """Name the requirements that are broken, known failures apart; an ERROR elsewhere does not hide a finding."""
        found = {finding.row.id for finding in self.findings if finding.case.verdict is not Verdict.XFAIL}
        return frozenset(found | {row.id for row in self.rows if row.status == Verdict.FAIL})

    @property
    def headline(self) -> str:
        """Say in a few words how many promises hold."""
        return f"{self.counts.get(Verdict.PASS, 0)} of {len(self.rows)} promises hold"

    @property
    def rest(self) -> tuple[str, ...]:
        """Say what became of the promises that do not hold, the worst first."""
        unsettled = sum(row.status in UNSETTLED and row.id not in self.broken for row in self.rows)
        unchecked = self.counts.get(Verdict.SKIPPED, 0) + self.counts.get(UNTESTED, 0)
        parts = (
            (len(self.broken), "is broken", "are broken"),
            (self.counts.get(Verdict.XFAIL, 0), "is known to be broken", "are known to be broken"),
            (unsettled, "could not be settled", "could not be settled"),
            (unchecked, "was not checked", "were not checked"),
        )
        return tuple(_plural(*part) for part in parts if part[0])

    @property
    def sentence(self) -> str:
        """Say in one sentence what came out."""
        return ", ".join([self.headline, *self.rest]) + "."

    def row(self, requirement: str) -> Row:
        """Find a requirement that stands in the record or the catalogue; raises ``KeyError``."""
        return next(row for row in self.rows if row.id == requirement)


def overview(record: Record, catalogue: Mapping[str, Requirement] | None = None) -> Overview:
    """Bring a record and the catalogue together; what only the record knows comes last and says so."""
    rows = _rows(record, _catalogue_of(record) if catalogue is None else catalogue)
    by_id = {row.id: row for row in rows}
    return Overview(
        record=record,
        rows=rows,
        areas=_groups(rows, lambda row: row.area),
        levels=_groups(rows, lambda row: row.level),
        findings=_findings(record.cases, by_id),
        unsettled=tuple(sorted((c for c in record.cases if c.verdict in UNSETTLED), key=_worst_first)),
        skips=_skips(record.cases),
        counts=_by_status(row.status for row in rows),
    )


def _catalogue_of(record: Record) -> Mapping[str, Requirement]:
    """Give the requirements of the record's own version, or of the newest where that one is not known here."""
    version = record.header.catalogue
    return requirements_of(version) if version in frozen_versions() else requirements()


def _rows(record: Record, catalogue: Mapping[str, Requirement]) -> tuple[Row, ...]:
    named: dict[str, list[CaseLine]] = {}
    for case in record.cases:
        for name in dict.fromkeys([*(r.id for r in case.requirements), *(f.requirement for f in case.findings)]):
            named.setdefault(name, []).append(case)
    verdicts = record.requirements()
    known = [_row(entry, tuple(named.get(name, ())), verdicts.get(name)) for name, entry in catalogue.items()]
    strangers = [
        Row(
            id=name,
            area=cases[0].area.upper(),
            level=_UNKNOWN_LEVEL,
            text="This catalogue does not know the requirement; another version of it does.",
            source=(),
            status=verdicts.get(name, Verdict.INCONCLUSIVE),
            note=None,
            cases=tuple(cases),
        )
        for name, cases in sorted(named.items())
        if name not in catalogue
    ]
    return (*known, *strangers)


def _row(entry: Requirement, cases: tuple[CaseLine, ...], verdict: Verdict | None) -> Row:
    note = None if cases else entry.untested or "No case of this run names it."
    status = verdict if cases and verdict is not None else UNTESTED
    return Row(entry.id, entry.area, str(entry.level), entry.text, entry.source, status, note, cases)


def _groups(rows: Iterable[Row], name: Callable[[Row], str]) -> tuple[Group, ...]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(name(row), []).append(row)
    return tuple(
        Group(
            name=group,
            counts=_by_status(row.status for row in members),
            cases=len({case.case for row in members for case in row.cases}),
            checks=sum(row.checks for row in members),
        )
        for group, members in grouped.items()
    )


def _by_status(statuses: Iterable[str]) -> Mapping[str, int]:
    counts = Counter(statuses)
    return {status: counts[status] for status in STATUSES if counts[status]}


def _findings(cases: Iterable[CaseLine], rows: Mapping[str, Row]) -> tuple[Finding, ...]:
    """Number findings: the worst verdict first, then the strictest level, then as the catalogue orders them."""
    places = {name: (_LEVELS.get(row.level, len(_LEVELS)), place) for place, (name, row) in enumerate(rows.items())}
    seen = [(case, finding) for case in sorted(cases, key=_worst_first) for finding in case.findings]
    seen.sort(key=lambda each: (-each[0].verdict.severity, places[each[1].requirement]))
    return tuple(
        Finding(number, rows[finding.requirement], case, finding)
        for number, (case, finding) in enumerate(seen, start=1)
    )


def _skips(cases: Iterable[CaseLine]) -> tuple[Skip, ...]:
    grouped: dict[str, list[CaseLine]] = {}
    for case in cases:
        if case.verdict is Verdict.SKIPPED:
            grouped.setdefault(case.reason or "no reason was recorded", []).append(case)
    return tuple(
        Skip(
            reason=reason,
            cases=tuple(sorted(members, key=_worst_first)),
            requirements=tuple(sorted({result.id for case in members for result in case.requirements})),
        )
        for reason, members in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    )


def _worst_first(case: CaseLine) -> tuple[int, str]:
    return (-case.verdict.severity, case.case)


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
