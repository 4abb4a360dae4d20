"""Reading the bodies of the control API strictly: an unknown member or a wrong type says what would be right."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import orjson

from vectorproof.mocks.jina.accounts import ControlError
from vectorproof.mocks.jina.settings import KeyState, Limits

_SECONDS_MAX = 1e9  # Thirty years; a clock that went on by far more would no longer tell one second from the next.
_LIMIT_NAMES = {
    "requests_per_minute": "rpm",
    "tokens_per_minute": "tpm",
    "concurrency": "concurrency",
    "requests_per_minute_and_address": "ip_rpm",
}


class Wish:
    """One body, read member by member; ``done`` refuses what nobody asked for."""

    def __init__(self, members: object) -> None:
        if not isinstance(members, dict):
            raise ControlError(400, f"found {type(members).__name__}, a JSON object would be right")
        self._members: Mapping[str, Any] = members
        self._asked: set[str] = set()

    def text(self, name: str) -> str | None:
        """Read a text that may be missing."""
        value: str | None = self._typed(name, str, "a text")
        return value

    def required_text(self, name: str) -> str:
        """Read a text that must be there and say something."""
        value = self.text(name)
        if not value:
            raise ControlError(400, f"{name}: found {value!r}, a text would be right")
        return value

    def required(self, name: str) -> object:
        """Read anything that must be there."""
        if not self.has(name):
            raise ControlError(400, f"{name}: missing, a value would be right")
        value: object = self._members[name]
        return value

    def part(self, name: str) -> "Wish":
        """Read an object that may be missing, which is as good as an empty one."""
        return Wish(self._typed(name, dict, "an object") or {})

    def rest(self) -> Mapping[str, Any]:
        """Give everything, for another reader."""
        return self._members

    def whole(self, name: str) -> int | None:
        """Read a whole number from 0 that may be missing."""
        value: int | None = self._typed(name, int, "a whole number")
        if isinstance(value, bool) or (value is not None and value < 0):
            raise ControlError(400, f"{name}: found {value!r}, a whole number from 0 would be right")
        return value

    def number(self, name: str) -> float:
        """Read a required number."""
        value = self._typed(name, int | float, "a number")
        if value is None or isinstance(value, bool):
            raise ControlError(400, f"{name}: found {value!r}, a number would be right")
        return float(value)

    def optional_number(self, name: str) -> float | None:
        """Read a number that may be missing."""
        return self.number(name) if self.has(name) else None

    def seconds(self, name: str) -> float | None:
        """Read a number of seconds from 0 that may be missing."""
        value = self.optional_number(name)
        if value is not None and not 0 <= value < _SECONDS_MAX:
            raise ControlError(
                400, f"{name}: found {value!r}, a number of seconds from 0 to {_SECONDS_MAX:.0f} would be right"
            )
        return value

    def has(self, name: str) -> bool:
        """Tell whether a member is there and not null."""
        self._asked.add(name)
        return self._members.get(name) is not None

    def items(self, name: str) -> list[Any]:
        """Read a required list."""
        value = self._typed(name, list, "a list")
        if value is None:
            raise ControlError(400, f"{name}: missing, a list would be right")
        return list(value)

    def numbers(self, name: str) -> list[int]:
        """Read a list of whole numbers that may be missing."""
        value: list[Any] = self._typed(name, list, "a list") or []
        if not all(isinstance(one, int) and not isinstance(one, bool) for one in value):
            raise ControlError(400, f"{name}: found {str(value)[:50]}, whole numbers would be right")
        return value

    def state(self, name: str) -> KeyState | None:
        """Read the state of a key, which may be missing."""
        value = self.text(name)
        if value is not None and value not in set(KeyState):
            raise ControlError(400, f"{name}: found {value!r}, one of {', '.join(KeyState)} would be right")
        return None if value is None else KeyState(value)

    def limits(self, name: str) -> Limits | None:
        """Read limits, which may be missing: ``rpm``, ``tpm``, ``concurrency``, ``ip_rpm``, null for none."""
        value = self._typed(name, dict, "an object")
        if value is None:
            return None
        wish = Wish(value)
        limits = Limits(*(wish.whole(_LIMIT_NAMES[field.name]) for field in fields(Limits)))
        wish.done()
        return limits

    def done(self) -> None:
        """Refuse members that were never asked for."""
        unknown = sorted(self._members.keys() - self._asked)
        if unknown:
            right = ", ".join(sorted(self._asked)) or "none"
            raise ControlError(400, f"member {unknown[0]!r} is unknown; {right} would be right")

    def _typed(self, name: str, kind: Any, words: str) -> Any:
        self._asked.add(name)
        value = self._members.get(name)
        if value is not None and not isinstance(value, kind):
            raise ControlError(400, f"{name}: found {type(value).__name__}, {words} would be right")
        return value


def wish_of(body: bytes) -> Wish:
    """Read a body; an empty one is an empty object."""
    try:
        return Wish(orjson.loads(body) if body else {})
    except orjson.JSONDecodeError as error:
        raise ControlError(400, f"the body is not JSON: {error}") from error


def limits_wire(limits: Limits) -> dict[str, int | None]:
    """Write limits as the control API shows them."""
    return {_LIMIT_NAMES[field.name]: getattr(limits, field.name) for field in fields(limits)}
