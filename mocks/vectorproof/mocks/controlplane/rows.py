"""Reading a file of rows, JSON or CSV, one row at a time: garbage is an error that names the place.

Knows bytes and rows; does not know documents, embeddings or HTTP. Holds one row and a piece of the file, never all.
"""

import codecs
import contextlib
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, BinaryIO, Final, NoReturn, TypeAlias, cast

from vectorproof.mocks.core.members import distinct

Row: TypeAlias = dict[str, Any]
_PIECE_BYTES: Final = 65_536
_PIECE_CHARACTERS_MAX: Final = 8 * 2**20
# What can be cut off without a string around it: a literal, an escape, a number's sign.
_LONGEST_LITERAL: Final = 16
_NUMBER: Final = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_SPACE: Final = re.compile(r"[ \t\n\r]*")
# What any Data API takes: characters of a number, and digits before its point or after it (data-api 7.5).
_NUMBER_CHARACTERS_MAX: Final = 100
_EXPONENT_MAX: Final = 2**31 - 1
_PLAIN_CHARACTERS_MAX: Final = 18
_FIELD_SHOWN: Final = 100
# Far more than any document has (data-api 7.5), and less than any reader bears.
_LEVELS_MAX: Final = 100
_HALF_CHARACTER: Final = re.compile(r"[\ud800-\udfff]")
_ESCAPED_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")


class RowsError(ValueError):
    """A file that cannot be read; says where."""


def read_json(file: BinaryIO) -> Iterator[Row]:
    """Read a JSON array of objects."""
    text = _Text(file)
    first = text.next()
    if first != "[":
        # Garbage is told by its place, another value by what would be right.
        text.value()
        raise RowsError("a JSON file holds an array of objects")
    text.at += 1
    number = 0
    while text.next() != "]":
        number += 1
        value = text.value(number)
        if not isinstance(value, dict):
            raise RowsError(f"row {number} is no object")
        yield cast("Row", value)
        separator = text.next()
        if separator == ",":
            text.at += 1
            if text.next() == "]":
                raise text.wrong("Expecting value")
        elif separator != "]":
            raise text.wrong("Expecting ',' delimiter")
    text.at += 1
    if text.next():
        raise text.wrong("Extra data")


def read_csv(file: BinaryIO) -> Iterator[Row]:
    """Read CSV whose first row names the columns; every cell is a text, and an empty one is left out."""
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield from _table(csv.reader(lines, strict=True), file)
    finally:
        # The file is its owner's to close, who may have done so before the last row was asked for.
        with contextlib.suppress(ValueError):
            lines.detach()


def _table(reader: Any, file: BinaryIO) -> Iterator[Row]:
    records = _records(reader, file)
    columns = next(records, None)
    if columns is None:
        raise RowsError("a CSV file begins with the names of its columns")
    if len(set(columns)) != len(columns) or not all(columns):
        raise RowsError("line 1: every column has a name of its own")
    for cells in records:
        if len(cells) != len(columns):
            found = f"found {len(cells)} cells, {len(columns)} columns have a name"
            raise RowsError(f"line {reader.line_num}: {found}")
        yield {column: cell for column, cell in zip(columns, cells, strict=True) if cell}


def field_kind(values: list[Any]) -> str:
    """Tell what a field holds by some of its values: ``Vector``, ``Number``, else ``String`` (VECTORIZE-007)."""
    if values and all(_is_vector(value) for value in values):
        return "Vector"
    return "Number" if values and all(_is_number(value) for value in values) else "String"


def _is_vector(value: object) -> bool:
    found = cast("list[object]", value) if isinstance(value, list) else []
    return bool(found) and all(map(_is_digits, found))


def _is_number(value: object) -> bool:
    return _NUMBER.fullmatch(value) is not None if isinstance(value, str) else _is_digits(value)


