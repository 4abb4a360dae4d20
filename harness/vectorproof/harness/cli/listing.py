"""``vectorproof list``: what there is of each kind, as a table or as JSON; reads catalogues and judges nothing."""

from collections.abc import Sequence
from typing import Annotated, Final

import orjson
import typer
from rich.console import Console
from rich.table import Table

from vectorproof.harness.cli.inventory import INVENTORY, Row, coverage
from vectorproof.harness.errors import UsageError
from vectorproof.harness.json_values import list_in

_SENTENCES: Final = ("id", "summary", "title", "text")
_SHORT: Final = 12
_PIPED_WIDTH: Final = 200


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("list")(list_)


def list_(
    kind: Annotated[str, typer.Argument(metavar="|".join(INVENTORY), help="What to list.")],
    coverage_: Annotated[
        bool, typer.Option("--coverage", help="Of requirements: cases, examples, checks, lies caught, defects killed.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="An array of objects, each with an id.")] = False,
) -> None:
    """List what there is: requirements, suites, cases, commands, errors, faults, and more."""
    if kind not in INVENTORY:
        raise UsageError(f"list {kind!r} is unknown; there are {', '.join(INVENTORY)}")
    if coverage_ and kind != "requirements":
        raise UsageError(f"--coverage tells of requirements, not of {kind}")
    rows = coverage() if coverage_ else INVENTORY[kind]()
    if coverage_ and not json:
        # A table has room for how many there are of each; JSON has their names.
        rows = [{name: _counted(value) for name, value in row.items()} for row in rows]
    if json:
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
    else:
        console = Console()
        console = console if console.is_terminal else Console(width=_PIPED_WIDTH)
        console.print(_table(rows) if rows else f"There are no {kind}.", highlight=False)


def _counted(value: object) -> object:
    listed = list_in(value)
    return value if listed is None else len(listed)


def _table(rows: Sequence[Row]) -> Table:
    """Show what fits a line: the id, short members, and the sentence that says what it is."""
    names = [name for name in rows[0] if name in _SENTENCES or _is_short([row.get(name) for row in rows])]
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in names:
        table.add_column(name, no_wrap=name == "id", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in names))
    return table


def _is_short(values: Sequence[object]) -> bool:
    shown = [_cell(value) for value in values if not isinstance(value, list | dict)]
    return len(shown) == len(values) and any(shown) and max(map(len, shown)) <= _SHORT


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text.replace("[", "\\[")
