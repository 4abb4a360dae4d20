"""A ledger in one SQLite file of a directory that is its owner's alone. Knows rows on shelves; no document, no HTTP.

What is told waits in memory until ``commit`` writes it as one transaction, so a torn one is not there at all. The
write-ahead log survives the end of the process; only ``durable`` also waits for the disk.
"""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from vectorproof.mocks.core.ledger import NotKeptError, Row

FORMAT: Final = 1
"""The version of the file's format; a file of a newer one is refused."""
FILE: Final = "world.sqlite3"
"""The file's name in its directory."""

# "vecp": tells our file from any other SQLite file.
_APPLICATION: Final = 0x76656370
_OWNER_ONLY_FILE: Final = 0o600
_OWNER_ONLY_DIRECTORY: Final = 0o700
# A row's number begins with its shelf's, so a shelf lies together and is read in the order of its keys' first writing.
_SHELF_BITS: Final = 40
_STARTS: Final = "starts"
_SCHEMA: Final = (
    "CREATE TABLE shelves (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE rows (id INTEGER PRIMARY KEY, shelf INTEGER NOT NULL, key BLOB NOT NULL, row BLOB NOT NULL)",
    "CREATE UNIQUE INDEX keys ON rows (shelf, key)",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {FORMAT}",
)
_PUT: Final = (
    "INSERT INTO rows VALUES (coalesce((SELECT max(id) FROM rows WHERE id BETWEEN :first AND :last), :first) + 1,"
    " :shelf, :key, :row) ON CONFLICT (shelf, key) DO UPDATE SET row = excluded.row"
)


class DataDirectoryError(ValueError):
    """A directory that cannot keep this world; the text names the directory and what would be right."""


@dataclass(frozen=True, slots=True)
class _Put:
    shelf: str
    key: str
    row: Row


@dataclass(frozen=True, slots=True)
class _Drop:
    shelf: str
    key: str | None


class SqliteLedger:
    """A directory's ledger while the ``with`` block runs; nobody else can have it meanwhile.

    Raises:
        DataDirectoryError: another process has it, it is of a newer format, it is not ours, or it cannot be written.

    """

    def __init__(self, directory: Path, *, durable: bool = False) -> None:
        self._pending: list[_Put | _Drop] = []
        self._directory = directory
        try:
            _prepare(directory)
            self._file = sqlite3.connect(
                directory / FILE, timeout=0, isolation_level=None, check_same_thread=False, cached_statements=16
            )
        except (OSError, sqlite3.Error) as error:
            raise DataDirectoryError(f"--data-dir {directory} cannot be used: {_reason(error)}") from error
        try:
            _open(self._file, directory, durable=durable)
            _keep_to_owner(directory)
            self._shelves = self._known_shelves()
            self._starts = int(dict(self.rows(_STARTS)).get(_STARTS, b"0"))
        except (OSError, sqlite3.Error) as error:
            self._file.close()
            raise DataDirectoryError(_refusal(directory, error)) from error
        except DataDirectoryError:
            self._file.close()
            raise
        # Counted with the first commit: a start that kept nothing was none.
        self.put(_STARTS, _STARTS, lambda: str(self._starts + 1).encode())
        if durable:
            _sync_directory(directory)

    def __enter__(self) -> Self:
        """Give the ledger itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the directory go; what was not committed was not acknowledged, and is not written."""
        self._file.close()

    @property
    def starts(self) -> int:
        """How often a world was started from this directory before."""
        return self._starts

    def shelves(self) -> tuple[str, ...]:
        """Name the shelves on which committed rows lie, but for what the file notes of itself."""
        return tuple(name for name in self._shelves if name != _STARTS)

    def rows(self, shelf: str) -> Iterator[tuple[str, bytes]]:
        """Give the keys and rows of a shelf that are committed, in the order in which the keys first came.

        Raises:
            DataDirectoryError: the file is damaged.

        """
        number = self._shelves.get(shelf)
        if number is None:
            return
        question = "SELECT key, row FROM rows WHERE id BETWEEN ? AND ? ORDER BY id"
        try:
            for key, row in self._file.execute(question, _span(number)):
                yield bytes(key).decode(), bytes(row)
        except sqlite3.Error as error:
            raise DataDirectoryError(_refusal(self._directory, error)) from error

    def put(self, shelf: str, key: str, row: Row) -> None:
        """Take down a row, to be written with the next commit."""
        self._pending.append(_Put(shelf, key, row))

    def drop(self, shelf: str, key: str) -> None:
        """Take down that a row is gone."""
        self._pending.append(_Drop(shelf, key))

    def clear(self, shelf: str) -> None:
        """Take down that all rows of a shelf are gone."""
        self._pending.append(_Drop(shelf, None))

    def commit(self) -> None:
        """Write all that was taken down, as one transaction.

        Raises:
            NotKeptError: it cannot be written, and is tried again next time.

        """
        if not self._pending:
            return
        try:
            self._file.execute("BEGIN IMMEDIATE")
            for change in self._pending:
                self._write(change)
            self._file.execute("COMMIT")
        except BaseException as error:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            self._shelves = self._known_shelves()
            if isinstance(error, sqlite3.OperationalError):
                raise NotKeptError(f"--data-dir {self._directory} cannot be written: {error}") from error
            raise
        self._pending.clear()

    def _write(self, change: _Put | _Drop) -> None:
        if isinstance(change, _Put):
            first, last = _span(number := self._shelf(change.shelf))
            values = {"first": first, "last": last, "shelf": number, "key": change.key.encode(), "row": change.row()}
            self._file.execute(_PUT, values)
            return
        number = self._shelves.get(change.shelf, 0)
        if change.key is not None:
            self._file.execute("DELETE FROM rows WHERE shelf = ? AND key = ?", (number, change.key.encode()))
        elif number:
            self._file.execute("DELETE FROM rows WHERE id BETWEEN ? AND ?", _span(number))
            self._file.execute("DELETE FROM shelves WHERE id = ?", (number,))
            del self._shelves[change.shelf]

    def _shelf(self, name: str) -> int:
        number = self._shelves.get(name)
        if number is None:
            number = self._shelves[name] = max(self._shelves.values(), default=0) + 1
            self._file.execute("INSERT INTO shelves VALUES (?, ?)", (number, name))
        return number

    def _known_shelves(self) -> dict[str, int]:
        return {str(name): int(number) for number, name in self._file.execute("SELECT id, name FROM shelves")}


