"""What changed between two runs, requirement by requirement.

The identity of a row is the requirement, so that a case may be renamed, split or joined without looking like a loss.
Refuses what cannot be compared, unless told: another set of requirements, another profile or selection, half a run.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vectorproof.reports.overview import UNTESTED, Finding, Overview, Row, overview
from vectorproof.reports.plain import fingerprint
from vectorproof.reports.record import Record
from vectorproof.reports.timing import Timing, timing
from vectorproof.reports.verdict import Verdict
from vectorproof.specs.requirements import Requirement


class CompareError(ValueError):
    """Two records that cannot be compared; says why, and what would be right."""


class Change(StrEnum):
    """What became of a requirement, the worst first."""

    REGRESSED = "regressed"
    NEW = "newly found"
    CHANGED = "fails differently"
    UNSETTLED = "no longer settled"
    GONE = "no longer checked"
    STILL = "still broken"
    FIXED = "fixed"
    COVERED = "newly covered"


class State(StrEnum):
    """What a run knows of a requirement, in four words."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNSETTLED = "unsettled"
    UNCHECKED = "unchecked"


STATES: Final[Mapping[str, State]] = {
    Verdict.PASS: State.HOLDS,
    Verdict.FAIL: State.BROKEN,
    Verdict.XFAIL: State.BROKEN,
    Verdict.ERROR: State.UNSETTLED,
    Verdict.FLAKY: State.UNSETTLED,
    Verdict.INCONCLUSIVE: State.UNSETTLED,
    Verdict.SKIPPED: State.UNCHECKED,
    UNTESTED: State.UNCHECKED,
}

# From what it was to what it is; a pair that is not here is no change. Broken twice depends on how it is broken.
CHANGES: Final[Mapping[tuple[State, State], Change]] = {
    (State.HOLDS, State.BROKEN): Change.REGRESSED,
    (State.UNSETTLED, State.BROKEN): Change.NEW,
    (State.UNCHECKED, State.BROKEN): Change.NEW,
    (State.HOLDS, State.UNSETTLED): Change.UNSETTLED,
    (State.BROKEN, State.UNSETTLED): Change.UNSETTLED,
    (State.UNCHECKED, State.UNSETTLED): Change.UNSETTLED,
    (State.HOLDS, State.UNCHECKED): Change.GONE,
    (State.BROKEN, State.UNCHECKED): Change.GONE,
    (State.UNSETTLED, State.UNCHECKED): Change.GONE,
    (State.BROKEN, State.HOLDS): Change.FIXED,
    (State.UNSETTLED, State.HOLDS): Change.COVERED,
    (State.UNCHECKED, State.HOLDS): Change.COVERED,
}