def _is_digits(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


class _Text:
    """The text of a JSON file as far as it is needed: ``at`` is where in ``piece`` reading goes on."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._wanted = _PIECE_BYTES
        self._ended = False
        self._lines = 1
        self._column = 1
        self.piece = ""
        self.at = 0

    def next(self) -> str:
        """Give the next character that is no white space, or nothing at the end, without going beyond it."""
        while True:
            found = _SPACE.match(self.piece, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.piece) or not self._more():
                return self.piece[self.at : self.at + 1]

    def value(self, row: int = 1) -> object:
        """Read one value, however many pieces of the file it takes; what no document can hold is told by its row."""
        while True:
            begin = self.at
            try:
                value, self.at = _DECODER.raw_decode(self.piece, begin)
                if self._is_unusual(begin):
                    _examine(value)
            except json.JSONDecodeError as error:
                if not self._may_go_on(error) or not self._more():
                    raise self.wrong(error.msg, error.pos) from None
            except RecursionError:
                raise RowsError("it is nested too deeply") from None
            except RowsError as error:
                raise RowsError(f"row {row}: {error}") from None
            else:
                return cast("object", value)

    def _is_unusual(self, begin: int) -> bool:
        """Tell whether what was read may be nested too deeply or hold half a character, without looking inside."""
        opened = sum(self.piece.count(bracket, begin, self.at) for bracket in "[{")
        return opened > _LEVELS_MAX or _ESCAPED_HALF.search(self.piece, begin, self.at) is not None

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Tell whether the value may only be cut off: a mistake before the end of the piece stays one."""
        return error.msg.startswith("Unterminated string") or error.pos > len(self.piece) - _LONGEST_LITERAL

    def wrong(self, what: str, at: int | None = None) -> RowsError:
        """Make the error for a place in the piece, by line and column of the file."""
        before = self.piece[: self.at if at is None else at]
        newlines = before.count("\n")
        column = len(before) - before.rfind("\n") if newlines else self._column + len(before)
        return RowsError(f"line {self._lines + newlines}, column {column}: {what}")

    def _more(self) -> bool:
        """Read on, and let go of what was read; false at the end. A long value is read in larger and larger pieces."""
        if self._ended:
            return False
        gone, self.piece = self.piece[: self.at], self.piece[self.at :]
        self._lines += gone.count("\n")
        self._column = len(gone) - gone.rfind("\n") if "\n" in gone else self._column + len(gone)
        self._wanted = min(2 * self._wanted, _PIECE_CHARACTERS_MAX) if not gone else _PIECE_BYTES
        self.at = 0
        raw = self._file.read(self._wanted)
        self._ended = not raw
        try:
            self.piece += self._decoder.decode(raw, final=self._ended)
        except UnicodeDecodeError:
            raise _not_utf8(self._file) from None
        return True


def _examine(value: object) -> None:
    """Refuse what is nested deeper than anybody reads, and half a pair of escapes, which no UTF-8 can carry."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > _LEVELS_MAX:
            raise RowsError(f"it is nested deeper than {_LEVELS_MAX} levels")
        if any(isinstance(one, str) and _HALF_CHARACTER.search(one) for one in level):
            raise RowsError("a text holds half a character")
        level = [inner for one in level for inner in _inside(one)]


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return (*members, *members.values())
    return cast("list[object]", value) if isinstance(value, list) else ()


def _digits(text: str) -> int | Decimal:
    """Keep every digit of a number, as the wire would."""
    if len(text) > _NUMBER_CHARACTERS_MAX:
        raise RowsError(f"a number has {len(text)} characters, {_NUMBER_CHARACTERS_MAX} are the most")
    if len(text) <= _PLAIN_CHARACTERS_MAX and text.lstrip("-").isdigit():
        return int(text)
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("Infinity")
    if not value.is_finite() or abs(value.adjusted()) > _EXPONENT_MAX:
        raise RowsError(f"number {text} is out of range")
    return value


def _no_number(text: str) -> NoReturn:
    raise RowsError(f"{text} is no JSON")


def _twice(name: str) -> RowsError:
    return RowsError(f"field {name[:_FIELD_SHOWN]!r} is there twice")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=lambda pairs: distinct(pairs, _twice),
    parse_int=_digits,
    parse_float=_digits,
    parse_constant=_no_number,
)


def _records(reader: Any, file: BinaryIO) -> Iterator[list[str]]:
    """Read the rows that have a cell at all."""
    try:
        yield from (cells for cells in reader if cells)
    except csv.Error as error:
        raise RowsError(f"line {reader.line_num}: {error}") from None
    except UnicodeDecodeError:
        raise _not_utf8(file) from None


def _not_utf8(file: BinaryIO) -> RowsError:
    """Find the first byte that is no UTF-8, from the beginning: a decoder of pieces counts from its own piece."""
    file.seek(0)
    decoder, before = codecs.getincrementaldecoder("utf-8")(), 0
    while True:
        raw = file.read(_PIECE_BYTES)
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            return RowsError(f"byte {before - kept + error.start}: not UTF-8")
        before += len(raw)


READERS: Final[Mapping[str, Callable[[BinaryIO], Iterator[Row]]]] = MappingProxyType(
    {"json": read_json, "csv": read_csv}
)
"""How to read a file, by the ending of its name."""
