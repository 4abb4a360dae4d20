"""Failures that are known, kept outside the suites: they still run, and say so when they stop being true.

A file is TOML, ``[[failure]]`` tables with ``requirement`` or ``case`` (patterns), ``reason``, and if wished
``target``, ``link``, ``owner`` and ``expires`` (a date). One that fails is XFAIL, one that passes is a FAIL, an
expired one excuses nothing, and none ever hides an ERROR.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from vectorproof.harness.case import Case
from vectorproof.harness.errors import UsageError
from vectorproof.harness.json_values import list_in
from vectorproof.harness.selection import refuse_idle
from vectorproof.harness.user_files import read_toml
from vectorproof.harness.verdict import Owner, Verdict, worst
from vectorproof.reports.record import CaseLine, KnownFailure, RequirementResult
from vectorproof.specs.loading import SpecError, Table

_PATTERNS: Final = ("requirement", "case", "target")
_REMARKS: Final = ("link", "owner")


@dataclass(frozen=True, slots=True)
class Entry:
    """One known failure; a pattern of ``None`` matches everything. ``expires`` is the last day it holds."""

    reason: str
    requirement: str | None = None
    case: str | None = None
    target: str | None = None
    link: str | None = None
    owner: str | None = None
    expires: str | None = None

    def covers(self, case_id: str, requirement_id: str) -> bool:
        """Tell whether the entry is about this requirement as this case checks it."""
        patterns = ((self.case, case_id), (self.requirement, requirement_id))
        return all(pattern is None or fnmatchcase(name, pattern) for pattern, name in patterns)

    def expired(self, today: date) -> bool:
        """Tell whether the entry's last day is over."""
        return self.expires is not None and date.fromisoformat(self.expires) < today

    def shown(self) -> KnownFailure:
        """Give what the record keeps of it."""
        reason = self.reason + (f" ({self.link})" if self.link else "")
        return KnownFailure(reason, self.owner, self.expires)


def read_known_failures(file: Path, cases: Mapping[str, Case]) -> tuple[Entry, ...]:
    """Read the entries of a file, of whatever target.

    Raises:
        UsageError: the file cannot be read, a member is unknown or missing, or a pattern matches nothing.

    """
    members = read_toml(file)
    tables = list_in(members.pop("failure", []))
    if members or tables is None:
        raise UsageError(f"{file}: only [[failure]] tables are right")
    try:
        entries = [_entry(Table(str(file), f"failure {number}", each)) for number, each in enumerate(tables, start=1)]
    except SpecError as error:
        raise UsageError(str(error)) from error
    for number, entry in enumerate(entries, start=1):
        _refuse_idle(f"{file}: failure {number}:", entry, cases)
    return tuple(entries)


def about(entries: Iterable[Entry], *targets: str) -> tuple[Entry, ...]:
    """Give the entries about a target by any of its names: what was typed, and what the record calls it."""
    return tuple(
        entry
        for entry in entries
        if entry.target is None or any(fnmatchcase(target, entry.target) for target in targets)
    )


def excused(line: CaseLine, entries: Iterable[Entry], today: date) -> CaseLine:
    """Apply known failures to the line of a case."""
    near = [entry for entry in entries if any(entry.covers(line.case, result.id) for result in line.requirements)]
    if not near or line.verdict in {Verdict.ERROR, Verdict.SKIPPED}:
        return line
    valid = [entry for entry in near if not entry.expired(today)]
    results = tuple(_excused(line.case, result, valid) for result in line.requirements)
    passed = [now.id for now, before in zip(results, line.requirements, strict=True) if _better(before, now)]
    late = sorted(entry.expires or "" for entry in near if entry.expired(today))
    reason = line.reason
    if passed:
        reason = f"known to fail, and passes: {', '.join(passed)}"
    elif late and line.verdict is Verdict.FAIL:
        reason = f"a known failure that expired on {late[0]}"
    verdict = worst(result.verdict for result in results)
    reason = valid[0].reason if verdict is Verdict.XFAIL else reason
    owner = Owner.HARNESS if passed and not line.findings else line.owner
    known = (valid or near)[0].shown()
    return replace(line, verdict=verdict, requirements=results, reason=reason, owner=owner, known_failure=known)


def _excused(case_id: str, result: RequirementResult, entries: list[Entry]) -> RequirementResult:
    if not any(entry.covers(case_id, result.id) for entry in entries):
        return result
    verdicts = {Verdict.FAIL: Verdict.XFAIL, Verdict.FLAKY: Verdict.XFAIL, Verdict.PASS: Verdict.FAIL}
    return replace(result, verdict=verdicts.get(result.verdict, result.verdict))


def _better(before: RequirementResult, now: RequirementResult) -> bool:
    return before.verdict is Verdict.PASS and now.verdict is Verdict.FAIL


def _entry(table: Table) -> Entry:
    texts = {name: table.optional_text(name) for name in _PATTERNS + _REMARKS}
    entry = Entry(reason=table.text("reason"), **texts, expires=table.optional_day("expires"))
    table.done()
    if entry.requirement is None and entry.case is None:
        raise table.error("requirement", "missing, a requirement or case is right")
    return entry


def _refuse_idle(where: str, entry: Entry, cases: Mapping[str, Case]) -> None:
    if entry.case is not None:
        refuse_idle(entry.case, cases, f"{where} case")
    if entry.requirement is not None:
        names = {name for case in cases.values() for name in case.requirements}
        refuse_idle(entry.requirement, names, f"{where} requirement")
