"""The ids that a collection gives to documents without one, by its ``defaultId``. Source: data-api 7.1."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.dataapi.storage.definition import broken_default_id

_GREGORIAN_TICKS: Final = 0x01B21DD213814000
_TICKS_PER_MS: Final = 10_000


def make(default_id: str | None, ids: Ids, clock: Clock) -> Any:
    """Make an id of a collection's type, in its JSON form."""
    if default_id == "":
        raise broken_default_id()
    return _MAKERS[default_id](ids, clock)


def _uuid(number: int) -> dict[str, str]:
    return {"$uuid": str(uuid.UUID(int=number))}


def _version_6(ids: Ids, clock: Clock) -> dict[str, str]:
    ticks = _GREGORIAN_TICKS + clock.now_ms() * _TICKS_PER_MS + int(ids.hex(3), 16)
    high = (ticks >> 12) << 16 | 0x6000 | (ticks & 0xFFF)
    return _uuid(high << 64 | _variant(ids))


def _version_7(ids: Ids, clock: Clock) -> dict[str, str]:
    return _uuid((clock.now_ms() << 16 | 0x7000 | int(ids.hex(3), 16)) << 64 | _variant(ids))


def _variant(ids: Ids) -> int:
    return int(ids.hex(16), 16) & 0x3FFFFFFFFFFFFFFF | 0x8000000000000000


def _object_id(ids: Ids, clock: Clock) -> dict[str, str]:
    return {"$objectId": f"{clock.now_ms() // 1000:08x}{ids.hex(16)}"}


_MAKERS: Final[Mapping[str | None, Callable[[Ids, Clock], Any]]] = {
    None: lambda ids, _: ids.uuid4(),
    "uuid": lambda ids, _: {"$uuid": ids.uuid4()},
    "uuidv6": _version_6,
    "uuidv7": _version_7,
    "objectId": _object_id,
}
