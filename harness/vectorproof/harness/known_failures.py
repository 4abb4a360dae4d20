"""Failures that are known, kept outside the suites: they still run, and say so when they stop being true.

A file is TOML, ``[[failure]]`` tables with ``requirement`` or ``case`` (patterns), ``reason``, and if wished
``target``, ``link``, ``owner`` and ``expires`` (a date). One that fails is XFAIL, one that passes is a FAIL, an
expired one excuses nothing, and none ever hides an ERROR.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from vectorproof.harness.case import Case
from vectorproof.harness.errors import UsageError
from vectorproof.harness.json_values import list_in, object_in
from vectorproof.harness.selection import refuse_idle
from vectorproof.harness.verdict import Owner, Verdict, worst
from vectorproof.reports.record import CaseLine, KnownFailure, RequirementResult

_TEXTS: Final = ("requirement", "case", "target", "reason", "link", "owner")


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


def read_known_failures(file: Path, cases: Mapping[str, Case], target: str) -> tuple[Entry, ...]:
    """Read the entries that are about this target.

    Raises:
        UsageError: the file cannot be read, a member is unknown or missing, or a pattern matches nothing.

    """
    try:
        members = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: {error}") from error
    tables = list_in(members.pop("failure", []))
    if members or tables is None:
        raise UsageError(f"{file}: only [[failure]] tables are right")
    entries = [_entry(f"{file}: failure {number}", table) for number, table in enumerate(tables, start=1)]
    for number, entry in enumerate(entries, start=1):
        _refuse_idle(f"{file}: failure {number}:", entry, cases)
    return tuple(entry for entry in entries if entry.target is None or fnmatchcase(target, entry.target))


def excused(line: CaseLine, entries: Iterable[Entry], today: date) -> CaseLine:
    """Apply known failures to the line of a case."""
    about = [entry for entry in entries if any(entry.covers(line.case, result.id) for result in line.requirements)]
    if not about or line.verdict in {Verdict.ERROR, Verdict.SKIPPED}:
        return line
    valid = [entry for entry in about if not entry.expired(today)]
    results = tuple(_excused(line.case, result, valid) for result in line.requirements)
    passed = [now.id for now, before in zip(results, line.requirements, strict=True) if _better(before, now)]
    late = sorted(entry.expires or "" for entry in about if entry.expired(today))
    reason = line.reason
    if passed:
        reason = f"known to fail, and passes: {', '.join(passed)}"
    elif late and line.verdict is Verdict.FAIL:
        reason = f"a known failure that expired on {late[0]}"
    verdict = worst(result.verdict for result in results)
    reason = valid[0].reason if verdict is Verdict.XFAIL else reason
    owner = Owner.HARNESS if passed and not line.findings else line.owner
    known = (valid or about)[0].shown()
    return replace(line, verdict=verdict, requirements=results, reason=reason, owner=owner, known_failure=known)


def _excused(case_id: str, result: RequirementResult, entries: list[Entry]) -> RequirementResult:
    if not any(entry.covers(case_id, result.id) for entry in entries):
        return result
    verdicts = {Verdict.FAIL: Verdict.XFAIL, Verdict.FLAKY: Verdict.XFAIL, Verdict.PASS: Verdict.FAIL}
    return replace(result, verdict=verdicts.get(result.verdict, result.verdict))


def _better(before: RequirementResult, now: RequirementResult) -> bool:
    return before.verdict is Verdict.PASS and now.verdict is Verdict.FAIL


def _entry(where: str, value: object) -> Entry:
    table = object_in(value)
    if table is None:
        raise UsageError(f"{where}: a table is right")
    unknown = sorted(table.keys() - {*_TEXTS, "expires"})
    if unknown:
        raise UsageError(f"{where}: unknown member {unknown[0]}; there are {', '.join((*_TEXTS, 'expires'))}")
    for name in _TEXTS:
        if name in table and (not isinstance(table[name], str) or not table[name].strip()):
            raise UsageError(f"{where}: {name}: a text is right")
    if "reason" not in table or not table.keys() & {"requirement", "case"}:
        raise UsageError(f"{where}: reason, and requirement or case, are right")
    texts = {name: table.get(name) for name in _TEXTS if name != "reason"}
    return Entry(reason=str(table["reason"]), **texts, expires=_day(where, table.get("expires")))


def _day(where: str, value: object) -> str | None:
    if value is None:
        return None
    try:
        return (value if type(value) is date else date.fromisoformat(str(value))).isoformat()
    except ValueError as error:
        raise UsageError(f"{where}: expires: a date such as 2027-01-31 is right") from error


def _refuse_idle(where: str, entry: Entry, cases: Mapping[str, Case]) -> None:
    if entry.case is not None:
        refuse_idle(entry.case, cases, f"{where} case")
    if entry.requirement is not None:
        names = {name for case in cases.values() for name in case.requirements}
        refuse_idle(entry.requirement, names, f"{where} requirement")
