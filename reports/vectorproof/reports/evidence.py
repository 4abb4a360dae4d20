"""Exchanges in full, in a compressed file beside the record: ``record.jsonl`` has ``record.evidence.jsonl.gz``.

A head line names the run, then comes a line for each set of exchanges that a case line refers to by its label. Each
line is a gzip member of its own, so that a file that was cut off loses its last line only. Texts come redacted; the
record's own net is drawn through them once more. Knows no format, and nothing of who sent what.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Self

import msgspec

from vectorproof.reports.lines import RunHeader
from vectorproof.reports.redaction import Redaction
from vectorproof.reports.texts import changed, encodable

SCHEMA: Final = "1.0"
LAST_EXAMPLE: Final = "last example"
"""The label of what a case sent in its last example, where it has no finding."""

_GZIP: Final = 16 + zlib.MAX_WBITS
_LEVEL: Final = 6
_PIECE_BYTES: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class ExchangeRecord:
    """One request and its answer as texts without secrets; a placeholder such as ``$KEY_1`` stands for each.

    ``url`` begins with the placeholder of an address. ``body`` is ``None`` where nothing was sent; header names are as
    sent, those of the answer in lower case.
    """

    title: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: str | None
    status: int
    answer_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    answer: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: the exchanges that a case line calls by a label."""

    case: str
    label: str
    exchanges: tuple[ExchangeRecord, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The first line: of which run this is."""

    schema: str
    started: str
    seed: int | None


def finding_label(number: int) -> str:
    """Name the exchanges of a case's finding, counted from 1."""
    return f"finding {number}"


def evidence_of(record: Path | str) -> Path:
    """Tell where the evidence of a record lies."""
    path = Path(record)
    return path.with_name(f"{path.name.removesuffix('.jsonl')}.evidence.jsonl.gz")


class EvidenceWriter:
    """Writes the file, each line whole; makes none as long as there is nothing to keep. Raises ``OSError``."""

    def __init__(self, record: Path | str, header: RunHeader, redaction: Redaction) -> None:
        self._path = evidence_of(record)
        self._head = Head(SCHEMA, header.started, header.seed)
        self._redaction = redaction
        self._file: IO[bytes] | None = None
        # What another run left here is not this one's.
        self._path.unlink(missing_ok=True)

    def add(self, case: str, label: str, exchanges: Sequence[ExchangeRecord]) -> None:
        """Keep the exchanges that a case line is going to refer to."""
        if self._file is None:
            self._file = self._path.open("wb")
            self._append(self._head)
        self._append(Line(case, label, tuple(exchanges)))

    def close(self) -> None:
        """Close the file; may be called twice."""
        if self._file is not None:
            self._file.close()

    def _append(self, line: Head | Line) -> None:
        assert self._file is not None  # add() opened it
        members = changed(msgspec.to_builtins(line), lambda text: self._redaction.text(encodable(text)))
        self._file.write(_compressed(msgspec.json.encode(members) + b"\n"))
        self._file.flush()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of one run, read when it is asked for; ``file`` is ``None`` where there is none."""

    file: Path | None = None
    started: str = ""

    @classmethod
    def beside(cls, record: Path | str, header: RunHeader) -> Self:
        """Find the evidence of a record that was read; that of another run does not count."""
        file = evidence_of(record)
        head = next(_members(file), None)
        mine = head is not None and head.get("started") == header.started and head.get("seed") == header.seed
        return cls(file, header.started) if mine else cls()

    def lines(self, cases: Iterable[str] | None = None) -> Iterator[Line]:
        """Give the lines of some cases, or of all, in the order of the file; what is no such line is left out."""
        wanted = None if cases is None else frozenset(cases)
        if self.file is None or (wanted is not None and not wanted):
            return
        for members in _members(self.file):
            if "exchanges" in members and (wanted is None or members.get("case") in wanted):
                yield msgspec.convert(members, Line)

    def exchanges(self, cases: Iterable[str]) -> Mapping[tuple[str, str], tuple[ExchangeRecord, ...]]:
        """Give the exchanges of some cases, by case and label."""
        return {(line.case, line.label): line.exchanges for line in self.lines(cases)}


def _compressed(content: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(content) + packer.flush()


def _members(file: Path) -> Iterator[Mapping[str, Any]]:
    """Read line by line; ends where the file was cut off, or is no such file."""
    try:
        for line in _unpacked(file):
            yield msgspec.json.decode(line, type=dict[str, Any])
    except (OSError, zlib.error, msgspec.DecodeError, UnicodeDecodeError):
        return


def _unpacked(file: Path) -> Iterator[bytes]:
    with file.open("rb") as packed:
        rest, unpacker, line = b"", zlib.decompressobj(_GZIP), bytearray()
        while piece := rest or packed.read(_PIECE_BYTES):
            line += unpacker.decompress(piece)
            rest = unpacker.unused_data
            if unpacker.eof:
                yield bytes(line)
                unpacker, line = zlib.decompressobj(_GZIP), bytearray()
