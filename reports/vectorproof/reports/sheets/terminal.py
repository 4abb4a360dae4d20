"""A sheet as plain text, and in colour for whoever has a console; no text of it is read as markup."""

from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from vectorproof.reports.sheet import Cell, Sheet, Table
from vectorproof.reports.visible import line, visible

ENDING: Final = "txt"
WIDTH: Final = 100
STYLES: Final[Mapping[str, str]] = {
    "PASS": "green",
    "FAIL": "bold red",
    "ERROR": "bold magenta",
    "FLAKY": "yellow",
    "INCONCLUSIVE": "yellow",
    "XFAIL": "yellow",
    "SKIPPED": "cyan",
    "UNTESTED": "bright_black",
}
_BLOCKS: Final = "▁▂▃▄▅▆▇█"
_MOST_POINTS: Final = 30


def render(sheet: Sheet) -> bytes:
    """Write a sheet 100 columns wide, without a colour."""
    text = StringIO()
    show(sheet, Console(file=text, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False))
    return ("\n".join(each.rstrip() for each in text.getvalue().splitlines()) + "\n").encode()


def show(sheet: Sheet, console: Console, *, lies: Iterable[Path] = ()) -> None:
    """Print a sheet on a console, and where its files lie; the sentence comes last, where eyes rest."""
    console.print(Text(line(sheet.title), style="bold"))
    for table in sheet.tables:
        if table.rows:
            _print_table(table, console)
    for warning in sheet.warnings:
        console.print(Text(f"! {visible(warning, 2_000)}", style="bold yellow"))
    for name, value in sheet.facts:
        console.print(Text(f"{line(name)}: {line(value)}", style="bright_black"))
    console.print(Text(line(sheet.sentence, 2_000), style=f"bold {STYLES.get(sheet.status, '')}".strip()))
    for path in lies:
        console.print(Text(f"Report: {visible(str(path))}"), soft_wrap=True)


def _print_table(table: Table, console: Console) -> None:
    shown = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for number, column in enumerate(table.columns):
        shown.add_column(Text(line(column)), overflow="fold", no_wrap=number == 0)
    for row in table.rows:
        shown.add_row(*(_cell(cell) for cell in row))
    console.print()
    console.print(Text(f"{line(table.title)} ({len(table.rows):,})", style="bold"))
    if table.note:
        console.print(Text(line(table.note, 1_000), style="bright_black"))
    console.print(shown)


def _cell(cell: Cell) -> Text:
    drawn = "".join(" " if value is None else _BLOCKS[_step(value)] for value in cell.values[-_MOST_POINTS:])
    text = " ".join(part for part in (drawn, visible(cell.text, 400)) if part)
    return Text(text, style=STYLES.get(cell.status, ""))


def _step(value: float) -> int:
    return min(len(_BLOCKS) - 1, max(0, round(value * (len(_BLOCKS) - 1))))
