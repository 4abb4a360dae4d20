"""Where an update writes: walking a path into a document, making what is missing on the way. Source: data-api 10.1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vectorproof.mocks.dataapi.clauses.paths import MISSING, index, step
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import is_array, is_object, type_name


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a document: the container, the last segment, and what stands there (``MISSING`` if nothing)."""

    container: Any
    segment: str
    value: Any

    @property
    def in_array(self) -> bool:
        """Tell whether the place is an element of an array."""
        return is_array(self.container)

    def put(self, value: Any) -> None:
        """Write here; beyond the end of an array, nulls fill the gap."""
        if is_array(self.container):
            at = int(self.segment)
            self.container.extend([None] * (at + 1 - len(self.container)))
            self.container[at] = value
        else:
            self.container[self.segment] = value

    def remove(self) -> None:
        """Take out a member; an element becomes null, for the length of an array is kept."""
        if is_array(self.container):
            self.container[int(self.segment)] = None
        else:
            del self.container[self.segment]


def make(document: dict[str, Any], path: str, segments: Sequence[str]) -> Target:
    """Walk to a place that will be written; missing members on the way become objects.

    Raises:
        WireError: ``UNSUPPORTED_UPDATE_OPERATION_PATH`` where the path runs through a scalar or has no index
            for an array.

    """
    container: Any = document
    for segment in segments[:-1]:
        below = step(_enterable(container, segment, path), segment)
        if below is MISSING:
            below = dict[str, Any]()
            Target(container, segment, MISSING).put(below)
        container = below
    _enterable(container, segments[-1], path)
    return Target(container, segments[-1], step(container, segments[-1]))


def look(document: dict[str, Any], segments: Sequence[str]) -> Target | None:
    """Walk to a place that exists, else ``None``; nothing is made and nothing refused."""
    container: Any = document
    for segment in segments[:-1]:
        container = step(container, segment)
    value = step(container, segments[-1])
    return None if value is MISSING else Target(container, segments[-1], value)


def _enterable(container: Any, segment: str, path: str) -> Any:
    if is_object(container) or (is_array(container) and index(segment) is not None):
        return container
    found = type_name(container)
    detail = f"cannot create field ('{segment}') in path '{path}'; only Object nodes have properties (got {found})"
    raise WireError("UNSUPPORTED_UPDATE_OPERATION_PATH", detail=detail)
