"""Filling a database: collections of one kind, one after the other, until the next one is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vectorproof.harness.collection import Collection
from vectorproof.harness.database import Database
from vectorproof.harness.errors import Missing
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.options import Options

PLENTY: Final = 13
"""One more than any database holds that the document speaks of."""


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
    """End the case as SKIPPED where somebody else's collections are in the database: filling it would be in their way.

    Raises:
        Missing: the database is not empty, or it does not tell whether it is.

    """
    if database.fresh:
        return
    keyspaces = database.command({"findKeyspaces": {}}).status_member.get("keyspaces")
    names = [name for name in keyspaces if isinstance(name, str)] if isinstance(keyspaces, list) else []
    for keyspace in dict.fromkeys([database.keyspace, *names]):
        listed = database.find_collections(keyspace=keyspace).status_member.get("collections")
        if listed or (listed is None and keyspace == database.keyspace):
            raise Missing("fresh-databases", f"the limits cannot be tried: others use the database ({keyspace})")
