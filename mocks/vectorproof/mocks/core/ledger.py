"""What changes in a world, told to whoever keeps it over a restart: rows on named shelves. Holds no file and no format.

Each registry tells its own changes and, when it is made, reads its own rows again.
"""

from collections.abc import Callable, Iterator
from typing import Final, Protocol, TypeAlias

Row: TypeAlias = Callable[[], bytes]
"""Makes the bytes of a row, and is asked only if somebody keeps it; what it reads must not change in between."""


class KeptError(ValueError):
    """What is kept cannot be used here; the text names it and what would be right."""


class NotKeptError(RuntimeError):
    """What changed could not be made safe, such as on a full disk; the text names the place and what is wrong there."""


class Kept(Protocol):
    """Rows on shelves, to be read."""

    def shelves(self) -> tuple[str, ...]:
        """Name the shelves on which rows lie."""
        ...

    def rows(self, shelf: str) -> Iterator[tuple[str, bytes]]:
        """Give the keys and rows of a shelf as they were when the last commit was done, oldest key first."""
        ...


class Ledger(Kept, Protocol):
    """Keeps what it is told; nothing of it is safe before ``commit``."""

    @property
    def starts(self) -> int:
        """How often a world was started from what is kept, this time not counted."""
        ...

    def put(self, shelf: str, key: str, row: Row) -> None:
        """Keep a row, or replace the one under its key."""
        ...

    def drop(self, shelf: str, key: str) -> None:
        """Forget a row."""
        ...

    def clear(self, shelf: str) -> None:
        """Forget all rows of a shelf."""
        ...

    def commit(self) -> None:
        """Make all that was told since the last time safe, in one step: all of it, or nothing.

        Raises:
            NotKeptError: nothing of it is safe yet; the next time tries it again.

        """
        ...


class Unkept:
    """Keeps nothing: a world that ends with its process."""

    @property
    def starts(self) -> int:
        """Never."""
        return 0

    def shelves(self) -> tuple[str, ...]:
        """Name none."""
        return ()

    def rows(self, shelf: str) -> Iterator[tuple[str, bytes]]:  # noqa: ARG002  # the ledger's shape
        """Give nothing."""
        return iter(())

    def put(self, shelf: str, key: str, row: Row) -> None:
        """Keep nothing."""

    def drop(self, shelf: str, key: str) -> None:
        """Forget nothing."""

    def clear(self, shelf: str) -> None:
        """Forget nothing."""

    def commit(self) -> None:
        """Make nothing safe."""


UNKEPT: Final[Ledger] = Unkept()
"""The ledger of a world in memory; it has no state, so all may share it."""


class Remembered:
    """Keeps rows in memory, unmade until somebody asks for them: a world that ends with its process and can be shown.

    What a row is made from must not change afterwards; documents, databases and keys are replaced and never changed.
    """

    def __init__(self) -> None:
        self._shelves: dict[str, dict[str, Row]] = {}

    @property
    def starts(self) -> int:
        """Never: it was empty when its world was made."""
        return 0

    def shelves(self) -> tuple[str, ...]:
        """Name the shelves on which rows lie."""
        return tuple(name for name, rows in self._shelves.items() if rows)

    def rows(self, shelf: str) -> Iterator[tuple[str, bytes]]:
        """Make the rows of a shelf, oldest key first."""
        for key, row in tuple(self._shelves.get(shelf, {}).items()):
            yield key, row()

    def put(self, shelf: str, key: str, row: Row) -> None:
        """Remember how a row is made."""
        self._shelves.setdefault(shelf, {})[key] = row

    def drop(self, shelf: str, key: str) -> None:
        """Forget a row."""
        self._shelves.get(shelf, {}).pop(key, None)

    def clear(self, shelf: str) -> None:
        """Forget all rows of a shelf."""
        self._shelves.pop(shelf, None)

    def commit(self) -> None:
        """Make nothing safe: what is remembered ends with the process."""
