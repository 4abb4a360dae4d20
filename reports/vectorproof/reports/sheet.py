"""A sheet: a sentence, facts and tables, ready to be shown in any form; what compares or counts runs gives one.

Knows no run and no form. Texts may come from outside: each form makes them harmless.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text, the status that colours it (a verdict's name), and values from 0 to 1 drawn as a line.

    ``None`` among the values is a gap. ``mono`` marks an id.
    """

    text: str
    status: str = ""
    mono: bool = False
    values: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their columns' names; a ``note`` tells how to read it. Each row has every column."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown: ``name`` names its files, ``sentence`` says what came out, ``status`` colours it."""

    name: str
    title: str
    sentence: str
    status: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    tables: tuple[Table, ...] = field(default_factory=tuple)
