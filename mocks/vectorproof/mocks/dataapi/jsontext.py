"""Reading and writing JSON as the Data API does: digits are kept, a name may stand only once in an object.

In the data model a number is ``int``, ``BigInt`` or ``Decimal``; ``float`` occurs in vectors that a provider made and
nowhere else. Source: data-api 1.5, 7.5.
"""

import json
import re
from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, DecimalException
from functools import cache
from types import NoneType
from typing import Any, Final, NoReturn, TypeGuard

import orjson

from vectorproof.mocks.core.members import distinct
from vectorproof.mocks.dataapi import quickread
from vectorproof.mocks.dataapi.embedded import Embedded
from vectorproof.mocks.dataapi.errors import WireError

#: Types of values that are stored as they come.
_AS_THEY_ARE: Final = frozenset({float, int, str, bool, NoneType})
_INT64_DIGITS: Final = 18
_LONE_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_OPTIONS: Final = orjson.OPT_PASSTHROUGH_SUBCLASS
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
#: Enough digits for any sum or product of numbers that a request can carry; nothing traps, so nothing is a surprise.
ARITHMETIC: Final = Context(prec=1000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
_MAX_EXPONENT: Final = 2**31 - 1
#: A literal that is as short as it can be: neither an exponent nor a zero at its end.
_PLAIN_DECIMAL: Final = re.compile(r"-?\d{1,300}\.\d{0,300}[1-9]")


class BigInt(int):
    """A whole number beyond 64 bits: the writer would refuse a plain one."""

    __slots__ = ()


def whole(value: int) -> int:
    """Keep a whole number writable, whatever its size."""
    return value if -(2**63) <= value < 2**63 else BigInt(value)


def decimal(text: str) -> Decimal:
    """Read a decimal literal; zeros at its end go, also those before the point (``100.0`` is ``1E+2``)."""
    if _PLAIN_DECIMAL.fullmatch(text):
        return Decimal(text)
    try:
        value = Decimal(text).normalize(ARITHMETIC)
    except DecimalException as error:
        raise ValueError(f"number out of range: {text}") from error
    if not value:
        return Decimal(0)
    if not value.is_finite() or abs(value.adjusted()) > _MAX_EXPONENT:
        raise ValueError(f"number out of range: {text}")
    return value


def number_text(value: Decimal) -> str:
    """Write a decimal as Java does: exponent form only where the exponent is positive or very small."""
    text = str(value)
    return "0" if value == 0 else text


def read(raw: bytes, max_number_length: int) -> Any:
    """Read the first JSON value of a body; what follows it is ignored, ``None`` also for an empty body.

    Raises:
        WireError: ``REQUEST_NOT_JSON``, or ``SHRED_DOC_LIMIT_VIOLATION`` for a number token that is too long.

    """
    try:
        return quickread.read(raw, _decimals(max_number_length))
    except quickread.UnusualError:
        return read_slowly(raw, max_number_length)


def read_slowly(raw: bytes, max_number_length: int) -> Any:
    """Read what is unusual, or wrong."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WireError("REQUEST_NOT_JSON", problem=f"invalid UTF-8 at byte {error.start}") from error
    start = len(text) - len(text.lstrip(" \t\n\r"))
    if start == len(text):
        return None
    try:
        value, _ = _decoder(max_number_length).raw_decode(text, start)
    except RecursionError as error:
        raise too_deep() from error
    except ValueError as error:
        raise WireError("REQUEST_NOT_JSON", problem=str(error)) from error
    return without_lone_surrogates(value) if _SURROGATE_ESCAPE.search(text) else value


def too_deep() -> WireError:
    """Refuse what is nested deeper than any document may be and than our own stack bears."""
    return WireError("SHRED_DOC_LIMIT_VIOLATION", detail="nesting exceeds the maximum that can be read")


def write(value: object) -> bytes:
    """Write a JSON value as UTF-8."""
    return orjson.dumps(value, default=_fragment, option=_OPTIONS)


def compact(value: object) -> str:
    """Write a JSON value as compact text."""
    return write(value).decode()


def type_name(value: object) -> str:
    """Name the JSON type of a value as messages do: Null, Boolean, Number, String, Array, Object."""
    if value is None:
        return "Null"
    if isinstance(value, bool):
        return "Boolean"
    if is_number(value):
        return "Number"
    if isinstance(value, str):
        return "String"
    return "Array" if is_array(value) else "Object"


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Tell whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Tell whether a JSON value is an array."""
    return isinstance(value, list)


def is_number(value: object) -> bool:
    """Tell whether a value is a JSON number; a boolean is none."""
    return isinstance(value, int | Decimal | float) and not isinstance(value, bool)


def exact(value: Any) -> Decimal | int:
    """Give a number whose comparison with any other is exact."""
    return Decimal(repr(value)) if isinstance(value, float) else value


def as_stored(value: Any) -> Any:
    """Copy a JSON value as the database gives it back: a decimal without digits behind the point is a whole number."""
    if is_object(value):
        return {name: as_stored(member) for name, member in value.items()}
    if isinstance(value, Embedded):
        return value
    if is_array(value):
        return value.copy() if _AS_THEY_ARE.issuperset(map(type, value)) else [as_stored(item) for item in value]
    if isinstance(value, Decimal) and value.as_tuple().exponent == 0:
        return whole(int(value))
    return value


def copied(value: Any) -> Any:
    """Copy a JSON value in depth."""
    if is_object(value):
        return {name: copied(member) for name, member in value.items()}
    return [copied(item) for item in value] if is_array(value) else value


def without_lone_surrogates(value: Any) -> Any:
    """Replace half characters, which no UTF-8 can carry back, by ``?`` as Java's encoder does."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("?", value)
    if is_array(value):
        return [without_lone_surrogates(item) for item in value]
    if is_object(value):
        return {without_lone_surrogates(key): without_lone_surrogates(item) for key, item in value.items()}
    return value


def _fragment(value: object) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(number_text(value).encode())
    if isinstance(value, int):
        return orjson.Fragment(str(int(value)).encode())
    if isinstance(value, Embedded):
        return orjson.Fragment(orjson.dumps(value))
    raise TypeError(f"{type(value).__name__} is no JSON value")


@cache
def _decimals(max_number_length: int) -> Callable[[str], Any]:
    return _limited(decimal, max_number_length)


@cache
def _decoder(max_number_length: int) -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=lambda pairs: distinct(pairs, _duplicate),
        parse_int=_limited(_whole, max_number_length),
        parse_float=_decimals(max_number_length),
        parse_constant=_refuse_constant,
    )


def _whole(text: str) -> int:
    return int(text) if len(text) <= _INT64_DIGITS else whole(int(text))


def _limited(read_number: Callable[[str], Any], maximum: int) -> Callable[[str], Any]:
    def limited(text: str) -> Any:
        if len(text) > maximum:
            problem = f"Number value length ({len(text)}) exceeds the maximum allowed ({maximum})"
            raise WireError("SHRED_DOC_LIMIT_VIOLATION", detail=problem)
        return read_number(text)

    return limited


def _duplicate(name: str) -> ValueError:
    return ValueError(f"Duplicate field '{name}'")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"Non-standard token '{name}'")
