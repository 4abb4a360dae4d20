"""CTRF, the Common Test Report Format: one JSON file for tools that read many runners alike (``report.ctrf.json``).

Its five statuses are fewer than our verdicts, so the verdict stands beside each as the raw status.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import orjson

from vectorproof.reports.lines import CaseLine
from vectorproof.reports.moments import milliseconds
from vectorproof.reports.plain import evidence, message, shortcoming
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict
from vectorproof.reports.visible import line

SPEC_VERSION: Final = "0.0.0"
STATUSES: Final[Mapping[Verdict, str]] = {
    Verdict.PASS: "passed",
    Verdict.FAIL: "failed",
    Verdict.FLAKY: "failed",
    Verdict.ERROR: "failed",
    Verdict.INCONCLUSIVE: "other",
    Verdict.SKIPPED: "skipped",
    Verdict.XFAIL: "other",
}
_COUNTED: Final = ("passed", "failed", "skipped", "pending", "other")


def render(record: Record) -> Iterable[tuple[str, bytes]]:
    """Give ``report.ctrf.json``; a run that did not end adds a test ``run/complete`` that has not passed."""
    tests = [_test(case) for case in sorted(record.cases, key=lambda case: case.case)]
    why = shortcoming(record)
    if why is not None:
        tests.append({"name": "run/complete", "status": "other", "duration": 0, "message": why})
    header = record.header
    results = {
        "tool": {"name": line(header.tool.name), "version": line(header.tool.version)},
        "summary": _summary(record, tests),
        "tests": tests,
        "environment": _environment(record),
    }
    document = {
        "reportFormat": "CTRF",
        "specVersion": SPEC_VERSION,
        "reportId": str(uuid5(NAMESPACE_URL, f"vectorproof:{line(header.started)}:{line(header.target.name)}")),
        "generatedBy": "vectorproof",
        "results": results,
    }
    yield "report.ctrf.json", orjson.dumps(document, option=orjson.OPT_INDENT_2)


def _summary(record: Record, tests: list[dict[str, Any]]) -> dict[str, int]:
    counts = Counter(test["status"] for test in tests)
    start = milliseconds(record.header.started)
    stop = milliseconds(record.footer.ended) if record.footer is not None else start
    return {
        "tests": len(tests),
        **{status: counts[status] for status in _COUNTED},
        "flaky": sum(case.verdict is Verdict.FLAKY for case in record.cases),
        "suites": len({case.area for case in record.cases}),
        "start": start,
        "stop": max(start, stop),
    }


def _test(case: CaseLine) -> dict[str, Any]:
    started = milliseconds(case.started)
    test: dict[str, Any] = {
        "id": str(uuid5(NAMESPACE_URL, f"vectorproof:{line(case.case)}")),
        "name": line(case.case),
        "status": STATUSES[case.verdict],
        "rawStatus": str(case.verdict),
        "duration": round(case.seconds * 1000),
        "start": started,
        "stop": started + round(case.seconds * 1000),
        "suite": [line(case.area)],
        "tags": [line(result.id) for result in case.requirements],
        "threadId": line(case.worker),
        "flaky": case.verdict is Verdict.FLAKY,
        "extra": _extra(case),
    }
    if case.verdict is not Verdict.PASS:
        test |= {"message": message(case), "trace": evidence(case)}
        test["steps"] = [
            {"name": line(step.title), "status": "other"} for finding in case.findings for step in finding.steps
        ]
    return test


def _extra(case: CaseLine) -> dict[str, Any]:
    return {
        "owner": case.owner,
        "checks": case.checks,
        "exchanges": case.exchanges,
        "distinctExamples": case.examples.distinct,
        "boundaries": [line(label) for label in case.examples.boundaries],
        "requirements": {line(result.id): str(result.verdict) for result in case.requirements},
    }


def _environment(record: Record) -> dict[str, Any]:
    header = record.header
    return {
        "appName": line(header.target.name),
        "osPlatform": line(header.environment.platform),
        "testEnvironment": line(header.target.kind),
        "extra": {
            "profile": line(header.profile),
            "seed": header.seed,
            "catalogue": line(header.catalogue),
            "digest": record.footer.digest if record.footer is not None else None,
        },
    }
