"""The fault plan: which calls meet which fault, and an account of every one that was met.

An entry matches by what a call is (key, model, text, batch size) and by how manieth matching call it is; the first
entry that matches and is not used up is met. Everything is counted: what was met, by which calls, and what was not.
"""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from vectorproof.mocks.faults.contract import FaultError
from vectorproof.mocks.jina.fault_kinds import Step, find
from vectorproof.mocks.jina.journal import Call

_TIMES_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class Match:
    """What a call must be; ``None`` matches anything.

    ``key`` is the SHA-256 of a key in hex, ``nth`` counts from 1 among the calls that match the rest.
    """

    key: str | None = None
    model: str | None = None
    text_contains: str | None = None
    text_matches: re.Pattern[str] | None = None
    batch_size: int | None = None
    nth: int | None = None

    def fits(self, call: Call, texts: tuple[str, ...]) -> bool:
        """Tell whether a call is meant, whatever its number."""
        wanted, pattern = self.text_contains, self.text_matches
        return (
            (self.key is None or self.key == call.key_sha256)
            and (self.model is None or self.model == call.model)
            and (self.batch_size is None or self.batch_size == len(texts))
            and (wanted is None or any(wanted in text for text in texts))
            and (pattern is None or any(pattern.search(text) for text in texts))
        )


@dataclass(slots=True)
class Entry:
    """One line of the plan: ``left`` is what is still to be met, ``calls`` are the numbers of the calls that met it."""

    id: str
    name: str
    match: Match
    left: deque[Step]
    times: int
    seen: int = 0
    calls: list[int] = field(default_factory=list[int])
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def meets(self, call: Call, texts: tuple[str, ...], suits: Callable[[Step], object]) -> bool:
        """Tell whether a call meets this entry now; counts it when it is meant."""
        if not self.left or not self.match.fits(call, texts) or not suits(self.left[0]):
            return False
        self.seen += 1
        return self.match.nth is None or self.seen >= self.match.nth

    def take(self, call: Call) -> Step:
        """Use the next step up for a call."""
        self.calls.append(call.n)
        call.fault = self.name
        return self.left.popleft()

    def wire(self) -> dict[str, object]:
        """Write it as the control API shows it."""
        met = len(self.calls)
        return {
            "id": self.id,
            "name": self.name,
            "times": self.times,
            "met": met,
            "unmet": self.times - met,
            "calls": list(self.calls),
        }


@dataclass(frozen=True, slots=True)
class Met:
    """A fault that a call met: what to do, and the event that ends its waiting."""

    step: Step
    released: asyncio.Event


class Plan:
    """The entries of one mock, in the order they were added."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._active: dict[str, Entry] = {}

    def add(self, entry: Entry) -> None:
        """Put an entry at the end."""
        self._entries[entry.id] = self._active[entry.id] = entry

    def meet(self, call: Call, texts: tuple[str, ...], suits: Callable[[Step], object]) -> Met | None:
        """Find the fault that a call meets, and account for it; ``suits`` tells whether a step can befall this call."""
        for entry in self._active.values():
            if entry.meets(call, texts, suits):
                step = entry.take(call)
                if not entry.left:
                    del self._active[entry.id]
                return Met(step, entry.released)
        return None

    def listed(self, key: str | None = None) -> list[Entry]:
        """List the entries, if wished those of one key."""
        return [entry for entry in self._entries.values() if key is None or entry.match.key == key]

    def remove(self, entry_id: str) -> bool:
        """Take an entry back and end the waits of calls that met it; tell whether there was one."""
        entry = self._entries.pop(entry_id, None)
        self._active.pop(entry_id, None)
        if entry is not None:
            entry.released.set()
        return entry is not None

    def clear(self) -> None:
        """Take every entry back."""
        for entry_id in tuple(self._entries):
            self.remove(entry_id)


def read_entry(wish: object, entry_id: str, hash_of: Callable[[str], str]) -> Entry:
    """Read one entry of a plan; ``hash_of`` turns the id or the text of a key into its hash.

    Raises:
        FaultError: says which member is wrong and what would be right.

    """
    entry = _object(wish, "an entry", frozenset({"match", "times", "fault"}))
    fault = _object(entry.get("fault"), "fault", None)
    kind = find(str(fault.get("name", "")))
    steps = kind.expand({name: value for name, value in fault.items() if name != "name"})
    times = _whole("times", entry.get("times", 1))
    match = _match(_object(entry.get("match", {}), "match", frozenset(_MATCHERS)), hash_of)
    return Entry(entry_id, kind.id, match, deque(steps * times), len(steps) * times)


def _match(wish: Mapping[str, Any], hash_of: Callable[[str], str]) -> Match:
    read = {name: _MATCHERS[name](name, value) for name, value in wish.items()}
    if "key" in read:
        read["key"] = hash_of(read["key"])
    return Match(**read)


def _object(value: object, name: str, right: frozenset[str] | None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FaultError(f"{name}: found {type(value).__name__}, an object would be right")
    members = cast("dict[str, Any]", value)
    unknown = members.keys() - (right if right is not None else members.keys())
    if unknown and right is not None:
        raise FaultError(f"{name}: member {min(unknown)!r} is unknown; {', '.join(sorted(right))} would be right")
    return members


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise FaultError(f"{name}: found {value!r}, a text would be right")
    return value


def _whole(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _TIMES_MAX:
        raise FaultError(f"{name}: found {value!r}, a whole number from 1 would be right")
    return value


def _pattern(name: str, value: object) -> re.Pattern[str]:
    try:
        return re.compile(_text(name, value))
    except re.error as error:
        raise FaultError(f"{name}: {error}; a regular expression of Python would be right") from error


_MATCHERS: Mapping[str, Callable[[str, object], Any]] = {
    "key": _text,
    "model": _text,
    "text_contains": _text,
    "text_matches": _pattern,
    "batch_size": _whole,
    "nth": _whole,
}
