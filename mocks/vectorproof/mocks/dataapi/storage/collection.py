"""One collection: documents by key, their versions, their order, their vectors. Source: data-api 12, 14, 15."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vectorproof.mocks.core.ledger import UNKEPT, Ledger
from vectorproof.mocks.dataapi.clauses import analyzers
from vectorproof.mocks.dataapi.clauses.ids import DocumentKey
from vectorproof.mocks.dataapi.storage import rows
from vectorproof.mocks.dataapi.storage.definition import Definition
from vectorproof.mocks.dataapi.storage.token_order import token
from vectorproof.mocks.dataapi.storage.vectors import Neighbour, Similarity, VectorIndex


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as stored: nobody changes it in place, a write puts another one with the next ``version``."""

    key: DocumentKey
    document: Mapping[str, Any]
    version: int


@dataclass(frozen=True, slots=True)
class Writing:
    """A document that is ready to be written; ``vector`` is what the index gets, ``None`` for no vector."""

    key: DocumentKey
    document: Mapping[str, Any]
    vector: Sequence[float] | None


class Collection:
    """The documents of one collection; each change of them is told to a ledger, under a shelf of its own."""

    def __init__(
        self,
        keyspace: str,
        definition: Definition,
        similarity: Similarity | None,
        ledger: Ledger = UNKEPT,
        shelf: str = "",
    ) -> None:
        self._ledger = ledger
        self._shelf = shelf
        self.keyspace = keyspace
        self.definition = definition
        self.rules = definition.rules()
        self.analyze = analyzers.made(definition.lexical.analyzer) if definition.lexical.enabled else analyzers.STANDARD
        self.indexes: list[str] = []
        self._documents: dict[DocumentKey, Stored] = {}
        self._versions = 0
        self._order: list[tuple[int, DocumentKey]] = []
        self._unordered: list[DocumentKey] = []
        vector = definition.vector
        self._vectors = VectorIndex(vector.dimension, similarity) if vector and similarity else None

    def __len__(self) -> int:
        return len(self._documents)

    @property
    def name(self) -> str:
        """The collection's name."""
        return self.definition.name

    def get(self, key: DocumentKey) -> Stored | None:
        """Find a document by its key."""
        return self._documents.get(key)

    def insert(self, writing: Writing) -> bool:
        """Write a new document; ``False`` if its key is taken, and then nothing is written."""
        if writing.key in self._documents:
            return False
        self.load(writing)
        self._tell(writing)
        return True

    def load(self, writing: Writing) -> None:
        """Write a document that the ledger has already, whose key is free."""
        self._unordered.append(writing.key)
        self._put(writing)

    def replace(self, read: Stored, writing: Writing) -> bool:
        """Write over a document if it is still the one that was read."""
        if self._documents.get(read.key) is not read:
            return False
        self._put(writing)
        self._tell(writing)
        return True

    def delete(self, read: Stored) -> bool:
        """Delete a document if it is still the one that was read."""
        if self._documents.get(read.key) is not read:
            return False
        del self._documents[read.key]
        self._ledger.drop(self._shelf, rows.key_name(read.key))
        if self._vectors is not None:
            self._vectors.remove(read.key)
        return True

    def truncate(self) -> None:
        """Delete all documents."""
        self._documents, self._order, self._unordered = {}, [], []
        self._ledger.clear(self._shelf)
        if self._vectors is not None:
            self._vectors.clear()

    def scan(self, after: tuple[int, DocumentKey] | None = None) -> Iterator[Stored]:
        """Walk the documents in the order of their tokens, from behind a position; it must not outlive an await."""
        self._settle()
        order, documents = self._order, self._documents
        for at in range(0 if after is None else bisect_right(order, after), len(order)):
            stored = documents.get(order[at][1])
            if stored is not None:
                yield stored

    def position(self, key: DocumentKey) -> tuple[int, DocumentKey]:
        """Tell where a document stands in the order of tokens."""
        return (token(key), key)

    def nearest(self, query: Sequence[float], limit: int, among: Sequence[DocumentKey] | None) -> list[Neighbour]:
        """Find the documents nearest to a vector, best first; those without a vector are never found."""
        return [] if self._vectors is None else self._vectors.nearest(query, limit, among)

    def _tell(self, writing: Writing) -> None:
        self._ledger.put(self._shelf, rows.key_name(writing.key), lambda: rows.document_row(writing.document))

    def _put(self, writing: Writing) -> None:
        self._versions += 1
        self._documents[writing.key] = Stored(writing.key, writing.document, self._versions)
        if self._vectors is None:
            return
        if writing.vector is None:
            self._vectors.remove(writing.key)
        else:
            self._vectors.put(writing.key, writing.vector)

    def _settle(self) -> None:
        """Bring the order up to date: new keys are sorted in, and those of deleted documents go when they are many."""
        if not self._unordered and len(self._order) <= 2 * len(self._documents) + 16:
            return
        known = {key for _, key in self._order}
        fresh = {key for key in self._unordered if key not in known}
        self._order += [(token(key), key) for key in fresh]
        self._order = [entry for entry in self._order if entry[1] in self._documents]
        self._order.sort()
        self._unordered = []
