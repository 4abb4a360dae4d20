"""Wrong part: the rule for a key's name."""

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("key-name-dash-last", kills=["KEY-006"])
def key_name_dash_last(parts: Parts) -> Parts:
    """A key's name may end with a dash or an underscore."""
    return parts.with_control_plane(key_name_problem=_problem)


def _problem(name: str) -> str | None:
    return None if name[-1:] in {"-", "_"} and not rules.key_name_problem(name[:-1]) else rules.key_name_problem(name)
