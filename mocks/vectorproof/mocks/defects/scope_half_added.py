"""Wrong part: the examination before databases are added."""

from collections.abc import Callable, Iterator, Sequence

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("scope-half-added", kills=["SCOPE-003", "SCOPE-017"], may_also=["SCOPE-004"])
def scope_half_added(parts: Parts) -> Parts:
    """A step that is refused at one database has added those before it."""
    return parts.with_control_plane(examine_all=_one_by_one)


def _one_by_one(wanted: Sequence[str], refuse: Callable[[str], None]) -> Iterator[str]:
    for database_id in wanted:
        refuse(database_id)
        yield database_id
