"""Files for the loader, JSON and CSV, whose rows have two fields of text, so that a wrong choice shows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis import strategies as st

from vectorproof.harness.strategies.texts import texts

NUMBER: Final = "number"
"""The field that tells rows apart."""

_FIELDS: Final = ("body", "story", "text", "Text_2")
_ROWS_MOST: Final = 6
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_CELLS: Final = (
    "one, two",
    'she said "no"',
    "first line\nsecond line",
    "first line\r\nsecond line",
    '"',
    '","',
    "Müller; Straße",
    "船在河上",
    " padded ",
)


@dataclass(frozen=True, slots=True)
class LoadFile:
    """A file, the field that is chosen as the Vector Field, and each row's text in it; ``None`` where it has none.

    ``texts`` goes by the value of the field ``NUMBER``, as a text.
    """

    name: str
    content: bytes
    vector_field: str
    texts: Mapping[str, str | None] = field(default_factory=dict[str, str | None])

    @property
    def embedded(self) -> tuple[str, ...]:
        """The texts that are to be embedded, in the order of the rows."""
        return tuple(text for text in self.texts.values() if text is not None)


def json_files() -> st.SearchStrategy[LoadFile]:
    """Draw JSON files of one to six rows; some rows have an empty text in the chosen field, or lack it."""
    return _rows(texts(), gaps=("", None)).map(_json_file)


def csv_files() -> st.SearchStrategy[LoadFile]:
    """Draw CSV files of one to six rows, with cells that need quotes and empty ones; any line end, mark or none."""
    styles = st.tuples(st.sampled_from(("\n", "\r\n")), st.booleans(), st.booleans())
    return st.builds(_csv_file, _rows(csv_cells(), gaps=("",)), styles)


def csv_cells() -> st.SearchStrategy[str]:
    """Draw cells with something in them: commas, quotes, line breaks and any language's letters."""
    characters = st.characters(exclude_categories=("Cs", "Cc"), include_characters=",;\"'\n\t")
    any_text = st.text(characters, min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
    return st.one_of(st.sampled_from(_CELLS), any_text, texts().filter(str.isprintable))


def json_file(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Write rows as a JSON array of objects."""
    return json.dumps(list(rows), ensure_ascii=False).encode()


def csv_file(rows: Sequence[Mapping[str, str]], *, line_end: str = "\n", quote_all: bool = False) -> bytes:
    """Write rows as CSV (RFC 4180): the columns are those of the first row, and every row has them."""
    columns = list(rows[0])
    lines = [columns, *([row[column] for column in columns] for row in rows)]
    text = "".join(",".join(_cell(cell, quoted=quote_all) for cell in line) + line_end for line in lines)
    return text.encode()


@dataclass(frozen=True, slots=True)
class _Rows:
    chosen: str
    other: str
    texts: tuple[str | None, ...]
    others: tuple[str, ...]

    def by_number(self, empty: str | None = "") -> dict[str, str | None]:
        return {str(n): text if text != empty else None for n, text in enumerate(self.texts, start=1)}


def _rows(cells: st.SearchStrategy[str], gaps: tuple[str | None, ...]) -> st.SearchStrategy[_Rows]:
    count = st.integers(1, _ROWS_MOST)
    fields = st.permutations(_FIELDS).map(lambda names: (names[0], names[1]))
    return st.tuples(fields, count).flatmap(
        lambda drawn: st.builds(
            _Rows,
            chosen=st.just(drawn[0][0]),
            other=st.just(drawn[0][1]),
            texts=_texts(cells, gaps, drawn[1]),
            others=st.lists(cells, min_size=drawn[1], max_size=drawn[1]).map(tuple),
        )
    )


def _texts(
    cells: st.SearchStrategy[str], gaps: tuple[str | None, ...], count: int
) -> st.SearchStrategy[tuple[str | None, ...]]:
    """Draw the chosen field's texts, the first never a gap, so that a file always has something to embed."""
    later = st.one_of(cells, cells, st.sampled_from(gaps))
    rest = st.lists(later, min_size=count - 1, max_size=count - 1)
    return st.tuples(cells, rest).map(lambda drawn: (drawn[0], *drawn[1]))


def _json_file(rows: _Rows) -> LoadFile:
    written: list[dict[str, Any]] = []
    for number, (text, other) in enumerate(zip(rows.texts, rows.others, strict=True), start=1):
        row: dict[str, Any] = {NUMBER: number, rows.other: other}
        written.append(row if text is None else row | {rows.chosen: text})
    return LoadFile("rows.json", json_file(written), rows.chosen, rows.by_number())


def _csv_file(rows: _Rows, style: tuple[str, bool, bool]) -> LoadFile:
    line_end, quote_all, marked = style
    written = [
        {NUMBER: str(number), rows.other: other, rows.chosen: text or ""}
        for number, (text, other) in enumerate(zip(rows.texts, rows.others, strict=True), start=1)
    ]
    content = csv_file(written, line_end=line_end, quote_all=quote_all)
    return LoadFile("rows.csv", (_BYTE_ORDER_MARK if marked else b"") + content, rows.chosen, rows.by_number())


def _cell(text: str, *, quoted: bool) -> str:
    needed = quoted or any(character in text for character in ',"\n\r')
    return '"' + text.replace('"', '""') + '"' if needed else text