def _prepare(directory: Path) -> None:
    """Make directory and file; a directory with other files in it is left as it is."""
    directory.mkdir(mode=_OWNER_ONLY_DIRECTORY, parents=True, exist_ok=True)
    file = directory / FILE
    if not file.exists() and any(directory.iterdir()):
        raise DataDirectoryError(
            f"--data-dir {directory} holds other files and no world; an empty or a new directory is right"
        )
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, _OWNER_ONLY_FILE))


def _keep_to_owner(directory: Path) -> None:
    """Take away what others may do; only once it is sure that all is ours."""
    directory.chmod(_OWNER_ONLY_DIRECTORY)
    for kept in directory.glob(f"{FILE}*"):
        kept.chmod(_OWNER_ONLY_FILE)


def _open(file: sqlite3.Connection, directory: Path, *, durable: bool) -> None:
    """Take the file for this process alone, and make it if it is empty."""
    file.execute("PRAGMA locking_mode = EXCLUSIVE")
    version = _number(file, "PRAGMA user_version")
    fresh = not _number(file, "SELECT count(*) FROM sqlite_schema")
    if not fresh and _number(file, "PRAGMA application_id") != _APPLICATION:
        raise DataDirectoryError(f"--data-dir {directory}: {FILE} is no world of vectorproof; another one is right")
    if version > FORMAT:
        raise DataDirectoryError(
            f"--data-dir {directory} was written by a newer vectorproof: its format is {version}, this one reads up to"
            f" {FORMAT}"
        )
    file.execute("PRAGMA journal_mode = WAL")
    file.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    file.execute("BEGIN IMMEDIATE")
    for statement in _SCHEMA if fresh else ():
        file.execute(statement)
    file.execute("COMMIT")


def _number(file: sqlite3.Connection, question: str) -> int:
    return int(file.execute(question).fetchone()[0])


def _span(shelf: int) -> tuple[int, int]:
    return shelf << _SHELF_BITS, (shelf + 1 << _SHELF_BITS) - 1


def _sync_directory(directory: Path) -> None:
    """Have the names of the files on the disk, too."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refusal(directory: Path, error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_BUSY:
        return f"--data-dir {directory} is in use by another process; one directory belongs to one simulator"
    if code == sqlite3.SQLITE_NOTADB:
        return f"--data-dir {directory}: {FILE} is no world of vectorproof; another directory is right"
    return f"--data-dir {directory} cannot be used: {_reason(error)}"


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
