"""What formats say of a case in plain text: why it did not pass, what a finding is, why a run is no whole one.

Every text is harmless to look at; each format escapes its own syntax.
"""

import hashlib

from vectorproof.reports.digest import stable
from vectorproof.reports.lines import CaseLine, FindingRecord
from vectorproof.reports.record import Record
from vectorproof.reports.visible import line, visible


def shortcoming(record: Record) -> str | None:
    """Say why a run is no whole one and so no pass; ``None`` when it is whole."""
    if not record.interrupted:
        return None
    how = "was interrupted" if record.complete else "has no end: the run was cut off"
    return f"the record {how}; this is no pass"


def message(case: CaseLine) -> str:
    """Say in one line why a case did not pass: the known reason, its reason, or its first finding."""
    if case.known_failure is not None:
        return line(f"known failure: {case.known_failure.reason}")
    if case.reason:
        return line(case.reason)
    first = next((f"{f.requirement}: expected {f.expected}; found {f.found}" for f in case.findings), "")
    return line(first or f"{case.verdict}, without a reason in the record")


def finding_text(finding: FindingRecord, longest: int = 20_000) -> str:
    """Tell a finding whole: requirement, owner, source, what was expected and found, each step with its command."""
    steps = [
        f"{number}. {visible(step.title, longest)}\n{visible(step.curl, longest)}\n-> {visible(step.answer, longest)}"
        for number, step in enumerate(finding.steps, start=1)
    ]
    head = [
        f"{line(finding.requirement)} (owner: {finding.owner}; {line(finding.source)})",
        f"expected: {visible(finding.expected, longest)}",
        f"found:    {visible(finding.found, longest)}",
    ]
    return "\n".join(head + steps)


def evidence(case: CaseLine, longest: int = 20_000) -> str:
    """Tell all findings of a case whole; empty if it has none."""
    return "\n\n".join(finding_text(finding, longest) for finding in case.findings)


def fingerprint(finding: FindingRecord) -> str:
    """Name a finding, the same in every run that finds it: what a target generates anew each time has no part in it."""
    parts = (finding.requirement, str(finding.owner), stable(finding.expected), stable(finding.found))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]
