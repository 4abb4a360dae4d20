"""A sheet's tables as CSV, one below the other; the first column names the table, no field is a formula."""

import csv
from io import StringIO
from typing import Final

from vectorproof.reports.sheet import Sheet
from vectorproof.reports.visible import line

ENDING: Final = "csv"
_FORMULA: Final = ("=", "+", "-", "@")


def render(sheet: Sheet) -> bytes:
    """Write every table with its own line of columns."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for table in sheet.tables:
        writer.writerow(["table", *(_field(column) for column in table.columns)])
        writer.writerows([_field(table.title), *(_field(cell.text) for cell in row)] for row in table.rows)
    return text.getvalue().encode()


def _field(value: str) -> str:
    text = line(value, 2_000)
    return f"'{text}" if text.startswith(_FORMULA) else text
