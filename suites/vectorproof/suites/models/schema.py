"""Keyspaces and collections (data-api 4): what is there, and what becomes of a creation, as the rules say.

How many collections fit is no number of the rules: the model learns it from what was made and what was refused, and
holds each later creation against it.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Creation(StrEnum):
    """What a creation may come to."""

    MADE = "made"
    KEPT = "kept as it is"
    OTHER_SETTINGS = "refused: other settings"
    NO_KEYSPACE = "refused: no such keyspace"
    FULL = "refused: no room"


@dataclass(slots=True)
class Held:
    """A collection: the number of its settings, and how many documents it holds."""

    settings: int
    documents: int = 0


@dataclass(slots=True)
class Schema:
    """One database: collections by keyspace and name; so many collections fit, and so many do not, as far as known."""

    keyspaces: dict[str, dict[str, Held]]
    fitting: int = 0
    refused: int | None = None
    _none: dict[str, Held] = field(default_factory=dict[str, Held])

    @property
    def count(self) -> int:
        """How many collections there are, over all keyspaces."""
        return sum(map(len, self.keyspaces.values()))

    def held(self, keyspace: str, name: str) -> Held | None:
        """Give a collection if it is there."""
        return self.keyspaces.get(keyspace, self._none).get(name)

    def creation(self, keyspace: str, name: str, settings: int) -> frozenset[Creation]:
        """Say what a creation may come to now: one thing, but for the limit as long as it is not known."""
        there = self.held(keyspace, name)
        if keyspace not in self.keyspaces:
            return frozenset({Creation.NO_KEYSPACE})
        if there is not None:
            return frozenset({Creation.KEPT if there.settings == settings else Creation.OTHER_SETTINGS})
        wanted = self.count + 1
        may_fit = self.refused is None or wanted < self.refused
        may_be_refused = wanted > self.fitting
        return frozenset({Creation.MADE} if may_fit else ()) | frozenset({Creation.FULL} if may_be_refused else ())

    def create(self, keyspace: str, name: str, settings: int, came_to: Creation) -> None:
        """Go on from what a creation came to, and learn of the limit."""
        if came_to is Creation.MADE:
            self.keyspaces[keyspace][name] = Held(settings)
            self.fitting = max(self.fitting, self.count)
        if came_to is Creation.FULL:
            self.refused = self.count + 1

    def delete(self, keyspace: str, name: str) -> bool:
        """Delete a collection that need not be there; tell whether its keyspace is."""
        return self.keyspaces.get(keyspace, self._none).pop(name, None) is not None or keyspace in self.keyspaces

    def insert(self, keyspace: str, name: str) -> bool:
        """Insert one document; tell whether there is a collection for it."""
        there = self.held(keyspace, name)
        if there is not None:
            there.documents += 1
        return there is not None
