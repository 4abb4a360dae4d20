"""A sheet as Markdown for a job's summary or a comment, 60 kB at most; texts stand in code only."""

from collections.abc import Iterator
from typing import Final

from vectorproof.reports.sheet import Cell, Sheet, Table
from vectorproof.reports.snippets import code

ENDING: Final = "md"
BYTES_MAX: Final = 60_000
_LAST_BYTES: Final = 300


def render(sheet: Sheet) -> bytes:
    """Write a sheet; the rows that do not fit are counted."""
    text = "\n".join(_head(sheet))
    left_out = 0
    for table in sheet.tables:
        if table.rows:
            more, cut = _table(table, BYTES_MAX - _LAST_BYTES - len(text.encode()))
            text, left_out = text + more, left_out + cut
    if left_out:
        text += f"\n\n_{left_out:,} more rows did not fit here; the other formats have them all._"
    return f"{text}\n".encode()


def _head(sheet: Sheet) -> Iterator[str]:
    yield f"## vectorproof: {code(sheet.title)}\n"
    yield f"**{sheet.status or 'RESULT'}** · {code(sheet.sentence, 2_000)}"
    for warning in sheet.warnings:
        yield f"\n> {code(warning, 1_000)}"
    if sheet.facts:
        yield "\n" + "  \n".join(f"{code(name)}: {code(value)}" for name, value in sheet.facts)


def _table(table: Table, room: int) -> tuple[str, int]:
    head = f"\n\n### {table.title} ({len(table.rows):,})\n\n" + (f"{table.note}\n\n" if table.note else "")
    rows = [
        f"| {' | '.join(_safe(column) for column in table.columns)} |",
        f"|{'---|' * len(table.columns)}",
        *(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in table.rows),
    ]
    size, kept = len(head.encode()), list[str]()
    for row in rows:
        size += len(row.encode()) + 1
        if size > room:
            break
        kept.append(row)
    fits = len(kept) > 2  # noqa: PLR2004  # a head and its rule alone say nothing
    return (head + "\n".join(kept), len(rows) - len(kept)) if fits else ("", len(table.rows))


def _cell(cell: Cell) -> str:
    return _safe(cell.text) if cell.text else "·"


def _safe(text: str) -> str:
    return code(text.replace("|", "¦"), 400)
