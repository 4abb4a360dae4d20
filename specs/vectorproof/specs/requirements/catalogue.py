"""The requirement catalogue: what the documentation promises, one TOML file per area.

Knows how an entry is written and numbered; does not know the seed document's lines or what was proven.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources.abc import Traversable
from types import MappingProxyType

from vectorproof.specs.loading import SpecError, Table, read_toml
from vectorproof.specs.requirements import sources

PAGE_AREAS = ("KEY", "SCOPE", "COLL", "LIMIT", "VECTORIZE", "ROTATE", "REMOVE", "ERROR", "CLIENT")
"""The areas of the page itself: what it tells its readers, each entry restating one of the page's catalogue."""

CONTRACT_AREAS = (
    "HTTP", "ENVELOPE", "KEYSPACE", "DDL", "INSERT", "IDS", "DOCLIMIT", "FIND", "FILTER", "SORT", "PROJECT", "PAGE",
    "COUNT", "UPDATE", "REPLACE", "DELETE", "VECTOR", "LEXICAL", "HYBRID", "RERANK", "EMBED", "FAULT",
    "SCHEMA", "LAW", "DEVOPS", "SERVICE",
)  # fmt: skip
"""The areas of what the page stands on: the Data API's commands, how it embeds, the DevOps API, the credentials."""

AREAS = PAGE_AREAS + CONTRACT_AREAS
"""The areas in the catalogue's order; the file of an area is its name in lower case."""

_VERSION = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)


class Level(StrEnum):
    """How much the documentation promises."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"
    ERRATUM = "ERRATUM"
    """The page is wrong here: the requirement holds while the discrepancy is as described."""


class Interface(StrEnum):
    """Where the promise shows."""

    PORTAL = "portal"
    DATA_API = "data-api"
    PROVIDER = "provider"
    DEVOPS = "devops"
    CLIENT = "client"
    HARNESS = "harness"
    TABLES = "tables"


class Environment(StrEnum):
    """Where a requirement can be checked at all."""

    SIMULATOR = "simulator"
    SELFHOSTED = "selfhosted"
    """A self-managed Data API; each request brings the provider's key in a header."""
    SELFHOSTED_CREDENTIALS = "selfhosted+credentials"
    """A self-managed Data API that asks our credential service for stored keys."""
    ASTRA = "astra"
    PORTAL = "portal"
    """Astra's portal in a browser: by hand, not by a run."""


_LEVELS = frozenset(Level)
_INTERFACES = frozenset(Interface)
_ENVIRONMENTS = frozenset(Environment)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One promise of the documentation, in our own words.

    ``source`` lists ``document:place`` entries; ``since`` is the catalogue's version (``YYYY-MM``) that brought it,
    ``until`` the one that no longer has it. ``untested`` is the reason why no case can check it, where there is one.
    """

    id: str
    area: str
    level: Level
    text: str
    source: tuple[str, ...]
    interface: Interface
    checkable: tuple[Environment, ...]
    since: str
    untested: str | None
    until: str | None = None

    def holds_in(self, version: str) -> bool:
        """Tell whether it belongs to a version of the catalogue."""
        return self.since <= version and (self.until is None or version < self.until)

    @property
    def seed_lines(self) -> tuple[int, ...]:
        """The lines of the seed document that it rests on, blank lines within a span included."""
        return sources.seed_numbers(self.source)


def read_catalogue(folder: Traversable, *, besides: frozenset[str] = frozenset()) -> Mapping[str, Requirement]:
    """Read every area of a folder, ordered by area and number; raises ``SpecError`` at the first thing wrong.

    The folder holds no other TOML than the areas' and the files named in ``besides``.
    """
    present = {file.name: file for file in folder.iterdir() if file.name.endswith(".toml")}
    wanted = [f"{area.lower()}.toml" for area in AREAS]
    for name in wanted:
        if name not in present:
            raise SpecError(name, "file", "missing, one file for each area is right")
    for name in sorted(present.keys() - set(wanted) - besides):
        raise SpecError(name, "file", f"belongs to no area, one of {', '.join(wanted)} is right")
    entries = (entry for name in wanted for entry in read_area(present[name]))
    return MappingProxyType({entry.id: entry for entry in entries})


def read_area(file: Traversable) -> tuple[Requirement, ...]:
    """Read one area, named by its file; its numbers run from 1 without a gap, in the order of the file."""
    area = file.name.removesuffix(".toml").upper()
    if area not in AREAS:
        raise SpecError(file.name, "file", f"no area, one of {', '.join(AREAS)} is right")
    return tuple(_entries(file.name, area, read_toml(file)))


def _entries(file: str, area: str, tables: Mapping[str, object]) -> Iterator[Requirement]:
    if not tables:
        raise SpecError(file, f"{area}-001", "missing, an area has requirements")
    for number, (key, members) in enumerate(tables.items(), start=1):
        expected = f"{area}-{number:03}"
        if key != expected:
            raise SpecError(file, key, f"{expected} is right here: numbers run without a gap, in the file's area")
        yield _requirement(key, area, Table(file, key, members))


def _requirement(key: str, area: str, table: Table) -> Requirement:
    requirement = Requirement(
        id=key,
        area=area,
        level=Level(table.text("level", among=_LEVELS)),
        text=table.text("text"),
        source=_sources(table),
        interface=Interface(table.text("interface", among=_INTERFACES)),
        checkable=tuple(Environment(name) for name in table.texts("checkable", among=_ENVIRONMENTS, at_least=0)),
        since=_version("since", table.text("since"), table),
        untested=table.optional_text("untested"),
        until=_until(table),
    )
    table.done()
    if not requirement.checkable and requirement.untested is None:
        raise table.error("checkable", "empty, a place to check it or a reason in 'untested' is right")
    return requirement


def _sources(table: Table) -> tuple[str, ...]:
    found = table.texts("source")
    for source in found:
        wrong = sources.problem(source)
        if wrong is not None:
            raise table.error("source", wrong)
    return found


def _until(table: Table) -> str | None:
    until = table.optional_text("until")
    if until is not None and _version("until", until, table) <= table.text("since"):
        raise table.error("until", f"found {until!r}, a version after 'since' is right")
    return until


def _version(name: str, version: str, table: Table) -> str:
    if _VERSION.fullmatch(version) is None:
        raise table.error(name, f"found {version!r}, a version such as '2026-08' is right")
    return version
