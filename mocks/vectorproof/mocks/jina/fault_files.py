"""A fault plan in a TOML file: the same entries as by the control API, each a ``[[faults]]`` table.

Knows files; what an entry is, the plan knows.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vectorproof.mocks.faults.contract import FaultError
from vectorproof.mocks.jina.plan import Entry, read_entry

_RIGHT = "one or more [[faults]] tables would be right"


def read_plan(path: Path, new_id: Callable[[], str], hash_of: Callable[[str], str]) -> list[Entry]:
    """Read every entry of a file; ``hash_of`` turns the id or the text of a key into its hash.

    Raises:
        FaultError: names the file, the entry by its number from 1, the member, and what would be right.

    """
    entries: list[Entry] = []
    for number, wish in enumerate(_wishes(path), start=1):
        try:
            entries.append(read_entry(wish, new_id(), hash_of))
        except FaultError as error:
            raise FaultError(f"{path}: entry {number} of faults: {error}") from error
    return entries


def _wishes(path: Path) -> list[Any]:
    try:
        members = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FaultError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FaultError(f"{path}: no TOML: {error}") from error
    unknown = sorted(members.keys() - {"faults"})
    if unknown:
        raise FaultError(f"{path}: {unknown[0]!r} is unknown; {_RIGHT}")
    wishes: object = members.get("faults")
    if not isinstance(wishes, list) or not wishes:
        raise FaultError(f"{path}: found no faults; {_RIGHT}")
    items: list[Any] = wishes  # pyright: ignore[reportUnknownVariableType]  # mypy knows it, and refuses a cast
    return items
