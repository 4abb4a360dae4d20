"""The page that is judged, line by line: which lines a run proved, which it broke, which it did not touch.

Lines are numbers; what they promise is told in our words, by the requirements that rest on them. The text of the page
itself is nowhere. Knows no format.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from vectorproof.reports.overview import STATUSES, UNTESTED, Overview, Row
from vectorproof.reports.verdict import Verdict
from vectorproof.specs.requirements import SeedLine, seed_lines
from vectorproof.specs.requirements.seed import BLANK

SILENT: Final = ""
"""The status of a line that promises nothing."""

# The worst first; what was skipped or not tested is worse than what holds: it is not proven.
_ORDER: Final = (
    *(status for status in STATUSES if status not in {Verdict.PASS, Verdict.SKIPPED, UNTESTED}),
    UNTESTED,
    Verdict.SKIPPED,
    Verdict.PASS,
)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line of the page: the requirements that rest on it, or the reason why it promises nothing."""

    number: int
    status: str
    rows: tuple[Row, ...]
    reason: str | None = None


def document(seen: Overview, lines: Iterable[SeedLine] | None = None) -> tuple[DocumentLine, ...]:
    """Lay a run over the lines of the page, in their order; lines without a character are left out."""
    rows = {row.id: row for row in seen.rows}
    written = (line for line in (seed_lines() if lines is None else lines) if line.not_normative != BLANK)
    return tuple(_line(line, rows) for line in written)


def _line(line: SeedLine, rows: Mapping[str, Row]) -> DocumentLine:
    cited = tuple(rows[name] for name in line.cited_by if name in rows)
    status = min((row.status for row in cited), key=_ORDER.index, default=SILENT)
    return DocumentLine(line.number, status, cited, line.not_normative)
