"""Wrong part: the rule for a key's name."""

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("key-name-dotted", kills=["KEY-008"])
def key_name_dotted(parts: Parts) -> Parts:
    """A key's name may hold dots and spaces."""
    return parts.with_control_plane(
        key_name_problem=lambda name: rules.key_name_problem(name.replace(".", "_").replace(" ", "_"))
    )
