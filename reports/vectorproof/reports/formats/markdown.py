"""Markdown for a job's summary or a comment on a change, the worst first (``report.md``).

Fits where it goes: 60 kB at most, since a comment takes 64 kB and a summary 1 MB; what was cut is said. Texts of a
record stand in code only, where no link, mention, picture or markup is made of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from vectorproof.reports.lines import CaseLine
from vectorproof.reports.overview import UNTESTED, Finding, Overview, Skip, overview
from vectorproof.reports.record import Record
from vectorproof.reports.snippets import code, fenced
from vectorproof.reports.verdict import Verdict
from vectorproof.reports.visible import line, visible

BYTES_MAX: Final = 60_000
COLUMNS: Final[Mapping[str, str]] = {
    Verdict.PASS: "hold",
    Verdict.FAIL: "failed",
    Verdict.ERROR: "errors",
    Verdict.FLAKY: "flaky",
    Verdict.INCONCLUSIVE: "unclear",
    Verdict.XFAIL: "known",
    Verdict.SKIPPED: "skipped",
    UNTESTED: "untested",
}
_EVIDENCE_LONGEST: Final = 1_500
_LAST_BYTES: Final = 400


def render(record: Record) -> Iterable[tuple[str, bytes]]:
    """Give ``report.md``."""
    seen = overview(record)
    head = "\n\n".join([*_head(seen), _areas(seen), _about(record)])
    text, left_out = _fitting(head, _details(seen))
    if left_out:
        text += f"\n\n_{left_out:,} more entries did not fit here; the record and `report.html` have them all._"
    yield "report.md", f"{text}\n".encode()


def _fitting(text: str, blocks: Iterable[str]) -> tuple[str, int]:
    """Add blocks while they fit; tells how many did not."""
    size, left_out = len(text.encode()), 0
    for block in blocks:
        more = len(block.encode()) + 2
        if left_out or size + more > BYTES_MAX - _LAST_BYTES:
            left_out += 1
            continue
        text, size = f"{text}\n\n{block}", size + more
    return text, left_out


def _head(seen: Overview) -> Iterator[str]:
    yield f"## vectorproof: {seen.headline}"
    yield f"**{seen.record.verdict}** · {seen.sentence}"
    yield from (f"> **{warning}**" for warning in seen.warnings)


def _areas(seen: Overview) -> str:
    shown = [status for status in COLUMNS if status in seen.counts]
    rows = [["area", "total", *(COLUMNS[status] for status in shown), "checks"], ["---", *["--:"] * (len(shown) + 2)]]
    rows += [
        [code(group.name.replace("|", "¦"), 40), str(group.total), *_counts(group.counts, shown), f"{group.checks:,}"]
        for group in seen.areas[:60]
    ]
    total = f"{seen.record.tally().checks:,}"
    rows.append(["**all**", str(len(seen.rows)), *_counts(seen.counts, shown), total])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _counts(counts: Mapping[str, int], shown: Iterable[str]) -> list[str]:
    return [str(counts[status]) if counts.get(status) else "·" for status in shown]


def _about(record: Record) -> str:
    header, footer = record.header, record.footer
    facts = [f"target {code(header.target.name)}", f"profile {code(header.profile)}", f"seed {header.seed}"]
    if footer is not None:
        facts += [f"{footer.seconds:.1f} s", f"digest `{footer.digest[:16]}`"]
    return ", ".join(facts)


def _details(seen: Overview) -> Iterator[str]:
    yield from (_finding(finding) for finding in seen.findings)
    yield from (_unsettled(case) for case in seen.unsettled if not case.findings)
    yield from (_skip(skip) for skip in seen.skips)


def _finding(finding: Finding) -> str:
    case, said = finding.case, finding.seen
    lines = [
        f"### {case.verdict} {code(said.requirement)} ({finding.row.level}, owner: {said.owner})",
        f"{code(finding.row.text, 500)}",
        f"source {code(', '.join(finding.row.source) or said.source)}, case {code(case.case)}",
        f"- expected: {code(said.expected, 600)}\n- found: {code(said.found, 600)}",
    ]
    if case.known_failure is not None:
        lines.append(f"Known: {code(case.known_failure.reason)}")
    if said.steps:
        steps = "\n".join(
            f"# {number}. {line(step.title)}\n{visible(step.curl, _EVIDENCE_LONGEST)}\n"
            f"# -> {line(step.answer, _EVIDENCE_LONGEST)}"
            for number, step in enumerate(said.steps, start=1)
        )
        lines.append(f"<details><summary>{len(said.steps)} steps</summary>\n\n{fenced(steps, 'sh')}\n\n</details>")
    return "\n\n".join(lines)


def _unsettled(case: CaseLine) -> str:
    owner = f", owner: {case.owner}" if case.owner is not None else ""
    return f"- **{case.verdict}** {code(case.case)}{owner}: {code(case.reason or 'no reason was recorded', 500)}"


def _skip(skip: Skip) -> str:
    ids = " ".join(skip.requirements[:40])
    return f"- **SKIPPED** {skip.size}: {code(skip.reason, 500)} {code(ids)}"
