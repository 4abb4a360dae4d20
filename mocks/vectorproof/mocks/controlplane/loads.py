"""Files that are being loaded, were loaded, or were interrupted: how far each is, so that none is loaded twice.

What a ledger keeps of a load is told together with the documents of its last batch, so the two never disagree.
"""

from bisect import bisect_right
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import orjson

from vectorproof.mocks.core.ledger import UNKEPT, Kept, Ledger

FAILURES_SHOWN: Final = 100
_LOADS: Final = "loads"
_LOADS_MAX: Final = 1_000


class LoadState(StrEnum):
    """Where a load stands; one that was going on when its process ended counts as interrupted."""

    LOADING = "loading"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    DONE = "done"


@dataclass(slots=True)
class Load:
    """One file on its way into a collection; rows count from 1, ``next_row`` is the first that was never tried.

    ``failed`` are the rows that were refused, as pairs of first and last; ``failures`` tells why, of the first hundred.
    """

    id: str
    database_id: str
    keyspace: str
    collection: str
    sha256: str
    rows: int
    next_row: int = 1
    loaded: int = 0
    state: LoadState = LoadState.LOADING
    failed: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    failures: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def wants(self, row: int) -> bool:
        """Tell whether a row has still to be loaded: it was never tried, or refused."""
        return row >= self.next_row or self._was_refused(row)

    def begin(self) -> None:
        """Try again: what was refused before is told no longer, unless it is refused once more."""
        self.state = LoadState.LOADING
        self.failures.clear()

    def note(self, rows: list[int], refused: dict[int, list[dict[str, Any]]]) -> None:
        """Note what became of a batch; ``refused`` gives the errors of each row that was."""
        self.loaded += len(rows) - len(refused)
        self.failed = self._failed_still(rows, refused)
        self.next_row = max(self.next_row, rows[-1] + 1)
        for first, last in _pairs(sorted(refused)):
            self.failures += self._shown(first, last, refused)

    def _failed_still(self, rows: list[int], refused: dict[int, list[dict[str, Any]]]) -> list[tuple[int, int]]:
        """Put what was refused now in the place of what had been; pairs that the batch does not touch stay whole."""
        first, last = rows[0], rows[-1]
        before = [(one, min(other, first - 1)) for one, other in self.failed if one < first]
        after = [(max(one, last + 1), other) for one, other in self.failed if other > last]
        tried = set(rows)
        inside = {row for row in range(first, last + 1) if row not in tried and self._was_refused(row)}
        return _joined([*before, *_pairs(sorted(inside | refused.keys())), *after])

    def _was_refused(self, row: int) -> bool:
        # The last pair that begins at the row or before it.
        at = bisect_right(self.failed, row, key=lambda pair: pair[0]) - 1
        return at >= 0 and row <= self.failed[at][1]

    def wire(self) -> dict[str, Any]:
        """Show it: what is left, what was refused and why; the list of reasons is short, the count is right."""
        return {
            "id": self.id,
            "state": self.state,
            "rows": self.rows,
            "loaded": self.loaded,
            "nextRow": self.next_row,
            "failedRows": sum(last - first + 1 for first, last in self.failed),
            "failures": list(self.failures),
        }

    def _shown(self, first: int, last: int, refused: dict[int, list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """Show refused rows that follow each other with the same errors as one."""
        shown: list[dict[str, Any]] = []
        for row in range(first, last + 1):
            if shown and shown[-1]["errors"] == refused[row]:
                shown[-1]["lastRow"] = row
            else:
                shown.append({"firstRow": row, "lastRow": row, "errors": refused[row]})
        return shown[: FAILURES_SHOWN - len(self.failures)]


class Loads:
    """The loads of a world by database and id, the oldest finished ones forgotten first."""

    def __init__(self, ledger: Ledger = UNKEPT) -> None:
        self._ledger = ledger
        self._loads: dict[str, Load] = {}
        self._running: set[str] = set()
        self.read(ledger)

    def read(self, kept: Kept) -> None:
        """Take up the loads that are kept somewhere; none of them goes on by itself."""
        for key, row in kept.rows(_LOADS):
            load = _load(orjson.loads(row))
            load.state = LoadState.INTERRUPTED if load.state is LoadState.LOADING else load.state
            self._loads[key] = load

    def find(self, database_id: str, load_id: str) -> Load | None:
        """Find a load by its id."""
        return self._loads.get(_key(database_id, load_id))

    def is_running(self, load: Load) -> bool:
        """Tell whether somebody loads under this id; one that was interrupted does until its batch has ended."""
        return _key(load.database_id, load.id) in self._running

    @contextmanager
    def running(self, load: Load) -> Generator[None]:
        """Hold the id of a load while its block loads, so that nobody else goes on with it; left early, it ends so."""
        key = _key(load.database_id, load.id)
        self._running.add(key)
        try:
            yield
        finally:
            self._running.discard(key)
            load.state = LoadState.INTERRUPTED if load.state is LoadState.LOADING else load.state
            self.update(load)

    def put(self, load: Load) -> None:
        """Keep a load that begins, and how far it is."""
        self._loads[_key(load.database_id, load.id)] = load
        self.update(load)
        ended = [key for key in self._loads if key not in self._running]
        for key in ended[: max(0, len(self._loads) - _LOADS_MAX)]:
            self._drop(key)

    def update(self, load: Load) -> None:
        """Keep how far a load is; one that was forgotten meanwhile stays so."""
        key = _key(load.database_id, load.id)
        if self._loads.get(key) is load:
            row = orjson.dumps(load)
            self._ledger.put(_LOADS, key, lambda: row)

    def commit(self) -> None:
        """Make safe how far all loads are, and their documents with it."""
        self._ledger.commit()

    def forget(self, database_id: str) -> None:
        """Forget the loads of a database."""
        for key in [key for key, load in self._loads.items() if load.database_id == database_id]:
            self._drop(key)

    def clear(self) -> None:
        """Forget all loads; those that are going on end with their batch."""
        for key in tuple(self._loads):
            self._drop(key)

    def _drop(self, key: str) -> None:
        load = self._loads.pop(key)
        load.state = LoadState.INTERRUPTED if load.state is LoadState.LOADING else load.state
        self._ledger.drop(_LOADS, key)


def _key(database_id: str, load_id: str) -> str:
    return f"{database_id} {load_id}"


def _load(row: dict[str, Any]) -> Load:
    read: dict[str, Any] = {"state": LoadState(row["state"]), "failed": [(one[0], one[1]) for one in row["failed"]]}
    return Load(**(row | read))


def _pairs(rows: list[int]) -> list[tuple[int, int]]:
    """Put rows that follow each other together, as first and last."""
    return _joined([(row, row) for row in rows])


def _joined(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join pairs, in order, of which one begins where the other ends."""
    joined: list[tuple[int, int]] = []
    for first, last in pairs:
        if joined and joined[-1][1] == first - 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
