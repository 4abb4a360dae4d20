"""Filling a database: collections of one kind, one after the other, until the next one is refused."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vectorproof.harness.checks.shapes import is_list
from vectorproof.harness.collection import Collection
from vectorproof.harness.database import Database
from vectorproof.harness.errors import Missing
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.options import Options

PLENTY: Final = 13
"""One more than any database holds that the document speaks of."""
_FRESH: Final = "fresh-databases"
_LACK: Final = f"the target has no {_FRESH}, and its limits cannot be tried:"
_PROCESSES: Final = "PYTEST_XDIST_WORKER_COUNT"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was made, in order, and the last answer: the refusal, or a success where nothing was refused.

    ``refused`` is the name that was asked for last, in its keyspace; not made if ``last`` is a refusal.
    """

    made: tuple[Collection, ...]
    last: Exchange
    refused: Collection

    @property
    def count(self) -> int:
        """How many collections the database took."""
        return len(self.made)


def fill(
    database: Database, options: Options | None = None, *, keyspaces: Sequence[str] = (), at_most: int = PLENTY
) -> Filled:
    """Create collections until one is refused or ``at_most`` are made, going round the keyspaces in turn."""
    made: list[Collection] = []
    while True:
        keyspace = keyspaces[len(made) % len(keyspaces)] if keyspaces else database.keyspace
        wanted = database.existing(database.new_name(), keyspace=keyspace)
        last = database.create_collection(wanted.name, options, keyspace=keyspace)
        if not last.ok:
            return Filled(tuple(made), last, wanted)
        made.append(wanted)
        if len(made) >= at_most:
            return Filled(tuple(made), last, wanted)


def keep_off_others(database: Database) -> None:
    """End the case as SKIPPED where a full database would be in somebody's way: one that is fresh never is.

    Raises:
        Missing: the database is not empty, or does not tell whether it is, or other cases run in it at the same time.

    """
    if database.fresh:
        return
    if os.environ.get(_PROCESSES, "1") != "1":
        raise Missing(_FRESH, f"{_LACK} other cases use the database at the same time")
    keyspaces = database.command({"findKeyspaces": {}}).status_member.get("keyspaces")
    names = [str(name) for name in keyspaces] if is_list(keyspaces) else []
    for keyspace in dict.fromkeys([database.keyspace, *names]):
        listed = database.find_collections(keyspace=keyspace).status_member.get("collections")
        if listed or (listed is None and keyspace == database.keyspace):
            raise Missing(_FRESH, f"{_LACK} others use the database ({keyspace})")
