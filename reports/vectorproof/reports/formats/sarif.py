"""SARIF 2.1.0: findings as a code scanner's results, with our requirements as its rules (``report.sarif``).

Each result points at its case's line in the record, where the evidence is. Readers keep 5,000 results and take 10 MB:
the worst come first, and what was left out is said.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson

from vectorproof.reports.lines import CaseLine
from vectorproof.reports.overview import Finding, Row, overview
from vectorproof.reports.plain import finding_text, fingerprint, message, shortcoming
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict
from vectorproof.reports.visible import line, visible

RESULTS_MAX: Final = 5_000
RESULTS_BYTES_MAX: Final = 9_000_000
LEVELS: Final[Mapping[str, str]] = {"MUST": "error", "SHOULD": "warning"}
_MESSAGE_LONGEST: Final = 8_000
_PART_LONGEST: Final = 3_000


def render(record: Record) -> Iterable[tuple[str, bytes]]:
    """Give ``report.sarif``: one result for each finding, and for each case that could not be settled."""
    seen = overview(record)
    lines = {case.case: number for number, case in enumerate(record.cases, start=2)}
    every = [_of_finding(finding, lines) for finding in seen.findings]
    every += [_of_case(case, lines) for case in seen.unsettled if not case.findings]
    kept = _fitting(every)
    used = {result["ruleId"] for result in kept}
    run = {
        "tool": {"driver": _driver(record, [row for row in seen.rows if line(row.id) in used])},
        "invocations": [_invocation(record, left_out=len(every) - len(kept))],
        "columnKind": "unicodeCodePoints",
        "results": kept,
    }
    document = {"version": "2.1.0", "runs": [run]}
    yield "report.sarif", orjson.dumps(document)


def _driver(record: Record, rows: list[Row]) -> dict[str, Any]:
    tool = record.header.tool
    return {"name": "vectorproof", "semanticVersion": line(tool.version), "rules": [_rule(row) for row in rows]}


def _rule(row: Row) -> dict[str, Any]:
    return {
        "id": line(row.id),
        "shortDescription": {"text": line(row.text, 1_000)},
        "help": {"text": f"{visible(row.text, 1_000)}\nSource: {line(', '.join(row.source)) or 'unknown'}"},
        "defaultConfiguration": {"level": LEVELS.get(row.level, "note")},
        "properties": {"tags": [line(row.area), line(row.level)]},
    }


def _of_finding(finding: Finding, lines: Mapping[str, int]) -> dict[str, Any]:
    result = {
        "ruleId": line(finding.row.id),
        "level": LEVELS.get(finding.row.level, "note"),
        "message": {"text": visible(finding_text(finding.seen, _PART_LONGEST), _MESSAGE_LONGEST)},
        "locations": [_location(finding.case, lines)],
        "partialFingerprints": {"finding/v1": fingerprint(finding.seen)},
        "properties": {"owner": str(finding.seen.owner), "verdict": str(finding.case.verdict)},
    }
    known = finding.case.known_failure
    if known is not None:
        result["suppressions"] = [{"kind": "external", "justification": line(known.reason)}]
    return result


def _of_case(case: CaseLine, lines: Mapping[str, int]) -> dict[str, Any]:
    return {
        "ruleId": line(next((result.id for result in case.requirements), case.case)),
        "level": "none",
        "kind": "review" if case.verdict is Verdict.INCONCLUSIVE else "open",
        "message": {"text": f"{case.verdict}: {message(case)}"},
        "locations": [_location(case, lines)],
        "properties": {"owner": str(case.owner) if case.owner is not None else "", "verdict": str(case.verdict)},
    }


def _location(case: CaseLine, lines: Mapping[str, int]) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": "record.jsonl"},
            "region": {"startLine": lines[case.case]},
        },
        "logicalLocations": [{"fullyQualifiedName": line(case.case), "kind": "function"}],
    }


def _fitting(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the results from the first on, as many as every reader takes."""
    size = 0
    for number, result in enumerate(results[:RESULTS_MAX]):
        size += len(orjson.dumps(result))
        if size > RESULTS_BYTES_MAX:
            return results[:number]
    return results[:RESULTS_MAX]


def _invocation(record: Record, *, left_out: int) -> dict[str, Any]:
    why = shortcoming(record)
    notes = [why] if why is not None else []
    if left_out:
        notes.append(f"{left_out:,} results did not fit and were left out, the least bad; the record has them all")
    return {
        "executionSuccessful": why is None,
        "toolExecutionNotifications": [{"level": "warning", "message": {"text": note}} for note in notes],
    }
