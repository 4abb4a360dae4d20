"""Models, dimensions, metrics and vectors of the collections that Jina embeds for (COLL-012 to COLL-020)."""

from typing import Final

from hypothesis import strategies as st

from vectorproof.harness.strategies.edges import edges

FIXED_MODELS: Final = (
    "jina-embeddings-v2-base-en",
    "jina-embeddings-v2-base-de",
    "jina-embeddings-v2-base-es",
    "jina-embeddings-v2-base-code",
    "jina-embeddings-v2-base-zh",
)
"""The models that the page names; each has 768 dimensions and no others."""

RANGED_MODEL: Final = "jina-embeddings-v3"
METRICS: Final = ("cosine", "dot_product", "euclidean")
_FIXED_DIMENSION: Final = 768
_RANGED_MAX: Final = 1024
_FURTHEST: Final = 4096


def models() -> st.SearchStrategy[str]:
    """Draw one of the models that the page names."""
    return st.sampled_from(FIXED_MODELS)


def metrics() -> st.SearchStrategy[str]:
    """Draw one of the three metrics as the wire spells them."""
    return st.sampled_from(METRICS)


def dimensions() -> st.SearchStrategy[int]:
    """Draw what ``jina-embeddings-v3`` can give: 1 to 1024."""
    return edges(1, _RANGED_MAX)


def dimensions_out_of_range() -> st.SearchStrategy[int]:
    """Draw what ``jina-embeddings-v3`` cannot give though it is a positive number: 1025 to 4096."""
    return edges(_RANGED_MAX + 1, _FURTHEST)


def other_dimensions() -> st.SearchStrategy[int]:
    """Draw what the models of one dimension cannot give: any positive number but 768, its neighbours often."""
    near = st.sampled_from((_FIXED_DIMENSION - 1, _FIXED_DIMENSION + 1))
    return st.one_of(near, edges(1, _FIXED_DIMENSION - 1), edges(_FIXED_DIMENSION + 1, _FURTHEST))


def vectors(dimension: int) -> st.SearchStrategy[list[float]]:
    """Draw vectors of 32-bit floats from -1 to 1 that are not all zero."""
    numbers = st.floats(-1, 1, width=32, allow_subnormal=False)
    return st.lists(numbers, min_size=dimension, max_size=dimension).filter(any)
