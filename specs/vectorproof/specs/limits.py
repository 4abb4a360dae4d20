"""Every numeric limit, with its unit, its source and the editions where it differs.

Reads ``limits.toml``. Does not know who enforces a limit, nor what happens beyond it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from vectorproof.specs.loading import SpecError, Table, folder, read_toml

UNITS: Final = frozenset(
    {
        *("characters", "bytes", "levels", "properties", "elements", "numbers", "values", "comparisons", "texts"),
        *("databases", "collections", "tables", "indexes", "documents"),
        *("attempts", "retries", "milliseconds", "seconds"),
    }
)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit; ``editions`` maps the name of an edition to the number that holds there instead of ``value``."""

    id: str
    value: int
    unit: str
    source: str
    editions: Mapping[str, int]

    def in_edition(self, edition: str) -> int:
        """Tell the number that holds in an edition; one that is not mentioned has the general number."""
        return self.editions.get(edition, self.value)


@cache
def limits() -> Mapping[str, Limit]:
    """Read all limits once, by id, in the order in which they are written down."""
    return load(folder("").joinpath("limits.toml"))


def value(identity: str) -> int:
    """Tell a limit's general number; an unknown id is a ``SpecError`` that names near ones."""
    known = limits()
    if identity not in known:
        near = ", ".join(get_close_matches(identity, known, n=5)) or "nothing"
        raise SpecError("limits.toml", identity, f"unknown limit, near: {near}")
    return known[identity].value


def load(file: Traversable) -> Mapping[str, Limit]:
    """Read a file of limits; a typo is a ``SpecError`` that names file and key."""
    entries = read_toml(file).items()
    return MappingProxyType({identity: _limit(file.name, identity, entry) for identity, entry in entries})


def _limit(file: str, identity: str, entry: object) -> Limit:
    table = Table(file, identity, entry)
    limit = Limit(
        id=identity,
        value=_not_negative(table, "value", table.integer("value")),
        unit=table.text("unit", among=UNITS),
        source=table.text("source"),
        editions=_editions(table),
    )
    table.done()
    return limit


def _editions(table: Table) -> Mapping[str, int]:
    given = table.optional_mapping("editions")
    return MappingProxyType({name: _not_negative(table, f"editions.{name}", number) for name, number in given.items()})


def _not_negative(table: Table, name: str, number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise table.error(name, f"found {number!r}, a whole number that is not negative is right")
    return number
