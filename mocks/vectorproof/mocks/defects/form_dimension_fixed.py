"""Wrong part: the form's field for the dimension."""

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("form-dimension-fixed", kills=["COLL-017"], may_also=["CLIENT-012"])
def form_dimension_fixed(parts: Parts) -> Parts:
    """The dimension cannot be edited, whatever the model."""
    return parts.with_control_plane(dimension_field=lambda model: {**rules.dimension_field(model), "mode": "fixed"})
