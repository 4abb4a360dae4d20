"""A plan of faults with an account: which requests meet which fault, how often, and which never came.

Knows entries and numbers; what a request is and what a fault does is the business of whoever keeps a plan. An entry
has an owner, so that tests side by side see nothing of each other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from vectorproof.mocks.faults.chance import CERTAIN, Chance
from vectorproof.mocks.faults.contract import FaultError

Asked = TypeVar("Asked")
Doing = TypeVar("Doing")
ENTRIES_MAX = 10_000


@dataclass(slots=True)
class Entry(Generic[Asked, Doing]):
    """One line of a plan: the ``nth`` request that fits, counted from 1, and those after it, ``times`` in all.

    ``chance`` draws among them.

    ``calls`` are the numbers of the requests that met it.
    """

    id: str
    owner: str
    name: str
    fits: Callable[[Asked], bool] = field(repr=False)
    doing: Doing
    times: int = 1
    nth: int = 1
    chance: Chance = CERTAIN
    seen: int = 0
    calls: list[int] = field(default_factory=list[int])

    def meets(self, asked: Asked) -> bool:
        """Tell whether a request meets this entry now; counts it when it fits."""
        if len(self.calls) >= self.times or not self.fits(asked):
            return False
        self.seen += 1
        return self.seen >= self.nth and self.chance.draws(self.seen)

    def wire(self) -> dict[str, object]:
        """Write the account as a control API shows it."""
        met = len(self.calls)
        account = {"times": self.times, "met": met, "unmet": self.times - met, "calls": list(self.calls)}
        return {"id": self.id, "name": self.name, **account}


class Plan(Generic[Asked, Doing]):
    """The entries of all owners, in the order in which they were added."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry[Asked, Doing]] = {}

    def add(self, entries: Iterable[Entry[Asked, Doing]]) -> None:
        """Put entries at the end, all of them or none.

        Raises:
            FaultError: there would be too many.

        """
        new = {entry.id: entry for entry in entries}
        if len(self._entries) + len(new) > ENTRIES_MAX:
            raise FaultError(f"a plan has at most {ENTRIES_MAX} entries; removing some would be right")
        self._entries |= new

    def meet(self, asked: Asked, number: int) -> tuple[str, Doing] | None:
        """Find the fault that a request meets, by its name, and write the request's number into the account."""
        for entry in self._entries.values():
            if entry.meets(asked):
                entry.calls.append(number)
                return entry.name, entry.doing
        return None

    def listed(self, owner: str | None) -> list[Entry[Asked, Doing]]:
        """List an owner's entries, or everybody's, used up or not."""
        return [entry for entry in self._entries.values() if owner in {None, entry.owner}]

    def remove(self, owner: str, entry_id: str) -> bool:
        """Take an owner's entry back; tell whether there was one."""
        entry = self._entries.get(entry_id)
        if entry is None or entry.owner != owner:
            return False
        del self._entries[entry_id]
        return True

    def clear(self, owner: str | None = None) -> None:
        """Take all entries of an owner back, or all there are."""
        self._entries = {at: e for at, e in self._entries.items() if owner is not None and e.owner != owner}
