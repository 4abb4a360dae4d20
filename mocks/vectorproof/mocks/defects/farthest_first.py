"""Wrong part: the similarity of two vectors."""

from vectorproof.mocks.dataapi.storage.vectors import cosine
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "farthest-first",
    kills=["VECTORIZE-003"],
    may_also=["COLL-019", "REMOVE-004", "ROTATE-008", "VECTORIZE-004", "VECTOR-*", "SORT-*", "EMBED-026", "LAW-*"],
)
def farthest_first(parts: Parts) -> Parts:
    """The least similar document comes first."""
    return parts.with_data_api(
        similarity={
            **parts.data_api.similarity,
            "cosine": lambda matrix, norms, query: 1 - cosine(matrix, norms, query),
        }
    )
