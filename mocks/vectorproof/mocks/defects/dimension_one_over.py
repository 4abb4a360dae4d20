"""Wrong part: which dimensions a model can have."""

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.dataapi.providers import Model, Provider
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("dimension-one-over", kills=["COLL-016"], may_also=["COLL-024"])
def dimension_one_over(parts: Parts) -> Parts:
    """A model's range of dimensions goes one further than it should."""
    return parts.with_data_api(dimension=_one_over)


def _one_over(provider: Provider, model: Model, asked: int | None) -> int:
    top = model.dimension_range[1] if model.dimension_range else None
    return (
        asked if asked is not None and top is not None and asked == top + 1 else rules.dimension(provider, model, asked)
    )
