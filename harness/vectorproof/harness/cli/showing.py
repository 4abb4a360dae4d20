"""What the verbs that show a sheet share: which record was meant, and where a sheet goes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vectorproof.harness.errors import UsageError
from vectorproof.reports import sheets
from vectorproof.reports.formats import FormatError
from vectorproof.reports.formats.terminal import standard_console
from vectorproof.reports.record import Record, RecordError, read
from vectorproof.reports.sheet import Sheet
from vectorproof.reports.sheets.terminal import show

FORMATS: Final = "Write a file too: terminal, html, markdown, csv or json; may be given several times."


def given_record(path: Path) -> Record:
    """Read the record that was named, or the one in the folder that was named.

    Raises:
        UsageError: it cannot be read.

    """
    try:
        return read(path / "record.jsonl" if path.is_dir() else path)
    except RecordError as error:
        raise UsageError(str(error)) from error


def shown(sheet: Sheet, names: Sequence[str], folder: Path) -> None:
    """Print a sheet, and write it in each form that was named.

    Raises:
        UsageError: a form is unknown, or a file cannot be written.

    """
    try:
        written = sheets.write(sheet, sheets.chosen(names), folder)
    except FormatError as error:
        raise UsageError(str(error)) from error
    show(sheet, standard_console(), lies=written)
