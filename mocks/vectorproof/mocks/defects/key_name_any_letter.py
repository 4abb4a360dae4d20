"""Wrong part: the rule for a key's name."""

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("key-name-any-letter", kills=["KEY-008"])
def key_name_any_letter(parts: Parts) -> Parts:
    """A key's name may hold letters of any alphabet."""
    return parts.with_control_plane(key_name_problem=lambda name: rules.key_name_problem(_in_ascii(name)))


def _in_ascii(name: str) -> str:
    return "".join("a" if letter.isalpha() else letter for letter in name)
