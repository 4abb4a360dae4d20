"""``vectorproof matrix``: several runs side by side; judges records only, runs nothing."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from vectorproof.harness.cli.showing import FORMATS, given_record, shown
from vectorproof.harness.errors import UsageError
from vectorproof.reports.compare import CompareError
from vectorproof.reports.matrix import RUNS_MIN, matrix
from vectorproof.reports.record import Record


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("matrix")(matrix_)


def matrix_(
    records: Annotated[list[Path], typer.Argument(metavar="RECORD…", help="Records of runs, or their folders.")],
    *,
    name: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="What to call each run, in their order.")
    ] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Lay runs side by side that are not alike.")] = False,
    format_: Annotated[list[str] | None, typer.Option("--format", metavar="NAME", help=FORMATS)] = None,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")] = Path(),
) -> None:
    """Lay several runs side by side: areas, the promises on which they differ, and those that hold nowhere.

    Ends with 0; with 2 for records that cannot be read or compared.
    """
    if name and len(name) != len(records):
        raise UsageError(f"{len(name)} names for {len(records)} records; as many --name as records are right")
    if len(records) < RUNS_MIN:
        raise UsageError(f"one record, {records[0]}; a matrix needs two or more")
    runs = [given_record(path) for path in records]
    names = name or _names(records, runs)
    try:
        sheet = matrix(list(zip(names, runs, strict=True)), anyway=anyway)
    except CompareError as error:
        raise UsageError(f"{error}; --anyway does it all the same") from error
    shown(sheet, format_ or (), output)


def _names(paths: Sequence[Path], runs: Sequence[Record]) -> list[str]:
    """Call runs by their targets, or, where two have the same target, by their files."""
    targets = Counter(run.header.target.name for run in runs)
    return [
        run.header.target.name if targets[run.header.target.name] == 1 else str(path)
        for path, run in zip(paths, runs, strict=True)
    ]
