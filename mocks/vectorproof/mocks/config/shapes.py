"""From types to TOML and JSON Schema: one reading of a dataclass's annotations serves both, so they cannot part.

Knows annotations, values and places in a file; does not know what a world is.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


class WorldError(ValueError):
    """A world's file is wrong: says which file and line, which key, what was found and what would be right."""

    def __init__(self, file: str, key: str, problem: str, line: int | None = None) -> None:
        super().__init__(f"{file}: {key}: {problem}" if line is None else f"{file}:{line}: {key}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Law:
    """What a member means and must be; ``minimum`` and ``maximum`` bound numbers.

    Of numbers with ``choices`` only those are right; ``pattern`` is matched against whole texts.
    The value of a ``secret`` member appears in no error.
    """

    doc: str
    minimum: int | None = None
    pattern: str | None = None
    secret: bool = False
    choices: tuple[int, ...] = ()
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file a value stands; an error names it."""

    file: str
    key: str

    def member(self, name: str) -> "Place":
        """Step into a member of a table."""
        return Place(self.file, f"{self.key}.{name}" if self.key else name)

    def item(self, index: int) -> "Place":
        """Step into an item of a list, counted from 0."""
        return Place(self.file, f"{self.key}[{index}]")

    def wrong(self, problem: str) -> WorldError:
        """Make the error for this place."""
        return WorldError(self.file, self.key or "TOML", problem)


class Shape(Protocol):
    """How a value of one type is read from TOML, and how JSON Schema describes it."""

    def read(self, value: Any, place: Place) -> Any:
        """Make the typed value, or raise a ``WorldError`` that names the place."""
        ...

    def schema(self) -> dict[str, Any]:
        """Describe the accepted values as JSON Schema."""
        ...


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number, truth value or date, under a law."""

    kind: type
    law: Law

    def read(self, value: Any, place: Place) -> Any:
        """Take the value as it is; a date without offset counts as UTC."""
        found = "a value that is not shown" if self.law.secret else _shown(value)
        if not isinstance(value, self.kind) or (isinstance(value, bool) and self.kind is not bool):
            raise place.wrong(f"found {found}, {_WORDS[self.kind]} is right")
        if isinstance(value, int) and self.law.minimum is not None and value < self.law.minimum:
            raise place.wrong(f"found {value}, {self.law.minimum} or more is right")
        if isinstance(value, int) and self.law.maximum is not None and value > self.law.maximum:
            raise place.wrong(f"found {value}, {self.law.maximum} or less is right")
        if self.law.choices and value not in self.law.choices:
            raise place.wrong(f"found {value}, {' or '.join(map(str, self.law.choices))} is right")
        if isinstance(value, str) and self.law.pattern is not None and not re.fullmatch(self.law.pattern, value):
            raise place.wrong(f"found {found}, {self.law.doc[0].lower()}{self.law.doc[1:]} is right")
        return _in_utc(value, place) if isinstance(value, datetime) else value

    def schema(self) -> dict[str, Any]:
        """Name type, bounds and meaning."""
        pattern = None if self.law.pattern is None else f"^(?:{self.law.pattern})$"
        numbers = {"minimum": self.law.minimum, "maximum": self.law.maximum}
        bounds = {**numbers, "enum": list(self.law.choices) or None, "pattern": pattern}
        return _TYPES[self.kind] | {k: v for k, v in bounds.items() if v is not None} | {"description": self.law.doc}


@dataclass(frozen=True, slots=True)
class Choice:
    """One member of an enumeration, written as its value."""

    kind: type[StrEnum]
    law: Law

    def read(self, value: Any, place: Place) -> Any:
        """Find the member, or name all that there are."""
        values = [str(member) for member in self.kind]
        if value not in values:
            raise place.wrong(f"found {_shown(value)}, {' or '.join(map(repr, values))} is right")
        return self.kind(value)

    def schema(self) -> dict[str, Any]:
        """List the values."""
        return {"enum": [str(member) for member in self.kind], "description": self.law.doc}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one shape, kept as a tuple."""

    item: Shape
    law: Law

    def read(self, value: Any, place: Place) -> Any:
        """Read every item; the place counts from 0."""
        if not isinstance(value, list):
            raise place.wrong(f"found {_shown(value)}, a list is right")
        items = cast("list[object]", value)
        return tuple(self.item.read(item, place.item(index)) for index, item in enumerate(items))

    def schema(self) -> dict[str, Any]:
        """Describe the items."""
        return {"type": "array", "items": self.item.schema(), "description": self.law.doc}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A table with free names and values of one shape."""

    item: Shape
    law: Law

    def read(self, value: Any, place: Place) -> Any:
        """Read every member."""
        if not isinstance(value, dict):
            raise place.wrong(f"found {_shown(value)}, a table is right")
        members = cast("dict[str, Any]", value)
        return {name: self.item.read(item, place.member(name)) for name, item in members.items()}

    def schema(self) -> dict[str, Any]:
        """Describe the members."""
        return {"type": "object", "additionalProperties": self.item.schema(), "description": self.law.doc}


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table whose members are the fields of a frozen dataclass."""

    kind: type

    def read(self, value: Any, place: Place) -> Any:
        """Make the dataclass; an unknown or a missing member is an error that says what would be right."""
        if not isinstance(value, dict):
            raise place.wrong(f"found {_shown(value)}, a table is right")
        members = cast("dict[str, Any]", value)
        known = _members(self.kind)
        for name in members:
            if name not in known:
                raise place.member(name).wrong(f"unknown member, {_likely(name, known)} is right")
        for name, (_, required) in known.items():
            if required and name not in members:
                raise place.member(name).wrong("missing, a value is needed here")
        return self.kind(**{name: known[name][0].read(item, place.member(name)) for name, item in members.items()})

    def schema(self) -> dict[str, Any]:
        """Describe all members, and refuse others."""
        known = _members(self.kind)
        return {
            "type": "object",
            "description": (self.kind.__doc__ or "").split("\n", maxsplit=1)[0],
            "properties": {name: shape.schema() for name, (shape, _) in known.items()},
            "required": [name for name, (_, required) in known.items() if required],
            "additionalProperties": False,
        }


def read(kind: type[Made], value: Any, file: str) -> Made:
    """Read a whole file's content as a dataclass."""
    return cast("Made", TableOf(kind).read(value, Place(file, "")))


def schema_of(kind: type) -> dict[str, Any]:
    """Describe a dataclass's file as JSON Schema, draft 2020-12."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | TableOf(kind).schema()


def _members(kind: type) -> dict[str, tuple[Shape, bool]]:
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: (_shape(hints[field.name], Law("")), _required(field)) for field in fields(kind)}


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _shape(hint: Any, law: Law) -> Shape:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _shape(arguments[0], arguments[1])
    if origin in (Union, UnionType):
        return _shape(next(a for a in arguments if a is not NoneType), law)
    if origin is tuple:
        return ListOf(_shape(arguments[0], law), law)
    if origin is Mapping:
        return MapOf(_shape(arguments[1], law), law)
    if is_dataclass(hint):
        return TableOf(cast("type", hint))
    return Choice(hint, law) if issubclass(hint, StrEnum) else Scalar(hint, law)


def _likely(name: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(name, known, n=1)
    return repr(near[0]) if near else f"one of {', '.join(sorted(known))}"


def _in_utc(value: datetime, place: Place) -> datetime:
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:
        raise place.wrong(f"found {value.isoformat()}, a date in the years 1 to 9999 of UTC is right") from None


def _shown(value: object) -> str:
    """Show a wrong value, but not a long one: that may be a secret in the wrong line."""
    shown_max = 40
    return repr(value) if len(repr(value)) <= shown_max else f"a long {type(value).__name__}"


_WORDS: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    datetime: "a date with time, such as 2025-01-31T00:00:00Z,",
}
_TYPES: Mapping[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
}
