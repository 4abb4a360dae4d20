"""Wrong part: the form's field for the key."""

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("form-takes-the-first-key", kills=["COLL-009"], may_also=["CLIENT-012", "COLL-010", "SCOPE-006", "SCOPE-008"])
def form_takes_the_first_key(parts: Parts) -> Parts:
    """Of several keys the first is taken without asking."""
    return parts.with_control_plane(key_field=lambda names: rules.key_field(names[:1]))
