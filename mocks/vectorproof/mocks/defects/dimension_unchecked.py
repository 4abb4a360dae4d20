"""Wrong part: which dimensions a model can have."""

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.dataapi.providers import Model, Provider
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("dimension-unchecked", kills=["COLL-016"], may_also=["COLL-002", "COLL-017", "COLL-024"])
def dimension_unchecked(parts: Parts) -> Parts:
    """Any dimension is taken for any model."""
    return parts.with_data_api(dimension=_any)


def _any(provider: Provider, model: Model, asked: int | None) -> int:
    return rules.dimension(provider, model, None) if asked is None else asked
