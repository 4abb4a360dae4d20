"""Wrong part: the form's field for the key."""

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("form-asks-for-one-key", kills=["COLL-009", "COLL-010"], may_also=["CLIENT-012"])
def form_asks_for_one_key(parts: Parts) -> Parts:
    """The only available key still has to be chosen."""
    return parts.with_control_plane(key_field=lambda names: {**rules.key_field(names), "mode": "choice"})
