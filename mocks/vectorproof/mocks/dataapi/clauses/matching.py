"""What a filter means: from a tree of comparisons to a predicate on documents. Source: data-api 9.3.

``v(p)`` is the value at a path, ``C(p)`` what it contains; each operator is a small function of the two.
"""

import operator as compare
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from vectorproof.mocks.dataapi.clauses import ids, values
from vectorproof.mocks.dataapi.clauses.analyzers import LexicalQuery
from vectorproof.mocks.dataapi.clauses.filters import ID, Comparison, Condition, Group
from vectorproof.mocks.dataapi.clauses.paths import MISSING, find
from vectorproof.mocks.dataapi.jsontext import is_array

Predicate: TypeAlias = Callable[[Mapping[str, Any]], bool]
#: From an operand to a predicate on the value at the path (``MISSING`` if there is none).
Test: TypeAlias = Callable[[Any], Callable[[Any], bool]]

_EMBEDDED: Final = frozenset({"$vector", "$vectorize"})


def compiled(condition: Condition) -> Predicate:
    """Make the predicate of a condition; one without comparisons holds for every document."""
    if isinstance(condition, Comparison):
        return _comparison(condition)
    decided, items = _without_empty_lists(condition)
    if decided is not None:
        return _constant(decided)
    tests = [compiled(item) for item in items]
    if len(tests) == 1:
        return tests[0]
    fold = all if condition.every else any
    return lambda document: fold(test(document) for test in tests)


def _without_empty_lists(group: Group) -> tuple[bool | None, list[Condition]]:
    """Drop empty ``$in`` and ``$nin``; a list that is not empty hides them (data-api 9.3, 16.2 no. 6)."""
    items = list(group.items)
    for operator, alone in (("$in", False), ("$nin", True)):
        lists = [item for item in items if isinstance(item, Comparison) and item.operator == operator]
        empty = [item for item in lists if not item.operand]
        if not empty:
            continue
        items = [item for item in items if item not in empty]
        if len(lists) == len(empty) and (group.every != alone or not items):
            return alone, []
    return (True, []) if not items else (None, items)


def _constant(value: bool) -> Predicate:  # noqa: FBT001  # the value is the whole point
    return lambda _: value


def _comparison(comparison: Comparison) -> Predicate:
    if comparison.path == ID and comparison.operator in {"$eq", "$in", "$exists"}:
        return _id(comparison)
    if comparison.path in _EMBEDDED:
        return _embedded(comparison)
    segments, test = comparison.segments, TESTS[comparison.operator](comparison.operand)
    if len(segments) == 1:
        name = segments[0]
        return lambda document: test(document.get(name, MISSING))
    return lambda document: test(find(document, segments))


def _id(comparison: Comparison) -> Predicate:
    if comparison.operator == "$exists":
        return _constant(bool(comparison.operand))
    wanted = comparison.operand if comparison.operator == "$in" else [comparison.operand]
    keys = {ids.key_of(document_id) for document_id in wanted}
    return lambda document: ids.key_of(document[ID]) in keys


def _embedded(comparison: Comparison) -> Predicate:
    """Nothing of ``$vector`` and ``$vectorize`` is searchable but that they are there; null counts as absent."""
    if comparison.operator == "$exists":
        return lambda document: (document.get(comparison.path) is not None) == comparison.operand
    return _constant(comparison.operator in {"$ne", "$nin", "$notSize", "$notAll"})


def _equal(operand: Any) -> Callable[[Any], bool]:
    wanted = values.operand(operand)
    if wanted[0] in values.SCALARS and operand is not None:
        return lambda value: value is not MISSING and wanted in values.contained(value)
    return lambda value: value is not MISSING and values.comparable(value) == wanted


def _in(operand: Iterable[Any]) -> Callable[[Any], bool]:
    scalars: set[values.Comparable] = set()
    wholes: set[values.Comparable] = set()
    for item in operand:
        wanted = values.operand(item)
        (scalars if wanted[0] in values.SCALARS else wholes).add(wanted)

    def test(value: Any) -> bool:
        if value is MISSING:
            return False
        return not scalars.isdisjoint(values.contained(value)) or (bool(wholes) and values.comparable(value) in wholes)

    return test


def _all(operand: Iterable[Any]) -> Callable[[Any], bool]:
    wanted = {values.operand(item) for item in operand}
    return lambda value: value is not MISSING and wanted <= set(values.contained(value))


def _ordered(compared: Callable[[Any, Any], bool]) -> Test:
    def with_operand(operand: Any) -> Callable[[Any], bool]:
        kind, bound = values.comparable(operand)

        def test(value: Any) -> bool:
            if value is MISSING:
                return False
            found, content = values.comparable(value)
            return found == kind and compared(content, bound)

        return test

    return with_operand


def _exists(operand: Any) -> Callable[[Any], bool]:
    return lambda value: (value is not MISSING) == operand


def _size(operand: Any) -> Callable[[Any], bool]:
    return lambda value: is_array(value) and len(value) == operand


def _match(operand: LexicalQuery) -> Callable[[Any], bool]:
    wanted = frozenset(operand.analyze(operand.text))
    return lambda value: isinstance(value, str) and bool(wanted) and wanted.issubset(operand.analyze(value))


def _not(test: Test) -> Test:
    def with_operand(operand: Any) -> Callable[[Any], bool]:
        inner = test(operand)
        return lambda value: not inner(value)

    return with_operand


TESTS: Final[Mapping[str, Test]] = {
    "$eq": _equal,
    "$ne": _not(_equal),
    "$in": _in,
    "$nin": _not(_in),
    "$gt": _ordered(compare.gt),
    "$gte": _ordered(compare.ge),
    "$lt": _ordered(compare.lt),
    "$lte": _ordered(compare.le),
    "$exists": _exists,
    "$size": _size,
    "$notSize": _not(_size),
    "$all": _all,
    "$notAll": _not(_all),
    "$match": _match,
}
