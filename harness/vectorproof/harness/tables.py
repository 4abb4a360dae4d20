"""Rules that are a table: a row for each, with its requirement, what is sent, and what must come of it.

A case takes the whole table: every row's edges are its labelled boundaries, and rows are drawn with values of theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st


@dataclass(frozen=True, slots=True)
class Drawn:
    """One value of one row, as a case gets it."""

    requirement: str
    value: Any
    code: str = ""
    says: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: ``values`` draws what it is about, ``edges`` are the values that are always tried, by their label.

    ``code`` is the error that must come of it, ``says`` what its message must name, ``facts`` whatever else a case
    wants to know of the row. Without ``values`` the edges are all there is.
    """

    requirement: str
    edges: Mapping[str, Any]
    values: st.SearchStrategy[Any] | None = None
    code: str = ""
    says: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def of(self, value: Any) -> Drawn:
        """Give the row with one value."""
        return Drawn(self.requirement, value, self.code, self.says, self.facts)


def ids(rows: Sequence[Row]) -> tuple[str, ...]:
    """Name the requirements of a table, each once, for ``@requirement``."""
    return tuple(dict.fromkeys(row.requirement for row in rows))


def edges(rows: Sequence[Row], **others: Any) -> dict[str, dict[str, Any]]:
    """Give the edges of all rows for ``@boundaries``, as the argument ``row``; ``others`` are the further arguments.

    Raises:
        TypeError: two edges have one label, so that one of them would be lost.

    """
    labelled = [(label, row.of(value)) for row in rows for label, value in row.edges.items()]
    found = {label: {"row": drawn, **others} for label, drawn in labelled}
    if len(found) != len(labelled):
        raise TypeError("two edges of a table have the same label")
    return found


def rows_of(rows: Sequence[Row]) -> st.SearchStrategy[Drawn]:
    """Draw a row with a value of its own."""
    return st.one_of([_values(row).map(row.of) for row in rows])


def _values(row: Row) -> st.SearchStrategy[Any]:
    return st.sampled_from(list(row.edges.values())) if row.values is None else row.values