FAIL_ON: Final[Mapping[str, frozenset[Change]]] = {
    "regressed": frozenset({Change.REGRESSED}),
    "new": frozenset({Change.REGRESSED, Change.NEW}),
    "any": frozenset({Change.REGRESSED, Change.NEW, Change.CHANGED, Change.UNSETTLED, Change.GONE}),
}
"""Which changes make a comparison fail, by the name one asks for."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One requirement that is not what it was, or is broken still; ``found`` is what the newer run saw of it.

    ``owner`` is whose fault it is, where it is broken now.
    """

    change: Change
    old: Row
    new: Row
    expected: str
    found: str
    owner: str = ""

    @property
    def id(self) -> str:
        """Name the requirement."""
        return self.new.id


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side; ``doubts`` are the reasons for which they would not have been compared unasked."""

    old: Overview
    new: Overview
    differences: tuple[Difference, ...]
    timing: Timing
    doubts: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[Change, int]:
        """Count the differences by kind, the worst first."""
        found = Counter(difference.change for difference in self.differences)
        return {change: found[change] for change in Change if found[change]}

    @property
    def sentence(self) -> str:
        """Say in one sentence what changed."""
        parts = [f"{count} {change}" for change, count in self.counts.items()]
        same = len(self.new.rows) - sum(difference.change is not Change.STILL for difference in self.differences)
        said = ", ".join(parts) or "nothing changed"
        return f"{said[0].upper()}{said[1:]}; {same} of {len(self.new.rows)} promises are as before."

    def fails(self, on: str) -> bool:
        """Tell whether a change happened of those that ``FAIL_ON`` lists under a name."""
        return any(difference.change in FAIL_ON[on] for difference in self.differences)


def compare(
    old: Record, new: Record, *, anyway: bool = False, catalogue: Mapping[str, Requirement] | None = None
) -> Comparison:
    """Compare two runs; raises ``CompareError`` for runs that are too different, unless told to do it anyway."""
    found = doubts(old, new)
    if found and not anyway:
        raise CompareError(f"cannot be compared: {'; '.join(found)}")
    before, after = overview(old, catalogue), overview(new, catalogue)
    return Comparison(before, after, tuple(_differences(before, after)), timing(old.cases, new.cases), found)


def doubts(old: Record, new: Record) -> tuple[str, ...]:
    """Say why two runs should not be compared; empty when they may."""
    return tuple(_doubts(old, new))


def state_of(overview_: Overview, row: Row) -> State:
    """Tell what a run knows of a requirement; a finding counts though another case of it could not be settled."""
    return State.BROKEN if row.id in overview_.broken else STATES[row.status]


def _doubts(old: Record, new: Record) -> Iterable[str]:
    pairs = (
        ("requirements", old.header.catalogue, new.header.catalogue),
        ("profile", old.header.profile, new.header.profile),
        ("selection", _selection(old), _selection(new)),
    )
    for what, before, after in pairs:
        if before != after:
            yield f"another {what} ({before or 'all'} and {after or 'all'})"
    for name, record in (("old", old), ("new", new)):
        if record.interrupted:
            yield f"the {name} run did not come to its end"


def _selection(record: Record) -> str:
    chosen = (f"{name} {' '.join(patterns)}" for name, patterns in sorted(record.header.selection.items()) if patterns)
    return ", ".join(chosen)


def _differences(old: Overview, new: Overview) -> Iterable[Difference]:
    before, after = ({row.id: row for row in seen.rows} for seen in (old, new))
    seen_before, seen_after = _findings(old), _findings(new)
    found: list[Difference] = []
    for name in dict.fromkeys([*after, *before]):
        was = before.get(name) or _absent(after[name])
        now = after.get(name) or _absent(before[name])
        pair = state_of(old, was), state_of(new, now)
        same = _prints(seen_before.get(name, ())) == _prints(seen_after.get(name, ()))
        broken = Change.STILL if same else Change.CHANGED
        change = broken if pair == (State.BROKEN, State.BROKEN) else CHANGES.get(pair)
        if change is not None:
            shown = [*seen_after.get(name, ()), *seen_before.get(name, ())][:1]
            expected, saw = next(((each.seen.expected, each.seen.found) for each in shown), ("", now.why))
            owner = next((each.seen.owner for each in seen_after.get(name, ())), "")
            found.append(Difference(change, was, now, expected, saw, owner))
    order = list(Change)
    return sorted(found, key=lambda difference: (order.index(difference.change), difference.id))


def _findings(seen: Overview) -> Mapping[str, tuple[Finding, ...]]:
    grouped: dict[str, tuple[Finding, ...]] = {}
    for finding in seen.findings:
        grouped[finding.row.id] = (*grouped.get(finding.row.id, ()), finding)
    return grouped


def _prints(findings: Iterable[Finding]) -> frozenset[str]:
    return frozenset(fingerprint(finding.seen) for finding in findings)


def _absent(row: Row) -> Row:
    """Stand for a requirement that one of the two runs does not know."""
    note = "The other run alone knows this requirement."
    return Row(row.id, row.area, row.level, row.text, row.source, UNTESTED, note, ())
