"""Wrong part: how many texts one call carries."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("batch-of-31", kills=["VECTORIZE-017"])
def batch_of_31(parts: Parts) -> Parts:
    """The provider is sent one text fewer at a time than it takes."""
    return parts.with_data_api(batch_size=lambda provider: provider.batch - 1)
