"""Which paths of a collection are indexed: all, those of an allow-list, or all but those of a deny-list.

Source: data-api 4.5 (indexing), 9.4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vectorproof.mocks.dataapi.clauses.paths import covers, split
from vectorproof.mocks.dataapi.jsontext import is_array, is_object

ALL = "*"
SPECIALS = frozenset({"$vector", "$vectorize", "$lexical"})


@dataclass(frozen=True, slots=True)
class Indexing:
    """The rules of one collection; ``allow`` and ``deny`` hold paths already split. Neither set: all is indexed."""

    allow: tuple[tuple[str, ...], ...] = ()
    deny: tuple[tuple[str, ...], ...] = ()

    @property
    def nothing(self) -> bool:
        """Tell whether all is denied: then the database has no shredding index at all."""
        return (ALL,) in self.deny

    def indexed(self, path: Sequence[str]) -> bool:
        """Tell whether a path may stand in a filter or a sort."""
        if self.nothing:
            return False
        if self.allow and (ALL,) not in self.allow:
            return path[0] in SPECIALS or any(covers(allowed, path) for allowed in self.allow)
        return not any(covers(denied, path) for denied in self.deny)

    def indexed_part(self, document: Any) -> Any:
        """Give what is left of a document when all that is not indexed is taken out; limits apply to this part."""
        if not self.allow and not self.deny:
            return document
        return self._part(document, ())

    def _part(self, value: Any, path: tuple[str, ...]) -> Any:
        if is_object(value):
            members = {name: (member, (*path, name)) for name, member in value.items()}
            return {
                name: self._part(member, at) for name, (member, at) in members.items() if self._leads_to_indexed(at)
            }
        if is_array(value):
            return [self._part(item, path) for item in value]
        return value

    def _leads_to_indexed(self, path: tuple[str, ...]) -> bool:
        if self.nothing:
            return path[0] in SPECIALS
        return self.indexed(path) or any(covers(path, allowed) for allowed in self.allow)


def of(allow: Iterable[str], deny: Iterable[str]) -> Indexing:
    """Make the rules from the lists of a createCollection."""
    return Indexing(tuple(split(path) for path in allow), tuple(split(path) for path in deny))
