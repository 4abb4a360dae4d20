"""Where examples that failed are kept between runs: a folder, or a Redis server by its URL."""

from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from hypothesis.database import DirectoryBasedExampleDatabase, ExampleDatabase

from vectorproof.harness.errors import UsageError

_SHARED: Final = "vectorproof.harness.shared_examples"
_SCHEMES: Final = ("redis://", "rediss://", "unix://")


def place_of_examples(wish: str) -> str:
    """Make sure, before anything is started, that examples can be kept there; give the place as every process knows it.

    Raises:
        UsageError: no folder can be made, or no server reached.

    """
    if wish.startswith(_SCHEMES):
        _shared().refuse_unreachable(wish)
        return wish
    if "://" in wish:
        raise UsageError(f"--examples: a folder, or a URL that starts with {', '.join(_SCHEMES)} is right")
    folder = Path(wish)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--examples {folder}: no folder can be made there: {error.strerror}") from error
    return str(folder.resolve())


@cache
def examples_at(place: str) -> ExampleDatabase:
    """Open a place, once for each process; a server's connections are made anew in a process that is forked."""
    if place.startswith(_SCHEMES):
        shared: ExampleDatabase = _shared().shared_at(place)
        return shared
    return DirectoryBasedExampleDatabase(place)


def _shared() -> ModuleType:
    try:
        return import_module(_SHARED)
    except ModuleNotFoundError as error:
        if error.name != "redis":
            raise
        raise UsageError("--examples: a Redis server needs pip install 'vectorproof[redis]'") from error
