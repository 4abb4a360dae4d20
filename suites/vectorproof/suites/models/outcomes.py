"""What a right answer looks like, and whether one that came is one of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from vectorproof.suites.models.values import alike, elements, members

Document: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[str, str]
Documents: TypeAlias = Mapping[Key, Document]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One right answer: its members, each error's acceptable codes, and what the collection holds afterwards."""

    documents: Documents
    status: Mapping[str, Any] | None = None
    data: Mapping[str, Any] | None = None
    errors: tuple[frozenset[str], ...] = field(default=())

    def answers(self, body: object) -> bool:
        """Tell whether a body is this answer (2)."""
        given = members(body)
        if given is None or set(given) - {"status", "data", "errors"}:
            return False
        parts = ((self.status, given.get("status")), (self.data, given.get("data")))
        return all(alike(wanted, found) for wanted, found in parts) and self._refuses(given.get("errors"))

    def _refuses(self, found: object) -> bool:
        errors = elements(found) or []
        codes = [(members(error) or {}).get("errorCode") for error in errors]
        return len(codes) == len(self.errors) and all(
            code in right for code, right in zip(codes, self.errors, strict=True)
        )

    def left(self, found: Iterable[Document]) -> bool:
        """Tell whether these documents are what is stored afterwards, each once, in any order."""
        return same_documents(list(self.documents.values()), list(found))

    def __str__(self) -> str:
        parts = {"status": self.status, "data": self.data}
        said = ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None)
        codes = "; ".join("or ".join(sorted(right)) for right in self.errors)
        return f"{said or 'no status and no data'}{f', errors {codes}' if codes else ''}"


def same_documents(wanted: Sequence[Document], found: Sequence[Document]) -> bool:
    """Tell whether two rows hold the same documents, each as often, in whatever order."""
    return len(wanted) == len(found) and holds_all(found, wanted)


def holds_all(found: Sequence[Document], wanted: Sequence[Document]) -> bool:
    """Tell whether each wanted document is among those found, each found one counted once."""
    left = list(found)
    for document in wanted:
        match = next((at for at, other in enumerate(left) if alike(document, other)), None)
        if match is None:
            return False
        del left[match]
    return True


def subsets(keys: Sequence[Key]) -> Iterator[frozenset[Key]]:
    """Give every set of these keys."""
    for number in range(2 ** len(keys)):
        yield frozenset(key for at, key in enumerate(keys) if number >> at & 1)
