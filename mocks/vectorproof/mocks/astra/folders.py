"""Folders for what clients of one start must find as files; a process that was killed leaves none for good.

Each holds a file that its process keeps locked, and the lock ends with the process: whoever starts next finds those
that nobody holds and removes them.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

_PREFIX: Final = "vectorproof-tls-"
_LOCK: Final = "lock"


@contextmanager
def own_folder() -> Generator[Path]:
    """Make a folder for its owner only, which is there while the block runs; remove those that were left behind."""
    if sys.platform == "win32":  # It has no such locks: what a killed process leaves, stays.
        with tempfile.TemporaryDirectory(prefix=_PREFIX) as made:
            yield Path(made)
        return
    _clean()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        with _held(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Generator[None]:
    """Hold the lock; it is taken before it has its name, so that nobody finds it free."""
    unnamed = folder / "unnamed"
    with unnamed.open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        unnamed.rename(folder / _LOCK)
        yield


def _clean() -> None:
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError):
            _remove_if_left(lock)


def _remove_if_left(lock: Path) -> None:
    """Remove a folder whose process is gone; another owner's is not ours to look at."""
    if lock.parent.is_symlink() or lock.parent.stat().st_uid != os.getuid():
        return
    with lock.open("rb") as found:
        fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(lock.parent, ignore_errors=True)
