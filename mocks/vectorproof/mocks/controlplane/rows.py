"""Reading a file of rows, JSON or CSV: each row becomes an object, and garbage an error that names the place.

Knows bytes and rows; does not know documents, embeddings or HTTP.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

Rows = list[dict[str, Any]]


class RowsError(ValueError):
    """A file that cannot be read; says where."""


def read_json(raw: bytes) -> Rows:
    """Read a JSON array of objects."""
    try:
        found: object = json.loads(_decoded(raw))
    except json.JSONDecodeError as error:
        raise RowsError(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise RowsError("it is nested too deeply") from None
    if not isinstance(found, list):
        raise RowsError("a JSON file holds an array of objects")
    items = cast("list[object]", found)
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise RowsError(f"row {number} is no object")
    return cast("Rows", items)


def read_csv(raw: bytes) -> Rows:
    """Read CSV whose first row names the columns; every cell is a text, and an empty one is left out."""
    reader = csv.reader(io.StringIO(_decoded(raw), newline=""), strict=True)
    try:
        records = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        raise RowsError(f"line {reader.line_num}: {error}") from None
    if not records:
        raise RowsError("a CSV file begins with the names of its columns")
    columns = records[0][1]
    if len(set(columns)) != len(columns) or not all(columns):
        raise RowsError("line 1: every column has a name of its own")
    return [_row(columns, line, cells) for line, cells in records[1:]]


def _row(columns: list[str], line: int, cells: list[str]) -> dict[str, Any]:
    if len(cells) != len(columns):
        raise RowsError(f"line {line}: found {len(cells)} cells, {len(columns)} columns have a name")
    return {column: cell for column, cell in zip(columns, cells, strict=True) if cell}


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RowsError(f"byte {error.start}: not UTF-8") from None


READERS: Final[Mapping[str, Callable[[bytes], Rows]]] = MappingProxyType({"json": read_json, "csv": read_csv})
"""How to read a file, by the ending of its name."""
