"""The vectors of one collection as one float32 matrix, searched exactly. Source: data-api 12."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from vectorproof.mocks.dataapi.clauses.ids import DocumentKey
from vectorproof.mocks.dataapi.embedded import Numbers

Matrix: TypeAlias = NDArray[np.float32]
#: From a matrix of vectors, their Euclidean norms, and a query to one similarity per row; all float32.
Similarity: TypeAlias = Callable[[Matrix, Matrix, Matrix], Matrix]

_FIRST_ROWS: Final = 16
#: So many numbers take some two milliseconds to multiply: with fewer, others wait no longer than for a large answer.
_WORTH_A_THREAD: Final = 1 << 24
#: A distance takes some so many times as long as a product.
_DISTANCE: Final = 16


def cosine(matrix: Matrix, norms: Matrix, query: Matrix) -> Matrix:
    """Compute ``(1 + cos) / 2``."""
    return _float32((1 + (matrix @ query) / (norms * np.linalg.norm(query))) / 2)


def dot_product(matrix: Matrix, norms: Matrix, query: Matrix) -> Matrix:  # noqa: ARG001  # one shape for all metrics
    """Compute ``(1 + a·b) / 2``; outside of 0..1 for vectors that are not of unit length."""
    return _float32((1 + matrix @ query) / 2)


def euclidean(matrix: Matrix, norms: Matrix, query: Matrix) -> Matrix:  # noqa: ARG001  # one shape for all metrics
    """Compute ``1 / (1 + |a - b|^2)``."""
    difference = matrix - query
    return _float32(1 / (1 + np.einsum("ij,ij->i", difference, difference)))


def _float32(values: NDArray[Any]) -> Matrix:
    return values.astype(np.float32, copy=False)


class Scoring:
    """A score for each document of an index as it was at one moment, computed by whoever has the time.

    ``compute`` may run in a thread while the index goes on changing: rows that are written meanwhile are in
    ``changed``, and their scores mean nothing.
    """

    def __init__(self, matrix: Matrix, norms: Matrix, query: Matrix, similarity: Similarity) -> None:
        self._matrix = matrix
        self._norms = norms
        self._similarity = similarity
        self._found: Matrix | None = None
        self.query = query
        self.changed: set[int] = set()

    def compute(self) -> None:
        """Compute the scores."""
        # A row that is being written may hold anything, and is not a reason for a warning.
        with np.errstate(all="ignore"):
            self._found = self._similarity(self._matrix, self._norms, self.query)

    def found(self) -> Matrix:
        """Give the scores, which have been computed."""
        assert self._found is not None
        return self._found


class VectorIndex:
    """Rows of equal length by document key; a row that is removed is filled by the last one."""

    def __init__(self, dimension: int, similarity: Similarity) -> None:
        self._similarity = similarity
        self._keys: list[DocumentKey] = []
        self._rows: dict[DocumentKey, int] = {}
        self._matrix = np.zeros((_FIRST_ROWS, dimension), dtype=np.float32)
        self._norms = np.zeros(_FIRST_ROWS, dtype=np.float32)
        self._open: WeakSet[Scoring] = WeakSet()

    def __len__(self) -> int:
        return len(self._keys)

    def put(self, key: DocumentKey, vector: Numbers) -> None:
        """Write the vector of a document, new or not."""
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = len(self._keys)
            self._keys.append(key)
            if row == len(self._matrix):
                self._grow()
        self._write(row, vector)

    def remove(self, key: DocumentKey) -> None:
        """Take a document out; one that has no vector is no error."""
        row = self._rows.pop(key, None)
        if row is None:
            return
        last = self._keys.pop()
        if last != key:
            self._keys[row] = last
            self._rows[last] = row
            self._write(row, self._matrix[len(self._keys)], self._norms[len(self._keys)])

    def clear(self) -> None:
        """Take all documents out."""
        self._keys, self._rows = [], {}

    def scoring(self, query: Sequence[float]) -> "Scoring | None":
        """Begin to score all documents, which is worth doing elsewhere; ``None`` where they are few."""
        count = len(self._keys)
        work = count * self._matrix.shape[1] * (_DISTANCE if self._similarity is euclidean else 1)
        if work < _WORTH_A_THREAD:
            return None
        wanted = np.asarray(query, dtype=np.float32)
        begun = Scoring(self._matrix[:count], self._norms[:count], wanted, self._similarity)
        self._open.add(begun)
        return begun

    def nearest(
        self,
        query: Sequence[float],
        limit: int,
        among: Sequence[DocumentKey] | None,
        scoring: "Scoring | None" = None,
    ) -> list[tuple[DocumentKey, float]]:
        """Find the most similar documents, best first, with their similarities: of all, or of some; ties are stable.

        ``scoring`` spares scoring all of them once more; what was written since it began is looked at again.
        """
        if among is None:
            wanted = np.asarray(query, dtype=np.float32)
            scores = self._scores(slice(len(self._keys)), wanted) if scoring is None else self._now(scoring)
            return _best(self._keys, scores, limit)
        keys = [key for key in among if key in self._rows]
        rows = np.array([self._rows[key] for key in keys], dtype=np.intp)
        scores = self._scores(rows, np.asarray(query, dtype=np.float32))
        return _best(keys, scores, limit)

    def _scores(self, rows: "slice | NDArray[np.intp]", query: Matrix) -> Matrix:
        matrix = self._matrix[rows]
        return self._similarity(matrix, self._norms[rows], query) if len(matrix) else np.zeros(0, dtype=np.float32)

    def _now(self, scoring: "Scoring") -> Matrix:
        """Bring scores up to date with what was written since they were begun."""
        found, count = scoring.found(), len(self._keys)
        known = min(count, len(found))
        changed = np.array([row for row in {*scoring.changed, *range(known, count)} if row < count], dtype=np.intp)
        scores = np.empty(count, dtype=np.float32)
        scores[:known] = found[:known]
        scores[changed] = self._scores(changed, scoring.query)
        return scores

    def _write(self, row: int, vector: Numbers, norm: float | None = None) -> None:
        for scoring in self._open:
            scoring.changed.add(row)
        self._matrix[row] = vector
        self._norms[row] = np.linalg.norm(self._matrix[row]) if norm is None else norm

    def _grow(self) -> None:
        # The new rows are memory that nobody has touched: it costs nothing before it is written.
        count, dimension = self._matrix.shape
        grown = np.zeros((2 * count, dimension), dtype=np.float32)
        grown[:count] = self._matrix
        self._matrix = grown
        self._norms = np.concatenate([self._norms, np.zeros_like(self._norms)])


def _best(keys: Sequence[DocumentKey], scores: Matrix, limit: int) -> list[tuple[DocumentKey, float]]:
    places = _largest(scores, limit)
    found: list[float] = scores[places].tolist()
    return list(zip(map(keys.__getitem__, places.tolist()), found, strict=True))


def _largest(scores: Matrix, limit: int) -> NDArray[np.intp]:
    count = min(limit, len(scores))
    if not count:
        return np.zeros(0, dtype=np.intp)
    if count < len(scores):
        chosen = np.sort(np.argpartition(-scores, count - 1)[:count])
        return chosen[np.argsort(-scores[chosen], kind="stable")]
    return np.argsort(-scores, kind="stable")
