"""One HTML page that needs no other file and no network (``report.html``).

Everything from the record is escaped twice over: harmful characters are shown as their escapes, and the template
escapes HTML. A content policy lets nothing run but the page's own script, named by its hash.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from vectorproof.reports.confidence import held
from vectorproof.reports.document import document
from vectorproof.reports.overview import UNTESTED, Finding, Overview, overview
from vectorproof.reports.pages import Filters, asset, environment, policy, prose
from vectorproof.reports.record import Record
from vectorproof.reports.shown import FINDINGS_MAX, shown
from vectorproof.reports.suite_score import suite_score
from vectorproof.reports.texts import counted
from vectorproof.reports.verdict import Verdict
from vectorproof.reports.visible import visible

WORDS: Final[Mapping[str, str]] = {
    Verdict.PASS: "passed",
    Verdict.FAIL: "failed",
    Verdict.ERROR: "error",
    Verdict.FLAKY: "flaky",
    Verdict.INCONCLUSIVE: "inconclusive",
    Verdict.XFAIL: "known failure",
    Verdict.SKIPPED: "skipped",
    UNTESTED: "untested",
}
PAGE: Final = "seed"
"""What sources call the page whose lines are shown."""
CASES_MAX: Final = 25
"""So many cases of a requirement are listed, in the order of the record."""
_BAR_WIDTH: Final = 1000
_COPIED_LONGEST: Final = 200_000


def render(record: Record) -> Iterable[tuple[str, bytes]]:
    """Give ``report.html``."""
    style, script = asset("report.css"), asset("report.js")
    page = environment(_FILTERS).get_template("report.html")
    seen = overview(record)
    lines = document(seen)
    text = page.render(
        seen=seen,
        shown=shown(seen),
        found_in=_by_requirement(seen),
        cases_max=CASES_MAX,
        lines=lines,
        places={f"{PAGE}:{line.number}": line.number for line in lines},
        score=suite_score(),
        words=WORDS,
        parts=parts,
        # Both are our own files, never a record's text.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=policy(style, script),
    )
    yield "report.html", text.encode("utf-8")


def _by_requirement(seen: Overview) -> Mapping[str, list[Finding]]:
    found = {row.id: list[Finding]() for row in seen.rows}
    for finding in seen.findings[:FINDINGS_MAX]:
        found[finding.row.id].append(finding)
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """One status in a bar, in units of its view box."""

    status: str
    start: int
    width: int


def parts(counts: Mapping[str, int]) -> tuple[Part, ...]:
    """Divide a bar: what holds is at the left, what was not tested at the right, no gap for rounding."""
    total = sum(counts.values())
    seen, divided = 0, list[Part]()
    for status in (status for status in WORDS if counts.get(status)):
        start = round(_BAR_WIDTH * seen / total)
        seen += counts[status]
        divided.append(Part(status, start, round(_BAR_WIDTH * seen / total) - start))
    return tuple(divided)


def _evidence(text: str) -> Markup:
    """Show more of a text than usual: what was sent, expected and found."""
    return escape(visible(text))


def _whole(text: str) -> Markup:
    """Show all of a text that is there to be copied."""
    return escape(visible(text, _COPIED_LONGEST))


def _anchor(requirement: str) -> str:
    """Name a requirement's place on the page: its id, where that is a usable name."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", requirement)[:100]


def _moment(iso: str) -> str:
    """Show ``2026-08-24T09:14:03Z`` as people write it; anything else stays as it is."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?(?:Z|\+00:00)", iso)
    return f"{found[1]} {found[2]} UTC" if found else iso


_FILTERS: Final[Filters] = {
    "anchor": _anchor,
    "counted": counted,
    "evidence": _evidence,
    "held": held,
    "moment": _moment,
    "prose": prose,
    "whole": _whole,
}
