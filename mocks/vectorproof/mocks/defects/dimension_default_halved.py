"""Wrong part: the dimension that is taken when none is given."""

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.dataapi.providers import Model, Provider
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "dimension-default-halved",
    kills=["COLL-015"],
    may_also=["COLL-024"],
)
def dimension_default_halved(parts: Parts) -> Parts:
    """A model with a range gets half of its default dimension."""
    return parts.with_data_api(dimension=_halved)


def _halved(provider: Provider, model: Model, asked: int | None) -> int:
    chosen = rules.dimension(provider, model, asked)
    return chosen // 2 if asked is None and model.dimension is None else chosen
