"""Wrong part: the formulas of similarity, each metric computed by another one's."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from vectorproof.mocks.dataapi.storage.vectors import Similarity, cosine, dot_product, euclidean
from vectorproof.mocks.defects import Defect
from vectorproof.mocks.parts import Parts


def _exchanged(metric: str, other: Similarity, name: str, *kills: str) -> Defect:
    """Make the defect that computes one metric by the formula of another one."""

    def replaced(parts: Parts) -> Parts:
        return parts.with_data_api(similarity={**parts.data_api.similarity, metric: other})

    return Defect(
        name, f"The similarity of {metric} is computed by another formula.", kills, _ALSO.get(name, ()), replaced
    )


_NAMES: Final = ("cosine-as-dot-product", "dot-product-as-cosine", "euclidean-as-cosine", "cosine-as-euclidean")
# Who else may notice, for each: what looks at the same answers.
_ALSO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    dict.fromkeys(_NAMES, ("SORT-*", "VECTOR-*", "EMBED-*", "COLL-*", "VECTORIZE-*", "ROTATE-008", "REMOVE-004"))
)

DEFECTS: Final = (
    _exchanged("cosine", dot_product, "cosine-as-dot-product", "VECTOR-013"),
    _exchanged("dot_product", cosine, "dot-product-as-cosine", "VECTOR-014"),
    _exchanged("euclidean", cosine, "euclidean-as-cosine", "VECTOR-015"),
    _exchanged("cosine", euclidean, "cosine-as-euclidean", "VECTOR-013"),
)
