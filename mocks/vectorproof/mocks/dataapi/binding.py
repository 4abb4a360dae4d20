"""From the JSON of a command to typed fields, with the leniency of the real server. Source: data-api 1.5.

Knows shapes only: which values are allowed is a matter of ``constraints``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from vectorproof.mocks.dataapi.clauses import updates
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import compact, is_array, is_number, is_object, type_name
from vectorproof.mocks.dataapi.settings import CommandLimits

#: From the command's name, a field's name and its JSON value to what the command works with.
Kind: TypeAlias = Callable[[str, str, Any], Any]
#: Makes the error for an unknown field from its name, the names that are known, and where.
Unknown: TypeAlias = Callable[[str, list[str]], WireError]

_TRUTHS: Final[Mapping[str, bool]] = {
    "true": True, "false": False, "True": True, "False": False, "TRUE": True, "FALSE": False, "": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bound:
    """Fields of a command or of an object inside it: a field that was not sent, or is null, is ``None``."""

    values: Mapping[str, Any]
    sent: frozenset[str]

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def inner(self, name: str) -> "Bound":
        """Give an object's fields; one that was not sent has none."""
        found = self.values.get(name)
        return found if isinstance(found, Bound) else NOTHING


NOTHING: Final = Bound(MappingProxyType({}), frozenset())


def unknown_field(name: str, known: list[str]) -> WireError:
    """Make the usual refusal of an unknown field."""
    return WireError("COMMAND_FIELD_UNKNOWN", field=name, known=", ".join(f"'{one}'" for one in known))


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that an object knows, by name, with older names for some of them."""

    kinds: Mapping[str, Kind]
    aliases: Mapping[str, str] = field(default_factory=dict[str, str])
    unknown: Unknown = unknown_field

    def bind(self, command: str, members: Mapping[str, Any]) -> Bound:
        """Read all members in their order: the first one that is wrong decides the error."""
        values: dict[str, Any] = {}
        for sent, value in members.items():
            name = self.aliases.get(sent, sent)
            kind = self.kinds.get(name)
            if kind is None:
                raise self.unknown(sent, sorted(self.kinds))
            values[name] = kind(command, name, value)
        return Bound(values, frozenset(values))


def fields(aliases: Mapping[str, str] | None = None, /, **kinds: Kind) -> Fields:
    """Declare fields, and the older names that some of them answer to."""
    return Fields(kinds, aliases or {})


def mismatch(name: str, value: object, wanted: str) -> WireError:
    """Make the error for a value of the wrong shape."""
    problem = f"cannot read '{name}' as {wanted} from {type_name(value)} value"
    return WireError("REQUEST_STRUCTURE_MISMATCH", problem=problem)


def json_value(_: str, __: str, value: Any) -> Any:
    """Take any JSON as it is."""
    return value


def text(_: str, name: str, value: Any) -> str | None:
    """Read a text; other scalars become their text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool) or is_number(value):
        return compact(value)
    raise mismatch(name, value, "a text")


def integer(_: str, name: str, value: Any) -> int | None:
    """Read a whole number; decimals are cut, texts that hold a number are read."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        digits = value.strip()
        if digits.removeprefix("-").removeprefix("+").isascii() and digits.lstrip("+-").isdigit():
            return _int32(name, int(digits))
        raise mismatch(name, value, "a whole number")
    if isinstance(value, bool) or not is_number(value):
        raise mismatch(name, value, "a whole number")
    return _int32(name, value)


def _int32(name: str, value: int | Decimal) -> int:
    if not -(2**31) <= value < 2**31:
        raise mismatch(name, 0, "a whole number of 32 bits")
    return int(value)


def flag(_: str, name: str, value: Any) -> bool:
    """Read a boolean; numbers and the words ``true`` and ``false`` will do, null is false."""
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, int):
        return value != 0
    if isinstance(value, str) and value in _TRUTHS:
        return _TRUTHS[value]
    raise mismatch(name, value, "a boolean")


def array(_: str, name: str, value: Any) -> list[Any] | None:
    """Read an array of any JSON."""
    if value is None or is_array(value):
        return value
    raise mismatch(name, value, "an array")


def json_object(_: str, name: str, value: Any) -> dict[str, Any] | None:
    """Read an object with free members."""
    if value is None or is_object(value):
        return value
    raise mismatch(name, value, "an object")


def no_options(command: str, _: str, value: Any) -> None:
    """Accept null and the empty object, for the command takes no options."""
    if value is not None and value != {}:
        raise WireError("COMMAND_ACCEPTS_NO_OPTIONS", command=command)


def object_of(inner: Fields) -> Kind:
    """Read an object whose fields are declared."""

    def read(command: str, name: str, value: Any) -> Bound | None:
        if value is None:
            return None
        if not is_object(value):
            raise mismatch(name, value, "an object")
        return inner.bind(command, value)

    return read


def texts(command: str, name: str, value: Any) -> dict[str, str | None] | None:
    """Read an object whose members are texts."""
    members = json_object(command, name, value)
    return None if members is None else {key: text(command, key, member) for key, member in members.items()}


@dataclass(frozen=True, slots=True)
class Violation:
    """A value that breaks a constraint; ``path`` as messages name it."""

    path: str
    value: Any
    reason: str

    def error(self) -> WireError:
        """Make the error, the value rendered as the server does."""
        return WireError("COMMAND_FIELD_VALUE_INVALID", field=self.path, value=_shown(self.value), reason=self.reason)


#: From the fields of a command and the server's limits to what is wrong with their values.
Check: TypeAlias = Callable[[Bound, CommandLimits], Iterator[Violation]]

_SHOWN: Final = 1000


def _shown(value: Any) -> str:
    if value is None:
        return "`null`"
    if isinstance(value, bool) or is_number(value):
        return compact(value)
    if is_object(value):
        return f"<JSON value of {len(compact(value))} characters>"
    plain = value if isinstance(value, str) else compact(value)
    cut = "" if len(plain) <= _SHOWN else f"[TRUNCATED from {len(plain)} to {_SHOWN} characters]"
    return f'"{plain[:_SHOWN]}{cut}"'


def update_clause(_: str, __: str, value: Any) -> updates.UpdateClause | None:
    """Read an update; its shape is checked at once, before anything is looked up."""
    return None if value is None else updates.parse(value)
