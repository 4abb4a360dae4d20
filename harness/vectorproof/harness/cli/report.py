"""``vectorproof report``: render the record of a run again, in any format; runs nothing and judges nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from vectorproof.reports import formats
from vectorproof.reports.formats.terminal import show, standard_console
from vectorproof.reports.record import Record, RecordError, read

USAGE = 2
"""The exit code for what a person can set right."""


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("report")(report)


def report(
    record: Annotated[
        Path, typer.Argument(metavar="RECORD", help="The record.jsonl of a run, or the folder it is in.")
    ],
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="NAME", help="A format; may be given several times. None prints only."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the files go; beside the record if not given."),
    ] = None,
) -> None:
    """Render the record of a run: on the terminal, and as a file or more for each format.

    With --output and no --format, every format is written. Ends with 0 when everything was rendered, whatever the
    verdict of the run; with 2 for an unknown format, a record that cannot be read, or a folder that cannot be written.
    """
    try:
        wanted = formats.chosen(_names(format_, output))
        seen, path = _read(record)
        written = formats.write(seen, wanted, output or path.parent)
    except (RecordError, formats.FormatError) as error:
        typer.echo(f"vectorproof report: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(USAGE) from error
    show(seen, standard_console(), lies=written)


def _names(given: Sequence[str] | None, output: Path | None) -> Sequence[str]:
    return given or (tuple(formats.catalogue()) if output is not None else ())


def _read(given: Path) -> tuple[Record, Path]:
    path = given / "record.jsonl" if given.is_dir() else given
    return read(path), path
