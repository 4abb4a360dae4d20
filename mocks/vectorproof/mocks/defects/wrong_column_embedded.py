"""Wrong part: what the loader makes of a row."""

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "wrong-column-embedded",
    kills=["VECTORIZE-005", "VECTORIZE-006"],
    may_also=["ERROR-011", "VECTORIZE-007"],
)
def wrong_column_embedded(parts: Parts) -> Parts:
    """The first field is embedded, whatever the vector field."""
    return parts.with_control_plane(
        loaded_document=lambda row, vector_field: rules.loaded_document(
            row, next(iter(row), None) if vector_field else None
        )
    )
