"""The vectors of one collection as one float32 matrix, searched exactly. Source: data-api 12."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vectorproof.mocks.dataapi.clauses.ids import DocumentKey

Matrix: TypeAlias = NDArray[np.float32]
#: From a matrix of vectors, their Euclidean norms, and a query to one similarity per row; all float32.
Similarity: TypeAlias = Callable[[Matrix, Matrix, Matrix], Matrix]

_FIRST_ROWS: Final = 16


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


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A document near a query."""

    key: DocumentKey
    similarity: float


class VectorIndex:
    """Rows of equal length by document key; a row that is removed is filled by the last one."""

    def __init__(self, dimension: int, similarity: Similarity) -> None:
        self._similarity = similarity
        self._keys: list[DocumentKey] = []
        self._rows: dict[DocumentKey, int] = {}
        self._matrix = np.zeros((_FIRST_ROWS, dimension), dtype=np.float32)
        self._norms = np.zeros(_FIRST_ROWS, dtype=np.float32)

    def __len__(self) -> int:
        return len(self._keys)

    def put(self, key: DocumentKey, vector: Sequence[float]) -> None:
        """Write the vector of a document, new or not."""
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = len(self._keys)
            self._keys.append(key)
            if row == len(self._matrix):
                self._grow()
        self._matrix[row] = vector
        self._norms[row] = np.linalg.norm(self._matrix[row])

    def remove(self, key: DocumentKey) -> None:
        """Take a document out; one that has no vector is no error."""
        row = self._rows.pop(key, None)
        if row is None:
            return
        last = self._keys.pop()
        if last != key:
            self._keys[row] = last
            self._rows[last] = row
            self._matrix[row] = self._matrix[len(self._keys)]
            self._norms[row] = self._norms[len(self._keys)]

    def clear(self) -> None:
        """Take all documents out."""
        self._keys, self._rows = [], {}

    def nearest(self, query: Sequence[float], limit: int, among: Sequence[DocumentKey] | None) -> list[Neighbour]:
        """Find the most similar documents, best first: of all, or of those with some keys; ties are stable."""
        rows = (
            None if among is None else np.array([self._rows[key] for key in among if key in self._rows], dtype=np.intp)
        )
        count = len(self._keys) if rows is None else len(rows)
        if not count:
            return []
        matrix, norms = (
            (self._matrix[:count], self._norms[:count]) if rows is None else (self._matrix[rows], self._norms[rows])
        )
        scores = self._similarity(matrix, norms, np.asarray(query, dtype=np.float32))
        best = _largest(scores, min(limit, count))
        return [Neighbour(self._keys[at if rows is None else rows[at]], float(scores[at])) for at in best]

    def _grow(self) -> None:
        self._matrix = np.concatenate([self._matrix, np.zeros_like(self._matrix)])
        self._norms = np.concatenate([self._norms, np.zeros_like(self._norms)])


def _largest(scores: Matrix, count: int) -> NDArray[np.intp]:
    if count < len(scores):
        chosen = np.sort(np.argpartition(-scores, count - 1)[:count])
        return chosen[np.argsort(-scores[chosen], kind="stable")]
    return np.argsort(-scores, kind="stable")
