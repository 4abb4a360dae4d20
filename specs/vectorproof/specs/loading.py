"""Reading the catalogue's TOML strictly: a typo anywhere is an error that names file and key.

Knows files and types; does not know what a requirement, an error or a limit is.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

ROOT = "vectorproof.specs"


class SpecError(ValueError):
    """The catalogue itself is wrong: says which file, which key, what was found and what would be right."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}")
        self.file = file
        self.key = key


def folder(name: str) -> Traversable:
    """Find a folder of the catalogue, wherever the package is installed."""
    return files(f"{ROOT}.{name}") if name else files(ROOT)


def read_toml(file: Traversable) -> dict[str, Any]:
    """Read one TOML file; what is no TOML, or no UTF-8, becomes a ``SpecError`` with the place."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SpecError(file.name, "TOML", str(error)) from error
    except RecursionError as error:
        raise SpecError(file.name, "TOML", "nested too deeply") from error


class Table:
    """One table of a file, read member by member; ``done`` refuses members that nobody asked for."""

    def __init__(self, file: str, key: str, members: object) -> None:
        if not isinstance(members, dict):
            raise SpecError(file, key, f"found {type(members).__name__}, a table is right")
        self._file = file
        self._key = key
        self._members: Mapping[str, Any] = members
        self._asked: set[str] = set()

    def text(self, name: str, *, among: frozenset[str] | None = None) -> str:
        """Read a required, non-empty string, if wished one of a set."""
        value = self._required(name, str)
        if not value.strip():
            raise self.error(name, "found an empty text")
        if among is not None and value not in among:
            raise self.error(name, f"found {value!r}, one of {', '.join(sorted(among))} is right")
        return str(value)

    def optional_text(self, name: str) -> str | None:
        """Read a string that may be missing."""
        self._asked.add(name)
        return self.text(name) if name in self._members else None

    def integer(self, name: str) -> int:
        """Read a required whole number."""
        value = self._required(name, int)
        if isinstance(value, bool):
            raise self.error(name, "found a boolean, a whole number is right")
        return int(value)

    def optional_integer(self, name: str, default: int) -> int:
        """Read a whole number that may be missing."""
        self._asked.add(name)
        return self.integer(name) if name in self._members else default

    def texts(self, name: str, *, among: frozenset[str] | None = None, at_least: int = 1) -> tuple[str, ...]:
        """Read a list of non-empty strings without doubles, if wished each one of a set."""
        values = self._required(name, list)
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.error(name, f"found {value!r} in the list, non-empty texts are right")
            if among is not None and value not in among:
                raise self.error(name, f"found {value!r}, only {', '.join(sorted(among))} are right")
        if len(set(values)) != len(values):
            raise self.error(name, "found the same text twice")
        if len(values) < at_least:
            raise self.error(name, f"found {len(values)} texts, at least {at_least} are right")
        return tuple(values)

    def integers(self, name: str) -> tuple[int, ...]:
        """Read a list of whole numbers, each greater than the one before."""
        values = self._required(name, list)
        for value in values:
            if not isinstance(value, int) or isinstance(value, bool):
                raise self.error(name, f"found {value!r} in the list, whole numbers are right")
        for before, value in pairwise(values):
            if value <= before:
                raise self.error(name, f"found {value} after {before}, ascending numbers are right")
        return tuple(values)

    def optional_texts(self, name: str) -> tuple[str, ...]:
        """Read a list of strings that may be missing."""
        self._asked.add(name)
        return self.texts(name, at_least=0) if name in self._members else ()

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Read a required sub-table as it is."""
        return dict(self._required(name, dict))

    def optional_mapping(self, name: str) -> Mapping[str, Any]:
        """Read a sub-table that may be missing."""
        self._asked.add(name)
        return self.mapping(name) if name in self._members else {}

    def flag(self, name: str) -> bool:
        """Read a required boolean."""
        return bool(self._required(name, bool))

    def optional_flag(self, name: str, *, default: bool) -> bool:
        """Read a boolean that may be missing."""
        self._asked.add(name)
        return self.flag(name) if name in self._members else default

    def optional_day(self, name: str) -> str | None:
        """Read a date that may be missing, written as one or as a text; gives it as ISO 8601 has it."""
        self._asked.add(name)
        value = self._members.get(name)
        try:
            found = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            found = value
        if value is not None and type(found) is not date:
            raise self.error(name, f"found {value!r}, a date such as 2027-01-31 is right")
        return found.isoformat() if isinstance(found, date) else None

    def optional_tables(self, name: str) -> "tuple[Table, ...]":
        """Read a list of sub-tables that may be missing; each is read, and done with, by the caller."""
        self._asked.add(name)
        members: list[Any] = self._required(name, list) if name in self._members else []
        return tuple(Table(self._file, f"{self._key}.{name}[{at}]", member) for at, member in enumerate(members))

    def done(self) -> None:
        """Refuse members that were never asked for: most of them are typos."""
        unknown = sorted(self._members.keys() - self._asked)
        if unknown:
            raise self.error(unknown[0], f"unknown member, one of {', '.join(sorted(self._asked))} is right")

    def error(self, name: str, problem: str) -> SpecError:
        """Make an error that names this file, this table and one member of it."""
        return SpecError(self._file, f"{self._key}.{name}", problem)

    def _required(self, name: str, kind: type) -> Any:
        self._asked.add(name)
        if name not in self._members:
            raise self.error(name, f"missing, a {kind.__name__} is right")
        value = self._members[name]
        if not isinstance(value, kind):
            raise self.error(name, f"found {type(value).__name__}, a {kind.__name__} is right")
        return value
