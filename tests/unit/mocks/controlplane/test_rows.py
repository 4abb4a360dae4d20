"""Reading files of rows: every row comes back, in whatever pieces the file is read, and garbage names its place."""

import contextlib
import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.mocks.controlplane.rows import READERS, RowsError, read_csv, read_json


@given(st.binary(max_size=60), st.sampled_from(sorted(READERS)))
def test_readers_answer_garbage_with_rows_or_an_error(raw: bytes, ending: str) -> None:
    with contextlib.suppress(RowsError):
        rows: list[object] = [*READERS[ending](io.BytesIO(raw))]
        assert all(isinstance(row, dict) for row in rows)


@given(st.lists(st.dictionaries(st.text(), st.integers() | st.text())))
def test_json_rows_come_back(rows: list[dict[str, Any]]) -> None:
    assert list(read_json(io.BytesIO(json.dumps(rows).encode("utf-8", "surrogatepass")))) == rows


class _Slowly(io.BytesIO):
    """A file that gives few bytes at a time."""

    def __init__(self, raw: bytes, size: int) -> None:
        super().__init__(raw)
        self._size = size

    def read(self, _size: int | None = -1, /) -> bytes:
        return super().read(self._size)


@given(st.lists(st.dictionaries(st.text(), st.text(max_size=30)), max_size=20), st.integers(1, 7), st.integers(0, 2))
def test_json_rows_come_back_in_whatever_pieces_the_file_is_read(rows: Any, size: int, indent: int) -> None:
    raw = json.dumps(rows, indent=indent or None, ensure_ascii=False).encode()
    pieces = _Slowly(raw, size)

    assert list(read_json(pieces)) == rows


@pytest.mark.parametrize("lines", [0, 1, 5_000])
def test_place_of_garbage_is_counted_over_all_pieces(lines: int) -> None:
    good = ",\n".join(['{"text": "some words"}'] * lines)
    raw = f"[{good}{',' if lines else ''}\n  {{]".encode()

    with pytest.raises(RowsError, match=rf"line {lines + 1 if lines else 2}, column 4:"):
        list(read_json(io.BytesIO(raw)))


def test_byte_that_is_no_text_is_counted_over_all_pieces() -> None:
    before = "a\nü\n".encode() + b"some words\n" * 10_000

    for reader, begin in ((read_csv, b""), (read_json, b'[{"a":"')):
        with pytest.raises(RowsError, match=rf"byte {len(begin + before)}: not UTF-8"):
            list(reader(io.BytesIO(begin + before.replace(b"\n", b"\n" if reader is read_csv else b" ") + b"\xff")))


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(st.lists(st.tuples(CELLS, CELLS)))
def test_csv_cells_come_back_whatever_is_in_them(cells: list[tuple[str, str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("one", "two"), *cells])

    assert list(read_csv(io.BytesIO(file.getvalue().encode()))) == [{"one": one, "two": two} for one, two in cells]
