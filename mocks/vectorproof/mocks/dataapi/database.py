"""What the database beneath the API refuses: vectors of the wrong length, vectors without a direction.

Source: data-api 8.1, 11, 12.
"""

import numpy as np
from numpy.typing import NDArray

from vectorproof.mocks.dataapi.embedded import Numbers
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.storage.collection import Collection

_LARGEST_FLOAT32 = 3.4028235677973366e38


def check_vector(collection: Collection, vector: Numbers | None) -> None:
    """Refuse a vector that the database would refuse to store or to search with."""
    definition = collection.definition.vector
    if vector is None or definition is None:
        return
    if len(vector) != definition.dimension:
        raise WireError(
            "INVALID_VECTOR_LENGTH",
            keyspace=collection.keyspace,
            collection=collection.name,
            dimension=definition.dimension,
        )
    if isinstance(vector, np.ndarray) and _is_ordinary(vector):
        return
    numbers = np.asarray(vector, dtype=np.float64)
    if not (np.abs(numbers) < _LARGEST_FLOAT32).all():
        raise invalid_query(collection, "a vector must not hold NaN or infinite values")
    if definition.metric == "cosine" and not numbers.any():
        raise invalid_query(collection, "Zero vectors cannot be indexed or queried with cosine similarity")


def _is_ordinary(vector: NDArray[np.float32]) -> bool:
    """Tell at once that numbers are finite and not all zero: the sum of their squares is neither."""
    return 0 < float(vector.dot(vector)) < _LARGEST_FLOAT32


def invalid_query(collection: Collection, detail: str) -> WireError:
    """Make the error for a query that the database refuses."""
    return WireError("INVALID_DATABASE_QUERY", keyspace=collection.keyspace, collection=collection.name, detail=detail)
