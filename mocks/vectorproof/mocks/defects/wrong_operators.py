"""Wrong part: what a filter means, one operator after the other; the grammar and its refusals stay right."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from vectorproof.mocks.dataapi.clauses.filters import Comparison, Condition, Group
from vectorproof.mocks.dataapi.clauses.matching import compiled
from vectorproof.mocks.defects import Defect
from vectorproof.mocks.parts import Parts

Turn = Callable[[Comparison], Condition]


def _turned(condition: Condition, turn: Turn) -> Condition:
    if isinstance(condition, Group):
        return replace(condition, items=tuple(_turned(item, turn) for item in condition.items))
    return turn(condition)


def _wrong(name: str, contract: str, kills: tuple[str, ...], turn: Turn) -> Defect:
    """Make a defect that reads every comparison another way."""

    def replaced(parts: Parts) -> Parts:
        return parts.with_data_api(predicate=lambda condition: compiled(_turned(condition, turn)))

    return Defect(name, contract, kills, _READERS, replaced)


def _as(operator: str, instead: str) -> Turn:
    return lambda one: replace(one, operator=instead) if one.operator == operator and one.path != "_id" else one


def _numbers_only(one: Comparison) -> Condition:
    """Let a text be greater than nothing."""
    if one.operator != "$gt" or not isinstance(one.operand, str):
        return one
    return replace(one, operator="$exists", operand=True, segments=("$nothing",))


def _first_only(one: Comparison) -> Condition:
    listed: Any = one.operand
    return replace(one, operand=listed[:-1]) if one.operator == "$in" and len(listed) > 1 and one.path != "_id" else one


def _null_is_missing(one: Comparison) -> Condition:
    if one.operator != "$eq" or one.operand is not None or one.path == "_id":
        return one
    return Group(every=False, items=(one, replace(one, operator="$exists", operand=False)))


# Whatever filters may notice.
_READERS: Final = (
    "FILTER-*",
    "FIND-*",
    "COUNT-*",
    "DELETE-*",
    "UPDATE-*",
    "PAGE-*",
    "SORT-*",
    "INSERT-*",
    "IDS-*",
    "PROJECT-*",
    "DOCLIMIT-*",
    "VECTORIZE-*",
    "VECTOR-*",
    "SCHEMA-*",
    "HTTP-*",
    "LAW-*",
)

DEFECTS: Final = (
    _wrong("greater-or-equal", "$gt finds what is equal, too.", ("FILTER-008",), _as("$gt", "$gte")),
    _wrong("less-without-equal", "$lte does not find what is equal.", ("FILTER-008",), _as("$lte", "$lt")),
    _wrong("no-text-is-greater", "$gt finds no text.", ("FILTER-008",), _numbers_only),
    _wrong("last-of-the-list-forgotten", "$in forgets the last value of its list.", ("FILTER-003",), _first_only),
    _wrong(
        "null-finds-missing",
        "An equality with null finds documents without the field.",
        ("FILTER-001",),
        _null_is_missing,
    ),
    _wrong("all-means-any", "$all is content with one of its values.", ("FILTER-005",), _as("$all", "$in")),
    _wrong("not-equal-means-equal", "$ne finds what is equal.", ("FILTER-002",), _as("$ne", "$eq")),
)
