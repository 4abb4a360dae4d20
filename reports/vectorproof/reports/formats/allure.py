"""Allure results: a folder of small files that an Allure report is made from (``allure-results/*``).

The behaviour a case belongs to is its area, the story its requirement. Evidence is an attachment of its own. Owners
become Allure's categories, so that its front page tells whose business the findings are.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import orjson

from vectorproof.reports.lines import CaseLine, FindingRecord
from vectorproof.reports.moments import milliseconds
from vectorproof.reports.plain import finding_text, message, shortcoming
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Owner, Verdict
from vectorproof.reports.visible import line

FOLDER: Final = "allure-results"
STATUSES: Final[Mapping[Verdict, str]] = {
    Verdict.PASS: "passed",
    Verdict.FAIL: "failed",
    Verdict.FLAKY: "failed",
    Verdict.ERROR: "broken",
    Verdict.INCONCLUSIVE: "unknown",
    Verdict.SKIPPED: "skipped",
    Verdict.XFAIL: "skipped",
}


def render(record: Record) -> Iterable[tuple[str, bytes]]:
    """Give one result for each case, its evidence beside it, and what Allure wants to know of the run."""
    for case in sorted(record.cases, key=lambda case: case.case):
        yield from _case(case)
    why = shortcoming(record)
    if why is not None:
        name = str(uuid5(NAMESPACE_URL, "vectorproof:run/complete"))
        details = {"message": why, "trace": ""}
        yield _json(f"{name}-result", {**_named(name, "run/complete"), "status": "broken", "statusDetails": details})
    yield _json("categories", [_category(owner) for owner in Owner])
    yield f"{FOLDER}/environment.properties", _environment(record)


def _case(case: CaseLine) -> Iterable[tuple[str, bytes]]:
    name = str(uuid5(NAMESPACE_URL, f"vectorproof:{line(case.case)}"))
    attachments: list[dict[str, str]] = []
    for number, finding in enumerate(case.findings, start=1):
        source = f"{name}-{number}-attachment.txt"
        attachments.append({"name": f"finding {number}", "source": source, "type": "text/plain"})
        yield f"{FOLDER}/{source}", finding_text(finding).encode()
    started = milliseconds(case.started)
    yield _json(
        f"{name}-result",
        {
            **_named(name, line(case.case)),
            "status": STATUSES[case.verdict],
            "statusDetails": _details(case),
            "labels": _labels(case),
            "parameters": [{"name": "boundary", "value": line(label)} for label in case.examples.boundaries],
            "steps": [step for finding in case.findings for step in _steps(finding)],
            "attachments": attachments,
            "start": started,
            "stop": started + round(case.seconds * 1000),
        },
    )


def _named(name: str, case: str) -> dict[str, Any]:
    known_as = uuid5(NAMESPACE_URL, f"vectorproof:history:{case}").hex
    return {
        "uuid": name,
        "historyId": known_as,
        "testCaseId": known_as,
        "fullName": case,
        "name": case,
        "stage": "finished",
    }


def _details(case: CaseLine) -> dict[str, Any]:
    if case.verdict is Verdict.PASS:
        return {}
    owner = f"owner: {case.owner}; " if case.owner is not None else ""
    return {
        "message": f"{owner}{message(case)}",
        "trace": f"{case.verdict}: {', '.join(line(finding.requirement) for finding in case.findings)}",
        "known": case.verdict is Verdict.XFAIL,
        "flaky": case.verdict is Verdict.FLAKY,
    }


def _labels(case: CaseLine) -> list[dict[str, str]]:
    pairs = (
        ("framework", "vectorproof"),
        ("language", "python"),
        ("epic", line(case.area)),
        ("suite", line(case.area)),
        ("thread", line(case.worker)),
        *(("story", line(result.id)) for result in case.requirements),
        *(("owner", str(owner)) for owner in (case.owner,) if owner is not None),
    )
    return [{"name": name, "value": value} for name, value in pairs]


def _steps(finding: FindingRecord) -> list[dict[str, Any]]:
    return [
        {
            "name": line(step.title),
            "status": "passed",
            "stage": "finished",
            "parameters": [{"name": "answer", "value": line(step.answer)}],
        }
        for step in finding.steps
    ]


def _category(owner: Owner) -> dict[str, Any]:
    return {
        "name": f"owner: {owner}",
        "messageRegex": f"(?s)owner: {owner}.*",
        "matchedStatuses": ["failed", "broken", "unknown"],
    }


def _environment(record: Record) -> bytes:
    header = record.header
    facts = {
        "target": header.target.name,
        "kind": header.target.kind,
        "profile": header.profile,
        "seed": "none" if header.seed is None else str(header.seed),
        "catalogue": header.catalogue,
        "tool": f"{header.tool.name} {header.tool.version}",
        "python": header.environment.python,
        "platform": header.environment.platform,
    }
    lines = (f"{name}={line(value)}".replace("\\", "\\\\") for name, value in facts.items())
    # A Java properties file is Latin-1: everything else is written as its escape.
    return ("\n".join(lines) + "\n").encode("ascii", "backslashreplace")


def _json(name: str, members: object) -> tuple[str, bytes]:
    return f"{FOLDER}/{name}.json", orjson.dumps(members, option=orjson.OPT_INDENT_2)
