"""Wrong part: the rule for a key's name."""

from typing import Final

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("key-name-of-51", kills=["KEY-007"])
def key_name_of_51(parts: Parts) -> Parts:
    """A key's name may have 51 characters."""
    return parts.with_control_plane(key_name_problem=_problem)


_ONE_TOO_MANY: Final = 51


def _problem(name: str) -> str | None:
    return None if len(name) == _ONE_TOO_MANY and not rules.key_name_problem(name[1:]) else rules.key_name_problem(name)
