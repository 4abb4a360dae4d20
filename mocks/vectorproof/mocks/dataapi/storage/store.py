"""All databases of a Data API: keyspaces, collections, and the limits that hold over all keyspaces of a database.

Source: data-api 4.2, 4.5 (limits).
"""

from collections.abc import Iterator
from typing import Final

from vectorproof.mocks.core.ledger import UNKEPT, Ledger
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.storage import rows
from vectorproof.mocks.dataapi.storage.collection import Collection
from vectorproof.mocks.dataapi.storage.definition import Definition
from vectorproof.mocks.dataapi.storage.vectors import Similarity

#: Names that reach the database without quotes and are words of its language there (observed).
_UNQUOTED_LITERALS: Final = frozenset({"true", "false"})
#: Which of the two situations of too many indexes: seen before, or by the database while they are made.
_BEFOREHAND, _ON_THE_WAY = 0, 1


class Keyspace:
    """The collections of one keyspace, in the order of their creation."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.collections: dict[str, Collection] = {}

    def seen(self, now_ms: int) -> dict[str, Collection]:
        """Give the collections that commands see by now."""
        return {name: each for name, each in self.collections.items() if each.seen_from_ms <= now_ms}


class Databases:
    """The keyspaces of each database; whether a keyspace exists is known elsewhere, here is what it holds."""

    def __init__(self, ledger: Ledger = UNKEPT) -> None:
        self._ledger = ledger
        self._databases: dict[str, dict[str, Keyspace]] = {}

    def keyspace(self, database_id: str, name: str) -> Keyspace:
        """Give what a keyspace holds; an unknown one is empty."""
        return self._databases.setdefault(database_id, {}).setdefault(name, Keyspace(name))

    def keep_only(self, database_id: str, keyspaces: tuple[str, ...]) -> None:
        """Forget what was in keyspaces that are no more."""
        held = self._databases.get(database_id, {})
        for name in [name for name in held if name not in keyspaces]:
            self.forget_keyspace(database_id, name)

    def forget_keyspace(self, database_id: str, name: str) -> None:
        """Forget what a keyspace holds."""
        keyspace = self._databases.get(database_id, {}).pop(name, None)
        for collection in () if keyspace is None else keyspace.collections.values():
            self._tell_dropped(database_id, collection)

    def forget(self, database_id: str) -> None:
        """Forget a database and all that is in it."""
        for name in list(self._databases.get(database_id, {})):
            self.forget_keyspace(database_id, name)
        self._databases.pop(database_id, None)

    def drop(self, database_id: str, keyspace: Keyspace, name: str) -> None:
        """Drop a collection with its documents; one that does not exist is no error."""
        collection = keyspace.collections.pop(name, None)
        if collection is not None:
            self._tell_dropped(database_id, collection)

    def collections(self, database_id: str) -> Iterator[Collection]:
        """Walk the collections of all keyspaces of a database."""
        for keyspace in self._databases.get(database_id, {}).values():
            yield from keyspace.collections.values()

    def index_count(self, database_id: str) -> int:
        """Count the indexes of a database over all keyspaces."""
        return sum(len(collection.indexes) for collection in self.collections(database_id))

    def create(
        self, database_id: str, keyspace: Keyspace, definition: Definition, similarity: Similarity | None, budget: int
    ) -> Collection:
        """Make a collection, then its indexes one by one; it exists, half-made, when the database refuses one of them.

        Raises:
            WireError: ``TOO_MANY_INDEXES_FOR_COLLECTION`` when the next index would be one too many,
                ``UNSUPPORTED_DATABASE_QUERY`` for a name that the database takes for a literal.

        """
        if definition.name in _UNQUOTED_LITERALS:
            facts = {
                "keyspace": keyspace.name,
                "collection": definition.name,
                "detail": "no viable alternative at input",
            }
            raise WireError("UNSUPPORTED_DATABASE_QUERY", **facts)
        place = rows.Place(database_id, keyspace.name, definition.name)
        collection = self.load(place, definition, similarity)
        try:
            self._index(place, collection, budget)
        finally:
            kept = rows.KeptCollection(place, definition, tuple(collection.indexes))
            self._ledger.put(rows.COLLECTIONS, place.name, lambda: rows.collection_row(kept))
        return collection

    def load(self, place: rows.Place, definition: Definition, similarity: Similarity | None) -> Collection:
        """Put a collection without indexes in its place; the ledger has it already, or is told of it next."""
        collection = Collection(place.keyspace, definition, similarity, self._ledger, place.shelf)
        self.keyspace(place.database_id, place.keyspace).collections[definition.name] = collection
        return collection

    def _index(self, place: rows.Place, collection: Collection, budget: int) -> None:
        indexes = collection.definition.indexes()
        for index in indexes:
            found = self.index_count(place.database_id)
            if found >= budget:
                raise too_many_indexes(collection.name, len(indexes), found, budget).told_apart(_ON_THE_WAY)
            collection.indexes.append(index)

    def _tell_dropped(self, database_id: str, collection: Collection) -> None:
        collection.drop()
        place = rows.Place(database_id, collection.keyspace, collection.name)
        self._ledger.drop(rows.COLLECTIONS, place.name)
        self._ledger.clear(place.shelf)


def too_many_indexes(collection: str, needed: int, found: int, maximum: int) -> WireError:
    """Make the refusal of a collection for which the database has not enough indexes left."""
    facts = {"collection": collection, "needed": needed, "found": found, "maximum": maximum}
    return WireError("TOO_MANY_INDEXES_FOR_COLLECTION", **facts).told_apart(_BEFOREHAND)
