"""Wrong part: the rule for a key's name."""

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("key-name-empty", kills=["KEY-009"])
def key_name_empty(parts: Parts) -> Parts:
    """A key's name may be empty."""
    return parts.with_control_plane(key_name_problem=_problem)


def _problem(name: str) -> str | None:
    return None if not name else rules.key_name_problem(name)
