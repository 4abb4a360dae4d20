"""CSV: one line for each requirement and case, for spreadsheets and scripts (``report.csv``).

A field that a spreadsheet would take for a formula begins with an apostrophe, every field is one line.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from vectorproof.reports.lines import CaseLine
from vectorproof.reports.overview import Row, overview
from vectorproof.reports.plain import message, shortcoming
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict
from vectorproof.reports.visible import line

COLUMNS: Final = (
    "requirement", "area", "level", "status", "source", "case", "verdict", "owner", "checks", "distinct_examples",
    "boundaries", "exchanges", "seconds", "reason", "expected", "found",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@")
_LONGEST: Final = 2_000


def render(record: Record) -> Iterable[tuple[str, bytes]]:
    """Give ``report.csv``; a run that did not end adds a line whose case is ``run/complete``."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in overview(record).rows:
        writer.writerows([_field(value) for value in values] for values in _lines(row))
    why = shortcoming(record)
    if why is not None:
        last = {"case": "run/complete", "verdict": str(Verdict.INCONCLUSIVE), "reason": why}
        writer.writerow([last.get(name, "") for name in COLUMNS])
    yield "report.csv", text.getvalue().encode("utf-8")


def _lines(row: Row) -> Iterator[tuple[object, ...]]:
    promise = (row.id, row.area, row.level, row.status, " ".join(row.source))
    if not row.cases:
        yield (*promise, *[""] * 8, row.note or "", "", "")
    for case in row.cases:
        yield (*promise, *_case(row, case))


def _case(row: Row, case: CaseLine) -> tuple[object, ...]:
    result = next((result for result in case.requirements if result.id == row.id), None)
    finding = next((finding for finding in case.findings if finding.requirement == row.id), None)
    return (
        case.case,
        result.verdict if result is not None else case.verdict,
        case.owner or "",
        result.checks if result is not None else 0,
        case.examples.distinct,
        "; ".join(case.examples.boundaries),
        case.exchanges,
        f"{case.seconds:.3f}",
        message(case) if case.verdict is not Verdict.PASS else "",
        finding.expected if finding is not None else "",
        finding.found if finding is not None else "",
    )


def _field(value: object) -> str:
    text = line(str(value), _LONGEST)
    return f"'{text}" if text.startswith(_FORMULA) else text
