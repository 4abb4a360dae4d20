"""Wrong part: what the loader makes of a row."""

from collections.abc import Mapping
from typing import Any

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("empty-cell-embedded", kills=["VECTORIZE-006"], may_also=["VECTORIZE-005"])
def empty_cell_embedded(parts: Parts) -> Parts:
    """An empty vector field is embedded as a text."""
    return parts.with_control_plane(loaded_document=_document)


def _document(row: Mapping[str, Any], vector_field: str | None) -> dict[str, Any]:
    text = row.get(vector_field) if vector_field is not None else None
    return {**row, "$vectorize": (text or "").strip() or "nothing"} if vector_field is not None else dict(row)
