"""Extended JSON: objects of one ``$`` key that stand for a date, a UUID, an ObjectId or bytes. Source: data-api 7.2."""

import base64
import binascii
import re
from typing import Any, Final

from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import compact, is_object, type_name

DATE, UUID, OBJECT_ID, BINARY = "$date", "$uuid", "$objectId", "$binary"
WRAPPERS: Final = frozenset({DATE, UUID, OBJECT_ID, BINARY})
_OBJECT_ID: Final = re.compile(r"[0-9a-fA-F]{24}")
_UUID_GROUP_DIGITS: Final = (8, 4, 4, 4, 12)
_UUID_TEXT_LENGTH: Final = 36


def wrapper(value: object) -> str | None:
    """Name the wrapper that a value is: its only key, if that is a known one."""
    if is_object(value) and len(value) == 1:
        key = next(iter(value))
        return key if key in WRAPPERS else None
    return None


def problem(kind: str, inner: object) -> str | None:
    """Tell what is wrong with a wrapper's value, ``None`` if nothing."""
    expected = {
        DATE: (isinstance(inner, int) and not isinstance(inner, bool), "an epoch timestamp"),
        UUID: (canonical_uuid(inner) is not None, "36-character UUID String"),
        OBJECT_ID: (isinstance(inner, str) and bool(_OBJECT_ID.fullmatch(inner)), "24-digit hexadecimal ObjectId"),
        BINARY: (isinstance(inner, str) and decoded(inner) is not None, "Base64-encoded String"),
    }
    right, wanted = expected[kind]
    return None if right else f"'{kind}' value has to be {wanted}, instead got ({compact(inner)})"


def superficial(kind: str, inner: object) -> bool:
    """Tell whether a wrapper holds a String or a whole number: all that is looked at in a field that is not indexed."""
    return isinstance(inner, str | int) and not isinstance(inner, bool) and kind in WRAPPERS


def require(kind: str, inner: object) -> None:
    """Refuse a wrapper whose value is wrong (``SHRED_BAD_EJSON_VALUE``)."""
    wrong = problem(kind, inner)
    if wrong:
        raise WireError("SHRED_BAD_EJSON_VALUE", detail=wrong)


def canonical_uuid(inner: object) -> str | None:
    """Give a UUID's lower-case canonical text; groups may be short, as Java reads them. ``None`` if it is none."""
    if not isinstance(inner, str) or len(inner) > _UUID_TEXT_LENGTH:
        return None
    groups = inner.split("-")
    if len(groups) != len(_UUID_GROUP_DIGITS) or not all(re.fullmatch(r"[0-9a-fA-F]+", group) for group in groups):
        return None
    return "-".join(
        group.lower().zfill(digits)[-digits:] for group, digits in zip(groups, _UUID_GROUP_DIGITS, strict=True)
    )


def text_of(kind: str, inner: str) -> str:
    """Give the text under which a UUID or an ObjectId is compared and stored as an ``_id``."""
    return (canonical_uuid(inner) or inner) if kind == UUID else inner.lower()


def decoded(text: str) -> bytes | None:
    """Decode standard base64, padding optional; ``None`` if it is not."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def plain(value: Any) -> Any:
    """Unwrap what is compared as a plain value: UUIDs and ObjectIds as their text, others as they are."""
    kind = wrapper(value)
    return text_of(kind, value[kind]) if kind in {UUID, OBJECT_ID} and isinstance(value[kind], str) else value


def described(value: object) -> str:
    """Name a value's type, wrappers by their name."""
    return wrapper(value) or type_name(value)
