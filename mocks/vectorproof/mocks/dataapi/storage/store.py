"""All databases of a Data API: keyspaces, collections, and the limits that hold over all keyspaces of a database.

Source: data-api 4.2, 4.5 (limits).
"""

from collections.abc import Iterator
from typing import Final

from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.storage.collection import Collection
from vectorproof.mocks.dataapi.storage.definition import Definition
from vectorproof.mocks.dataapi.storage.vectors import Similarity

#: Names that reach the database without quotes and are words of its language there (observed).
_UNQUOTED_LITERALS: Final = frozenset({"true", "false"})


class Keyspace:
    """The collections of one keyspace, in the order of their creation."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.collections: dict[str, Collection] = {}


class Databases:
    """The keyspaces of each database; whether a keyspace exists is known elsewhere, here is what it holds."""

    def __init__(self) -> None:
        self._databases: dict[str, dict[str, Keyspace]] = {}

    def keyspace(self, database_id: str, name: str) -> Keyspace:
        """Give what a keyspace holds; an unknown one is empty."""
        return self._databases.setdefault(database_id, {}).setdefault(name, Keyspace(name))

    def keep_only(self, database_id: str, keyspaces: tuple[str, ...]) -> None:
        """Forget what was in keyspaces that are no more."""
        held = self._databases.get(database_id, {})
        for name in [name for name in held if name not in keyspaces]:
            del held[name]

    def forget_keyspace(self, database_id: str, name: str) -> None:
        """Forget what a keyspace holds."""
        self._databases.get(database_id, {}).pop(name, None)

    def forget(self, database_id: str) -> None:
        """Forget a database and all that is in it."""
        self._databases.pop(database_id, None)

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
        collection = Collection(keyspace.name, definition, similarity)
        keyspace.collections[definition.name] = collection
        for index in definition.indexes():
            found = self.index_count(database_id)
            if found >= budget:
                raise too_many_indexes(definition.name, len(definition.indexes()), found, budget)
            collection.indexes.append(index)
        return collection


def too_many_indexes(collection: str, needed: int, found: int, maximum: int) -> WireError:
    """Make the refusal of a collection for which the database has not enough indexes left."""
    facts = {"collection": collection, "needed": needed, "found": found, "maximum": maximum}
    return WireError("TOO_MANY_INDEXES_FOR_COLLECTION", **facts)
