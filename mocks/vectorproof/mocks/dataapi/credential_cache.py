"""Credentials that a Data API remembers, as the real one does: for some time after their last use.

An answer that was no use is remembered like a good one, so a key that appears later stays unseen meanwhile.
Source: control-plane B.4.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.credentials import CredentialRequest

ENTRIES_MAX: Final = 1_000


@dataclass(slots=True)
class Remembered:
    """One answer: the secret, or ``None`` for an answer without one; ``used_s`` is when it was last used."""

    secret: str | None
    used_s: float


class CredentialCache:
    """The answers of the credential service by question, the least recently used forgotten first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[CredentialRequest, Remembered] = OrderedDict()

    def find(self, question: CredentialRequest, ttl_s: float) -> Remembered | None:
        """Give what is remembered and was used within the last ``ttl_s`` seconds; using it begins them anew."""
        found, now_s = self._known.get(question), self._clock.monotonic_s()
        if found is None or now_s - found.used_s >= ttl_s:
            self._known.pop(question, None)
            return None
        found.used_s = now_s
        self._known.move_to_end(question)
        return found

    def put(self, question: CredentialRequest, secret: str | None) -> None:
        """Remember an answer."""
        self._known[question] = Remembered(secret, self._clock.monotonic_s())
        while len(self._known) > ENTRIES_MAX:
            self._known.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        self._known.clear()
