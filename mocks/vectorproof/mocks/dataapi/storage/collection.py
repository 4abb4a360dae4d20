"""One collection: documents by key, their versions, their order, their vectors. Source: data-api 12, 14, 15."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from vectorproof.mocks.core.ledger import UNKEPT, Ledger
from vectorproof.mocks.dataapi.clauses import analyzers
from vectorproof.mocks.dataapi.clauses.ids import DocumentKey
from vectorproof.mocks.dataapi.clauses.values import Comparable
from vectorproof.mocks.dataapi.embedded import Numbers, Unseen
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.storage import rows
from vectorproof.mocks.dataapi.storage.definition import Definition
from vectorproof.mocks.dataapi.storage.equality import Equalities
from vectorproof.mocks.dataapi.storage.token_order import token
from vectorproof.mocks.dataapi.storage.vectors import Scoring, Similarity, VectorIndex

#: Fewer documents are looked at one by one sooner than an index of them is asked.
_INDEXED_FROM: Final = 64
_VECTOR: Final = "$vector"
#: So many new documents are sorted in one by one.
_FEW: Final = 64
_KEY: Final = itemgetter(0)
_SIMILARITY: Final = itemgetter(1)


class Stored:
    """A document as stored: nobody changes it in place, a write puts another one with the next ``version``."""

    __slots__ = ("_document", "_unseen", "key", "version")

    def __init__(self, writing: "Writing", version: int) -> None:
        """Store what was written; a vector that a provider made gets its digits when somebody looks."""
        self.key = writing.key
        self.version = version
        self._document = writing.document
        self._unseen = isinstance(writing.document.get(_VECTOR), Unseen)

    @property
    def document(self) -> Mapping[str, Any]:
        """Give the document."""
        if self._unseen:
            self._document = {**self._document, _VECTOR: self._document[_VECTOR].seen()}
            self._unseen = False
        return self._document


@dataclass(frozen=True, slots=True)
class Writing:
    """A document that is ready to be written; ``vector`` is what the index gets, ``None`` for no vector."""

    key: DocumentKey
    document: Mapping[str, Any]
    vector: Numbers | None


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
        #: The moment from which commands see it; after a restart every collection is seen.
        self.seen_from_ms = 0
        self.keyspace = keyspace
        self.definition = definition
        self.rules = definition.rules()
        self.analyze = analyzers.made(definition.lexical.analyzer) if definition.lexical.enabled else analyzers.STANDARD
        self.indexes: list[str] = []
        self._dropped = False
        self._documents: dict[DocumentKey, Stored] = {}
        self._versions = 0
        self._order: list[tuple[int, DocumentKey]] = []
        self._unordered: list[DocumentKey] = []
        self._equalities = Equalities()
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

    def drop(self) -> None:
        """Take no change any more: what a command that was waiting meanwhile still writes must not come to its heir."""
        self._dropped = True

    def insert(self, writing: Writing) -> bool:
        """Write a new document; ``False`` if its key is taken, and then nothing is written."""
        self._refuse_dropped()
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
        self._refuse_dropped()
        if self._documents.get(read.key) is not read:
            return False
        self._put(writing)
        self._tell(writing)
        return True

    def delete(self, read: Stored) -> bool:
        """Delete a document if it is still the one that was read."""
        self._refuse_dropped()
        if self._documents.get(read.key) is not read:
            return False
        del self._documents[read.key]
        self._equalities.changed(read.key)
        self._ledger.drop(self._shelf, rows.key_name(read.key))
        if self._vectors is not None:
            self._vectors.remove(read.key)
        return True

    def truncate(self) -> None:
        """Delete all documents."""
        self._documents, self._order, self._unordered = {}, [], []
        self._equalities.clear()
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

    def containing(
        self, segments: tuple[str, ...], wanted: Comparable, after: tuple[int, DocumentKey] | None = None
    ) -> Iterator[Stored]:
        """Walk documents as ``scan`` does, leaving out those that surely contain no such value at a path."""
        found = None
        if len(self._documents) >= _INDEXED_FROM:
            self._settle()
            found = self._equalities.at(segments, wanted, self._document, self._order)
        if found is None:
            yield from self.scan(after)
            return
        for at in range(0 if after is None else bisect_right(found, after), len(found)):
            stored = self._documents.get(found[at][1])
            if stored is not None:
                yield stored

    def _document(self, key: DocumentKey) -> Mapping[str, Any] | None:
        stored = self._documents.get(key)
        return None if stored is None else stored.document

    def position(self, key: DocumentKey) -> tuple[int, DocumentKey]:
        """Tell where a document stands in the order of tokens."""
        return (token(key), key)

    def scoring(self, query: Sequence[float]) -> Scoring | None:
        """Begin to score all documents against a vector, where that takes long enough to be done elsewhere."""
        return None if self._vectors is None else self._vectors.scoring(query)

    def nearest(
        self,
        query: Sequence[float],
        limit: int,
        among: Sequence[DocumentKey] | None,
        scoring: Scoring | None = None,
    ) -> list[tuple[Stored, float]]:
        """Find the documents nearest to a vector, best first, each with its similarity; one without a vector never."""
        if self._vectors is None:
            return []
        # A thousand of them are usual: nothing here is done one by one.
        found = self._vectors.nearest(query, limit, among, scoring)
        stored = map(self._documents.__getitem__, map(_KEY, found))
        return list(zip(stored, map(_SIMILARITY, found), strict=True))

    def _refuse_dropped(self) -> None:
        if self._dropped:
            facts = {"keyspace": self.keyspace, "collection": self.name, "detail": "the table is not there any more"}
            raise WireError("INVALID_DATABASE_QUERY", **facts)

    def _tell(self, writing: Writing) -> None:
        self._ledger.put(self._shelf, rows.key_name(writing.key), lambda: rows.document_row(writing.document))

    def _put(self, writing: Writing) -> None:
        self._versions += 1
        self._documents[writing.key] = Stored(writing, self._versions)
        self._equalities.changed(writing.key)
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
        # A new list: whoever walks the old one goes on undisturbed.
        order = self._order.copy()
        fresh = [place for place in ((token(key), key) for key in set(self._unordered)) if not _has(order, place)]
        if len(fresh) > _FEW:
            order = sorted([*order, *fresh])
        else:
            for place in fresh:
                insort(order, place)
        if len(order) > 2 * len(self._documents) + 16:
            order = [place for place in order if place[1] in self._documents]
        self._order, self._unordered = order, []


def _has(order: Sequence[tuple[int, DocumentKey]], place: tuple[int, DocumentKey]) -> bool:
    at = bisect_left(order, place)
    return at < len(order) and order[at] == place
