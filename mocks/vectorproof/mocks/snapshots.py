"""A whole world as one file: every row that its ledger keeps, and what one must know to load it elsewhere.

The file is gzip over lines of JSON: first what the file is, then one row a line: shelf, key and text. Rows that hold
secrets are left out unless they are asked for. The first line has a hash of the others: no edited file is half loaded.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import orjson

from vectorproof.mocks.core.ledger import Ledger

FORMAT: Final = 1
"""The version of the file's format; a newer one is refused."""

_KIND: Final = "vectorproof state"
_WITH_SECRETS: Final = frozenset({"tokens", "keys"})
# Notes that declared keys are not stored yet; of this directory alone, so it is in no state that is saved.
_WANTS_KEYS: Final = "wants keys"
# Quick: a state is saved to be loaded often, and its size matters little.
_COMPRESSION: Final = 1


class SnapshotError(ValueError):
    """A file that is no state of this world; says what would be right."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows of a saved world by shelf, oldest key first; ``with_secrets`` says whether tokens and keys are there."""

    with_secrets: bool
    held: Mapping[str, Mapping[str, bytes]]

    def shelves(self) -> tuple[str, ...]:
        """Name the shelves on which rows lie."""
        return tuple(self.held)

    def rows(self, shelf: str) -> Iterator[tuple[str, bytes]]:
        """Give the keys and rows of a shelf."""
        yield from self.held.get(shelf, {}).items()


def furnish(snapshot: Snapshot, ledger: Ledger) -> None:
    """Make a new directory's ledger of a saved world; if the keys are not in it, whoever starts it stores those."""
    if not snapshot.with_secrets:
        ledger.put(_WANTS_KEYS, _WANTS_KEYS, lambda: b"")
    copy(snapshot, ledger)


def wants_keys(ledger: Ledger) -> bool:
    """Tell whether the keys that the world declares have still to be stored; a world is asked for them once."""
    wanted = any(True for _ in ledger.rows(_WANTS_KEYS))
    if wanted:
        ledger.clear(_WANTS_KEYS)
    return wanted or not ledger.starts


def save(ledger: Ledger, *, with_secrets: bool = False) -> bytes:
    """Write all that a ledger keeps."""
    with_secrets = with_secrets and _WANTS_KEYS not in ledger.shelves()
    lines = [orjson.dumps([shelf, key, row.decode()]) for shelf, key, row in _kept(ledger, with_secrets=with_secrets)]
    head = {"kind": _KIND, "format": FORMAT, "secrets": with_secrets, "sha256": _digest(lines)}
    return gzip.compress(b"\n".join([orjson.dumps(head), *lines]) + b"\n", _COMPRESSION, mtime=0)


def load(raw: bytes) -> Snapshot:
    """Read what was saved.

    Raises:
        SnapshotError: it is no saved state, it is damaged or was changed, or its format is newer.

    """
    try:
        head, *lines = gzip.decompress(raw).splitlines()
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise SnapshotError("this is no state that vectorproof has saved, or it is cut off") from error
    about = _about(head)
    if about.get("sha256") != _digest(lines):
        raise SnapshotError("this state was changed after it was saved; one as it was saved is right")
    held: dict[str, dict[str, bytes]] = {}
    for shelf, key, row in map(orjson.loads, lines):
        held.setdefault(shelf, {})[key] = row.encode()
    return Snapshot(about["secrets"] is True, held)


def copy(snapshot: Snapshot, ledger: Ledger) -> None:
    """Tell a ledger every row, and have it kept."""
    for shelf in snapshot.shelves():
        for key, row in snapshot.rows(shelf):
            ledger.put(shelf, key, lambda row=row: row)  # type: ignore[misc]  # a lambda's default is how it keeps the row
    ledger.commit()


def _digest(lines: Iterable[bytes]) -> str:
    """Tell all rows from any others: they are read as they are, and a wrong one would leave half a world."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def _kept(ledger: Ledger, *, with_secrets: bool) -> Iterable[tuple[str, str, bytes]]:
    for shelf in ledger.shelves():
        if shelf != _WANTS_KEYS and (with_secrets or shelf not in _WITH_SECRETS):
            yield from ((shelf, key, row) for key, row in ledger.rows(shelf))


def _about(head: bytes) -> dict[str, Any]:
    try:
        about: object = orjson.loads(head)
    except orjson.JSONDecodeError:
        about = None
    if not isinstance(about, dict) or cast("dict[str, Any]", about).get("kind") != _KIND:
        raise SnapshotError("this is no state that vectorproof has saved")
    found = cast("dict[str, Any]", about)
    version: object = found.get("format")
    if not isinstance(version, int) or version > FORMAT:
        raise SnapshotError(
            f"this state was saved by a newer vectorproof: its format is {version}, this one reads up to {FORMAT}"
        )
    return found
