"""Wrong part: whether a vector and a text exclude each other."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("both-accepted", kills=["VECTORIZE-008", "EMBED-010"], may_also=["VECTORIZE-010"])
def both_accepted(parts: Parts) -> Parts:
    """A document may have a vector and a text to embed."""
    return parts.with_data_api(both_vector_and_text=lambda document: False)
