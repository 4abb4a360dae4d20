"""Reading the members of a JSON object strictly: a name stands in it once."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Value = TypeVar("Value")


def distinct(pairs: Sequence[tuple[str, Value]], wrong: Callable[[str], Exception]) -> dict[str, Value]:
    """Make an object of its members, or raise what ``wrong`` makes of the first name that is there again."""
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        raise wrong(next(name for at, name in enumerate(names) if name in names[:at]))
    return members
