"""An index for filters by equality: from a value at one path to the documents that contain it.

It finds candidates, never too few and perhaps too many: whoever asks still looks at each document. Made when it is
first asked for, and brought up to date when it is asked again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

from vectorproof.mocks.dataapi.clauses import values
from vectorproof.mocks.dataapi.clauses.ids import DocumentKey
from vectorproof.mocks.dataapi.clauses.paths import MISSING, find
from vectorproof.mocks.dataapi.clauses.values import Comparable
from vectorproof.mocks.dataapi.storage.token_order import token

#: Where a document stands in the order of a collection: token and key.
Position: TypeAlias = tuple[int, DocumentKey]
#: Paths beyond these are searched document by document; each index takes some hundred bytes a document.
_PATHS_MAX: Final = 16


class EqualityIndex:
    """The scalar values that documents contain at one path."""

    def __init__(self, segments: Sequence[str]) -> None:
        self._segments = segments
        self._positions: dict[Comparable, dict[DocumentKey, Position]] = {}
        self._held: dict[DocumentKey, tuple[Comparable, ...]] = {}

    def put(self, position: Position, document: Mapping[str, Any]) -> None:
        """Enter a document, or enter it anew."""
        key = position[1]
        self.drop(key)
        value = find(document, self._segments)
        found = () if value is MISSING else tuple({one for one in values.contained(value) if _is_looked_up(one)})
        if found:
            self._held[key] = found
        for one in found:
            self._positions.setdefault(one, {})[key] = position

    def drop(self, key: DocumentKey) -> None:
        """Take a document out, if it is in."""
        for one in self._held.pop(key, ()):
            positions = self._positions[one]
            del positions[key]
            if not positions:
                del self._positions[one]

    def at(self, wanted: Comparable) -> list[Position]:
        """List where the documents are that contain a value, in the order of the collection."""
        return sorted(self._positions.get(wanted, {}).values())


def answers(wanted: Comparable) -> bool:
    """Tell whether an index knows every document that equals this: one of the scalars, but not null."""
    return wanted[0] in values.SCALARS and wanted[0] != values.NULL and _is_looked_up(wanted)


def _is_looked_up(one: Comparable) -> bool:
    return one[0] in values.SCALARS and isinstance(one[1], str | int | float | Decimal)


class Equalities:
    """The indexes of one collection, by path; what changed since they were last asked is caught up with then."""

    def __init__(self) -> None:
        self._indexes: dict[tuple[str, ...], EqualityIndex] = {}
        self._changed: set[DocumentKey] = set()

    def changed(self, key: DocumentKey) -> None:
        """Note that a document was written or deleted."""
        if self._indexes:
            self._changed.add(key)

    def clear(self) -> None:
        """Forget everything."""
        self._indexes.clear()
        self._changed.clear()

    def at(
        self,
        segments: tuple[str, ...],
        wanted: Comparable,
        documents: Callable[[DocumentKey], Mapping[str, Any] | None],
        order: Iterable[Position],
    ) -> list[Position] | None:
        """List where documents are that contain a value; ``None`` where no index answers that.

        ``order`` has all documents of the collection, and perhaps deleted ones.
        """
        if not answers(wanted) or (segments not in self._indexes and len(self._indexes) == _PATHS_MAX):
            return None
        self._catch_up(documents)
        index = self._indexes.get(segments)
        if index is None:
            index = self._indexes[segments] = EqualityIndex(segments)
            for position in order:
                document = documents(position[1])
                if document is not None:
                    index.put(position, document)
        return index.at(wanted)

    def _catch_up(self, documents: Callable[[DocumentKey], Mapping[str, Any] | None]) -> None:
        for key in self._changed:
            document = documents(key)
            position = (token(key), key)
            for index in self._indexes.values():
                if document is None:
                    index.drop(key)
                else:
                    index.put(position, document)
        self._changed.clear()
