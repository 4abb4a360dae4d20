"""Files for the loader: they read back with the standard library's readers, and both sides are drawn."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from hypothesis import find, given
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.harness.strategies.files import NUMBER, LoadFile, csv_cells, csv_files, json_files

JSON: dict[str, Callable[[LoadFile], bool]] = {
    "one row": lambda file: len(file.texts) == 1,
    "most rows": lambda file: len(file.texts) == 6,
    "a row without a text": lambda file: None in file.texts.values(),
    "a text in every row": lambda file: None not in file.texts.values(),
}
CSV: dict[str, Callable[[LoadFile], bool]] = {
    **JSON,
    "a mark at the beginning": lambda file: file.content.startswith(b"\xef\xbb\xbf"),
    "no mark": lambda file: file.content.startswith(b"number"),
    "every cell in quotes": lambda file: file.content.startswith(b'"'),
    "lines that end in two characters": lambda file: file.content.endswith(b"\r\n"),
    "lines that end in one character": lambda file: not file.content.endswith(b"\r\n"),
}
CELLS: dict[str, Callable[[str], bool]] = {
    "comma": lambda cell: "," in cell,
    "quote": lambda cell: '"' in cell,
    "line break": lambda cell: "\n" in cell,
    "other letters": lambda cell: not cell.isascii(),
    "nothing special": lambda cell: cell.replace(" ", "").isalnum(),
}


@pytest.mark.parametrize("kind", JSON)
def test_kinds_of_json(kind: str) -> None:
    assert JSON[kind](find(json_files(), JSON[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", CSV)
def test_kinds_of_csv(kind: str) -> None:
    assert CSV[kind](find(csv_files(), CSV[kind], settings=SEARCH))


@pytest.mark.parametrize("kind", CELLS)
def test_kinds_of_cells(kind: str) -> None:
    assert CELLS[kind](find(csv_cells(), CELLS[kind], settings=SEARCH))


@SAMPLE
@given(file=json_files())
def test_json_reads_back(file: LoadFile) -> None:
    rows = json.loads(file.content)
    assert {str(row[NUMBER]): row.get(file.vector_field) or None for row in rows} == file.texts


@SAMPLE
@given(file=csv_files())
def test_csv_reads_back(file: LoadFile) -> None:
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"), newline=""), strict=True))
    assert {row[NUMBER]: row[file.vector_field] or None for row in rows} == file.texts
    assert all(len(row) == 3 for row in rows)


@SAMPLE
@given(file=csv_files())
def test_a_file_always_has_something_to_embed(file: LoadFile) -> None:
    assert file.embedded
    assert all(text.strip() for text in file.embedded)
