"""Plain text as on the terminal (``report.txt``); the same in colour for whoever has a console.

Nothing from the record is read as markup, and no control character of it reaches the terminal.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from textwrap import indent
from typing import Final

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vectorproof.reports.lines import CaseLine, Step
from vectorproof.reports.overview import UNTESTED, Finding, Group, Overview, Skip, overview
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict
from vectorproof.reports.visible import line, visible

WIDTH: Final = 100
_ANSWER_LONGEST: Final = 600
_IDLE_MOST: Final = 3

COLUMNS: Final[Mapping[str, str]] = {
    Verdict.PASS: "passed",
    Verdict.FAIL: "failed",
    Verdict.ERROR: "errors",
    Verdict.FLAKY: "flaky",
    Verdict.INCONCLUSIVE: "unclear",
    Verdict.XFAIL: "known",
    Verdict.SKIPPED: "skipped",
    UNTESTED: "untested",
}
_ALWAYS: Final = (Verdict.PASS, Verdict.FAIL, Verdict.SKIPPED, UNTESTED)

STYLES: Final[Mapping[str, str]] = {
    Verdict.PASS: "green",
    Verdict.FAIL: "bold red",
    Verdict.ERROR: "bold magenta",
    Verdict.FLAKY: "yellow",
    Verdict.INCONCLUSIVE: "yellow",
    Verdict.XFAIL: "yellow",
    Verdict.SKIPPED: "cyan",
    UNTESTED: "bright_black",
}


def render(record: Record) -> Iterable[tuple[str, bytes]]:
    """Give ``report.txt``, 100 columns wide, without a colour."""
    text = StringIO()
    show(record, Console(file=text, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False))
    lines = (each.rstrip() for each in text.getvalue().splitlines())
    yield "report.txt", ("\n".join(lines) + "\n").encode("utf-8")


def standard_console() -> Console:
    """Make the console of standard output: as wide as the terminal, else 100 columns; encodes whatever comes."""
    console = Console(highlight=False)
    reconfigure = getattr(console.file, "reconfigure", None)
    if callable(reconfigure):
        reconfigure(errors="backslashreplace")
    if not console.is_terminal:
        console.width = WIDTH
    return console


def show(record: Record, console: Console, *, lies: Iterable[Path | str] = ()) -> None:
    """Print a run on a console: findings with their steps, skips, summary per area, and where its files lie."""
    seen = overview(record)
    for part in _parts(seen, tuple(str(path) for path in lies)):
        console.print(part, soft_wrap=isinstance(part, Text), highlight=False)


def _parts(seen: Overview, lies: tuple[str, ...]) -> Iterable[RenderableType]:
    yield from (part for finding in seen.findings for part in _finding(finding))
    yield from (_unsettled(case) for case in seen.unsettled if not case.findings)
    yield from (_skip(skip) for skip in seen.skips)
    yield _summary(seen)
    yield from (Text(f"! {warning}", style="bold yellow") for warning in seen.warnings)
    yield Text(seen.sentence, style="bold")
    yield _about(seen.record)
    yield from (Text(f"Report: {visible(path)}") for path in lies)


def _finding(finding: Finding) -> list[RenderableType]:
    case, seen = finding.case, finding.seen
    head = Text.assemble(
        (f"{case.verdict} ", STYLES[case.verdict]),
        (line(seen.requirement), "bold"),
        f" {finding.row.level}  {line(case.case)}",
        (f"  owner: {seen.owner}", "bold"),
    )
    facts = [
        _fact("promise", finding.row.text),
        _fact("source", ", ".join(finding.row.source) or seen.source),
        _fact("expected", seen.expected),
        _fact("found", seen.found),
    ]
    if case.known_failure is not None:
        facts.append(_fact("known", case.known_failure.reason))
    steps = [part for number, step in enumerate(seen.steps, start=1) for part in _step(number, step)]
    return [head, *facts, *steps, Text()]


def _fact(name: str, value: str) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=9, style="bright_black", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text(name), Text(visible(value, _ANSWER_LONGEST)))
    return Padding(table, (0, 0, 0, 2))


def _step(number: int, step: Step) -> list[RenderableType]:
    # Indented by hand: a command must survive being copied, so it is printed as it is and never folded.
    return [
        Text(f"  {number}. {line(step.title)}"),
        Text(indent(visible(step.curl), "     "), style="cyan"),
        Text(indent(f"-> {visible(step.answer, _ANSWER_LONGEST)}", "     "), style="bright_black"),
    ]


def _unsettled(case: CaseLine) -> Text:
    owner = f"  owner: {case.owner}" if case.owner else ""
    reason = line(case.reason or "no reason was recorded")
    return Text.assemble((f"{case.verdict} ", STYLES[case.verdict]), (line(case.case), "bold"), f"  {reason}{owner}")


def _skip(skip: Skip) -> Text:
    ids = ", ".join(map(line, skip.requirements))
    return Text.assemble(
        ("SKIPPED ", STYLES[Verdict.SKIPPED]), f"{len(skip.cases)}: {line(skip.reason)}", (f"  {ids}", "bright_black")
    )


def _summary(seen: Overview) -> Table:
    shown = [status for status in COLUMNS if status in _ALWAYS or status in seen.counts]
    table = Table(
        box=box.SIMPLE_HEAD,
        show_footer=True,
        show_edge=False,
        pad_edge=False,
        collapse_padding=True,
        header_style="bold",
    )
    table.add_column("area", footer="all", no_wrap=True, max_width=16)
    heads = (
        ("total", Text(str(len(seen.rows)))),
        *((COLUMNS[status], _count(status, seen.counts)) for status in shown),
        ("cases", Text(str(len(seen.record.cases)))),
        ("checks", Text(f"{seen.record.tally().checks:,}")),
    )
    for head, total in heads:
        table.add_column(head, justify="right", no_wrap=True, footer=total)
    for area in _told(seen.areas):
        counts = (_count(status, area.counts) for status in shown)
        table.add_row(Text(line(area.name)), str(area.total), *counts, str(area.cases), f"{area.checks:,}")
    return table


def _told(areas: Sequence[Group]) -> Sequence[Group]:
    """Give a line to each area; many that nothing was asked of share one."""
    idle = [area for area in areas if not area.cases]
    if len(idle) <= _IDLE_MOST or len(idle) == len(areas):
        return areas
    counts = sum((Counter(area.counts) for area in idle), Counter[str]())
    rest = Group(f"{len(idle)} others", counts, cases=0, checks=0)
    return [*(area for area in areas if area.cases), rest]


def _count(status: str, counts: Mapping[str, int]) -> Text:
    count = counts.get(status, 0)
    return Text(str(count), style=STYLES[status]) if count else Text("·", style="bright_black")


def _about(record: Record) -> Text:
    header, footer = record.header, record.footer
    seed = "none" if header.seed is None else str(header.seed)
    facts = [f"target {line(header.target.name)}", f"profile {line(header.profile)}", f"seed {seed}"]
    if footer is not None:
        facts += [f"{footer.seconds:.1f} s", f"digest {footer.digest[:16]}"]
    return Text(", ".join(facts), style="bright_black")
