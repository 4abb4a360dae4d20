"""A sheet as JSON: the same members, for scripts; each row is an object by its columns' names."""

from typing import Any, Final

import orjson

from vectorproof.reports.sheet import Cell, Sheet
from vectorproof.reports.visible import visible

ENDING: Final = "json"


def render(sheet: Sheet) -> bytes:
    """Write a sheet as one object."""
    members = {
        "name": sheet.name,
        "title": visible(sheet.title),
        "sentence": visible(sheet.sentence),
        "status": sheet.status,
        "facts": {visible(name): visible(value) for name, value in sheet.facts},
        "warnings": [visible(warning) for warning in sheet.warnings],
        "tables": {
            visible(table.title): [
                {visible(name): _cell(cell) for name, cell in zip(table.columns, row, strict=True)}
                for row in table.rows
            ]
            for table in sheet.tables
        },
    }
    return orjson.dumps(members, option=orjson.OPT_INDENT_2)


def _cell(cell: Cell) -> Any:
    return {"text": visible(cell.text), "values": list(cell.values)} if cell.values else visible(cell.text)
