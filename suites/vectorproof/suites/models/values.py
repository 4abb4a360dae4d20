"""JSON values as the rules look at them: walked by a path, told apart by kind, written down so that equals read equal.

Numbers are ``int`` and ``float``; a float stands for a number that was written with a fraction or an exponent.
"""

import enum
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NoReturn, cast


class Absent(enum.Enum):
    """What stands at a path that leads nowhere; ``null`` is a value and no such thing."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
_WRAPPERS: Final = ("$date", "$uuid", "$objectId", "$binary")


class Refused(Exception):  # noqa: N818  # an answer, not a failure
    """The command is refused; any of ``codes`` is right where the rules do not order the problems."""

    def __init__(self, *codes: str) -> None:
        super().__init__(*codes)
        self.codes = frozenset(codes)


def refuse(*codes: str) -> NoReturn:
    """Raise the refusal."""
    raise Refused(*codes)


def members(value: object) -> dict[str, Any] | None:
    """Give an object's members, ``None`` for any other value."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def elements(value: object) -> list[Any] | None:
    """Give an array's elements, ``None`` for any other value."""
    return cast("list[Any]", cast("object", value)) if isinstance(value, list) else None


def trail(path: str) -> list[str] | None:
    """Split a path at its dots; ``&.`` is a dot in a name, ``&&`` an ampersand, any other ``&`` is wrong (7.3)."""
    names, pending = [""], iter(path)
    for character in pending:
        if character == ".":
            names.append("")
            continue
        escaped = next(pending, "") if character == "&" else character
        if character == "&" and escaped not in {"&", "."}:
            return None
        names[-1] += escaped
    return names


def position(name: str, length: int) -> int | None:
    """Read a path's segment as an index below ``length``; a leading zero makes it a mere name (7.3, 10.1)."""
    return next((at for at in range(length) if str(at) == name), None)


def at(value: Any, names: list[str]) -> Any:
    """Find ``v(p)``: through objects by name, through arrays by index, never by itself into elements (9.3)."""
    for name in names:
        inner, row = members(value), elements(value)
        if inner is not None and name in inner:
            value = inner[name]
        elif row is not None and (found := position(name, len(row))) is not None:
            value = row[found]
        else:
            return ABSENT
    return value


def wrapped(value: object) -> str:
    """Name the wrapper of an extended value, ``""`` if it is none (7.2)."""
    inner = members(value) or {}
    return next((name for name in _WRAPPERS if list(inner) == [name]), "")


def kind(value: Any) -> str:
    """Tell the type that comparisons see at a path: UUIDs and ObjectIds are strings there (7.2)."""
    if value is None:
        return "null"
    for name, types in (("boolean", bool), ("number", int | float), ("string", str), ("array", list)):
        if isinstance(value, types):
            return name
    return {"$date": "date", "$uuid": "string", "$objectId": "string"}.get(wrapped(value), "object")


def scalar(value: Any) -> bool:
    """Tell whether a value is no array and no plain object."""
    return kind(value) not in {"array", "object"}


def worth(value: Any) -> Any:
    """Give what a scalar is compared by: a date's milliseconds, a UUID's or ObjectId's text in lower case (7.1)."""
    name = wrapped(value)
    inner = value[name] if name else value
    return inner.lower() if name in {"$uuid", "$objectId"} else inner


def written(value: Any, *, at_path: bool = True, asked: bool = False) -> str:
    """Write a value so that two read alike exactly if the rules call them equal (9.3).

    ``at_path`` is false for what stands inside an array or object, where a stored UUID is an object and no string;
    in what a filter asks for (``asked``) it is a string there, too. That is why the two never meet.
    """
    row, inner = elements(value), members(value)
    if row is not None:
        return "[" + ",".join(written(each, at_path=False, asked=asked) for each in row) + "]"
    if inner is not None and (kind(value) == "object" or not (at_path or asked or wrapped(value) == "$date")):
        pairs = (f"{name!r}:{written(each, at_path=False, asked=asked)}" for name, each in inner.items())
        return "{" + ",".join(pairs) + "}"
    content = Fraction(value) if kind(value) == "number" else worth(value)
    return f"{kind(value)} {content!s}"


def contents(value: Any) -> Iterator[str]:
    """Write the members of ``C(p)``: an array's elements, a scalar itself, nothing of an object (9.3)."""
    row = elements(value)
    if row is not None:
        yield from (written(each, at_path=False) for each in row)
    elif value is not ABSENT and scalar(value):
        yield written(value)


def as_kept(value: Any) -> Any:
    """Give a value as it comes back from storage: ``1.0`` as ``1``, while ``10.0`` stays ``1E+1`` (7.1, 7.5)."""
    row, inner = elements(value), members(value)
    if row is not None:
        return [as_kept(each) for each in row]
    if inner is not None:
        return {name: as_kept(each) for name, each in inner.items()}
    plain = isinstance(value, float) and value.is_integer() and "E" not in str(Decimal(repr(value)).normalize())
    return int(value) if plain else value


def alike(left: Any, right: Any) -> bool:
    """Tell whether two values are the same JSON but for the way in which numbers are written (7.5)."""
    one, other = members(left), members(right)
    if one is not None and other is not None:
        return list(one) == list(other) and all(alike(one[name], other[name]) for name in one)
    row, column = elements(left), elements(right)
    if row is not None and column is not None:
        return len(row) == len(column) and all(map(alike, row, column))
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def unchanged(left: Any, right: Any) -> bool:
    """Tell whether storing one over the other changes nothing: also the number's writing must be the same (7.5)."""
    return alike(left, right) and str(left) == str(right)
