"""The fault plan: which calls meet which fault, and an account of every one that was met.

An entry matches by what a call is and by how manieth matching call it is; the first entry that matches, is not used up
and, where it has a probability, is drawn, is met. Everything is counted: what was met, by which calls, and what was
not. What befalls is decided by counts and a seed alone: the same calls in the same order meet the same faults.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vectorproof.mocks.faults.chance import CERTAIN, Chance
from vectorproof.mocks.faults.contract import FaultError
from vectorproof.mocks.jina.fault_kinds import Step
from vectorproof.mocks.jina.journal import Call
from vectorproof.mocks.jina.matching import Match

ENTRIES_MAX = 10_000


@dataclass(slots=True)
class Entry:
    """One line of the plan: ``calls`` are the numbers of the calls that met it, ``seen`` counts those that matched.

    Successive calls meet successive ``steps``, all of them ``rounds`` times; ``nth`` counts from 1 among the calls
    that match, and from there on the entry can be met. ``wish`` is what was asked for, as it was written.
    """

    id: str
    name: str
    match: Match
    steps: tuple[Step, ...]
    rounds: int = 1
    nth: int = 1
    chance: Chance = CERTAIN
    wish: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    seen: int = 0
    calls: list[int] = field(default_factory=list[int])
    released: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def times(self) -> int:
        """How many calls can meet it in all."""
        return self.rounds * len(self.steps)

    @property
    def is_used_up(self) -> bool:
        """Whether no further call meets it."""
        return len(self.calls) >= self.times

    def meets(self, call: Call, texts: tuple[str, ...], suits: Callable[[Step], object]) -> bool:
        """Tell whether a call meets this entry now; counts it when it is meant."""
        if self.is_used_up or not self.match.fits(call, texts) or not suits(self._next()):
            return False
        self.seen += 1
        return self.seen >= self.nth and (self.chance is CERTAIN or self.chance.draws(self.seen))

    def take(self, call: Call) -> Step:
        """Use the next step up for a call."""
        step = self._next()
        self.calls.append(call.n)
        call.fault = self.name
        return step

    def wire(self) -> dict[str, object]:
        """Write it as the control API shows it."""
        met = len(self.calls)
        return {
            "id": self.id,
            "name": self.name,
            "times": self.times,
            "matched": self.seen,
            "met": met,
            "unmet": self.times - met,
            "calls": list(self.calls),
        }

    def _next(self) -> Step:
        return self.steps[len(self.calls) % len(self.steps)]


@dataclass(frozen=True, slots=True)
class Met:
    """A fault that a call met: what to do, and the event that ends its waiting."""

    step: Step
    released: asyncio.Event


class Plan:
    """The entries of one mock, in the order they were added: at most ``ENTRIES_MAX``, the oldest used up go first."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._active: dict[str, Entry] = {}

    def add(self, entries: Iterable[Entry]) -> None:
        """Put entries at the end, all of them or none.

        Raises:
            FaultError: there are too many that are not used up.

        """
        new = list(entries)
        if len(self._entries) + len(new) > ENTRIES_MAX:
            self._forget_used_up(len(new))
        if len(self._entries) + len(new) > ENTRIES_MAX:
            raise FaultError(f"a plan has at most {ENTRIES_MAX} entries; removing some that are not met would be right")
        for entry in new:
            self._entries[entry.id] = entry
            if not entry.is_used_up:
                self._active[entry.id] = entry

    def _forget_used_up(self, room: int) -> None:
        """Forget the oldest entries that are used up, a tenth of all at once or as many as there must be room for."""
        used_up = [entry.id for entry in self._entries.values() if entry.is_used_up]
        for entry_id in used_up[: max(room, ENTRIES_MAX // 10)]:
            self.remove(entry_id)

    def meet(self, call: Call, texts: tuple[str, ...], suits: Callable[[Step], object]) -> Met | None:
        """Find the fault that a call meets, and account for it; ``suits`` tells whether a step can befall this call."""
        for entry in self._active.values():
            if entry.meets(call, texts, suits):
                step = entry.take(call)
                if entry.is_used_up:
                    del self._active[entry.id]
                return Met(step, entry.released)
        return None

    def concerns(self, call: Call, texts: tuple[str, ...]) -> bool:
        """Tell whether any entry means a call, so that it might meet it; accounts for nothing."""
        for entry in self._active.values():  # noqa: SIM110  # a generator would take longer than what it goes over
            if entry.match.fits(call, texts):
                return True
        return False

    def listed(self, wanted: Callable[[Entry], bool] = lambda _: True) -> list[Entry]:
        """List the entries that are wanted, in their order."""
        return [entry for entry in self._entries.values() if wanted(entry)]

    def find(self, entry_id: str) -> Entry | None:
        """Find an entry by its id."""
        return self._entries.get(entry_id)

    def remove(self, entry_id: str) -> bool:
        """Take an entry back and end the waits of calls that met it; tell whether there was one."""
        entry = self._entries.pop(entry_id, None)
        self._active.pop(entry_id, None)
        if entry is not None:
            entry.released.set()
        return entry is not None

    def clear(self, wanted: Callable[[Entry], bool] = lambda _: True) -> None:
        """Take every wanted entry back."""
        for entry in self.listed(wanted):
            self.remove(entry.id)
