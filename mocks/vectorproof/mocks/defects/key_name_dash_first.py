"""Wrong part: the rule for a key's name."""

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("key-name-dash-first", kills=["KEY-005"])
def key_name_dash_first(parts: Parts) -> Parts:
    """A key's name may start with a dash or an underscore."""
    return parts.with_control_plane(key_name_problem=_problem)


def _problem(name: str) -> str | None:
    return None if name[:1] in {"-", "_"} and not rules.key_name_problem(name[1:]) else rules.key_name_problem(name)
