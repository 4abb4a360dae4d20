"""Wrong part: how many databases one step adds."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("scope-of-eleven", kills=["SCOPE-004"], may_also=["ROTATE-009"])
def scope_of_eleven(parts: Parts) -> Parts:
    """Eleven databases can be added at once."""
    return parts.with_control_plane(scope_step_max=11)
