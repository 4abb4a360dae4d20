"""The filter clause: from JSON to a tree of comparisons, with every refusal. Source: data-api 9.1, 9.2.

Knows the grammar; what a comparison means is in ``matching``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from vectorproof.mocks.dataapi.clauses import ejson, ids, operands
from vectorproof.mocks.dataapi.clauses.analyzers import STANDARD, Analyzer, LexicalQuery
from vectorproof.mocks.dataapi.clauses.indexing import Indexing
from vectorproof.mocks.dataapi.clauses.paths import PathError, split
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import is_array, is_object, type_name

ID = "_id"
SPECIAL_PATHS: Final = frozenset({"$vector", "$vectorize", "$lexical"})
_NEGATED: Final[Mapping[str, str]] = {
    "$eq": "$ne", "$ne": "$eq", "$in": "$nin", "$nin": "$in", "$size": "$notSize", "$all": "$notAll",
    "$gt": "$lte", "$lte": "$gt", "$gte": "$lt", "$lt": "$gte",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """One operator at one path; ``operand`` is JSON, already checked, or the ``LexicalQuery`` of a ``$match``."""

    path: str
    segments: tuple[str, ...]
    operator: str
    operand: Any


@dataclass(frozen=True, slots=True)
class Group:
    """Several conditions of which all must hold, or any."""

    every: bool
    items: "tuple[Condition, ...]"


Condition: TypeAlias = Comparison | Group


@dataclass(frozen=True, slots=True)
class FilterRules:
    """What a collection and a server allow in a filter."""

    indexing: Indexing
    lexical: bool
    keyspace: str
    collection: str
    max_comparisons: int = 64
    max_list: int = 100
    analyze: Analyzer = STANDARD


def parse(filter_json: Any, rules: FilterRules) -> Group:
    """Read a filter into one group of which all must hold; an empty one matches everything."""
    if filter_json is None:
        return Group(every=True, items=())
    if not is_object(filter_json):
        found = type_name(filter_json)
        raise WireError(
            "FILTER_UNSUPPORTED_DATA_TYPE", detail=f"filter definition must be JSON Object, command had {found}"
        )
    root = Group(every=True, items=tuple(_entries(filter_json, rules)))
    _check(root, rules)
    return root


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Walk all comparisons of a tree in the order of the filter."""
    if isinstance(condition, Comparison):
        yield condition
    else:
        for item in condition.items:
            yield from comparisons(item)


def required(condition: Condition) -> Iterator[Comparison]:
    """Walk the comparisons that every match must satisfy: those below no ``$or``."""
    if isinstance(condition, Comparison):
        yield condition
    elif condition.every:
        for item in condition.items:
            yield from required(item)


def invalid(detail: str) -> WireError:
    """Make the usual refusal of a filter."""
    return WireError("FILTER_INVALID_EXPRESSION", detail=detail)


def _entries(members: dict[str, Any], rules: FilterRules) -> Iterator[Condition]:
    for name, value in members.items():
        if name in {"$and", "$or"}:
            yield from _non_empty(Group(every=name == "$and", items=tuple(_elements(name, value, rules))))
        elif name == "$not":
            if not is_object(value):
                raise invalid(f"'$not' operator must have `Object`, found {type_name(value)}")
            yield from _non_empty(_negate(Group(every=True, items=tuple(_entries(value, rules)))))
        else:
            yield from _field(name, value, rules)


def _non_empty(group: Condition) -> Iterator[Condition]:
    if not isinstance(group, Group) or group.items:
        yield group


def _elements(name: str, value: Any, rules: FilterRules) -> Iterator[Condition]:
    if value == {} and is_object(value):
        return
    if not is_array(value):
        raise invalid(f"'{name}' operator must have `Array`, found {type_name(value)}")
    for item in value:
        if is_array(item):
            yield from _non_empty(Group(every=name == "$and", items=tuple(_elements(name, item, rules))))
        elif is_object(item):
            entries = tuple(_entries(item, rules))
            yield from entries if len(entries) == 1 else _non_empty(Group(every=True, items=entries))
        else:
            raise invalid(f"an element of '{name}' must be `Object`, found {type_name(item)}")


def _negate(condition: Condition) -> Condition:
    if isinstance(condition, Group):
        return Group(not condition.every, tuple(_negate(item) for item in condition.items))
    if condition.operator == "$match":
        raise invalid("'$match' cannot be negated by '$not'")
    if condition.operator == "$exists":
        return Comparison(condition.path, condition.segments, "$exists", not condition.operand)
    return Comparison(condition.path, condition.segments, _negated(condition.operator), condition.operand)


def _negated(operator: str) -> str:
    back = {"$notSize": "$size", "$notAll": "$all"}
    return _NEGATED.get(operator) or back[operator]


def _field(path: str, value: Any, rules: FilterRules) -> Iterator[Comparison]:
    segments = _path(path)
    if is_array(value):
        raise _special_equality(path) if path in SPECIAL_PATHS else invalid(f"cannot filter on '{path}' by array type")
    for operator, operand in _operators(value):
        if operator == "":
            if path in {"$vector", "$vectorize"}:
                raise _special_equality(path)
            yield Comparison(path, segments, "$eq", operands.implicit(path, operand))
        else:
            checked = operands.explicit(path, operator, operand, rules.max_list)
            wanted = LexicalQuery(checked, rules.analyze) if operator == "$match" else checked
            yield Comparison(path, segments, operator, wanted)


def _operators(value: Any) -> Iterator[tuple[str, Any]]:
    """Tell what an operand asks: pairs of operator and operand, ``""`` for the equality that no operator names."""
    if not is_object(value):
        yield "", value
        return
    for name, operand in value.items():
        if name in operands.OPERATORS:
            yield name, operand
        elif name in ejson.WRAPPERS or not name.startswith("$"):
            yield "", value
            return
        else:
            raise WireError("FILTER_UNSUPPORTED_OPERATOR", operator=name)


def _special_equality(path: str) -> WireError:
    return invalid(f"cannot filter on '{path}' using operator '$eq': only '$exists' is supported")


def _path(path: str) -> tuple[str, ...]:
    if not path:
        raise invalid("filter expression path cannot be empty String")
    if path.startswith("$") and path not in SPECIAL_PATHS:
        raise invalid(f"filter expression path ('{path}') cannot start with '$'")
    try:
        return split(path)
    except PathError as error:
        raise invalid(f"filter expression path ('{path}') is not a valid path: {error}") from error


def _check(root: Group, rules: FilterRules) -> None:
    found = list(comparisons(root))
    if sum(comparison.path == ID for comparison in found) > 1:
        raise WireError("FILTER_MULTIPLE_ID_FILTER")
    _refuse_id_in_or(root)
    if len(found) > rules.max_comparisons:
        raise WireError("FILTER_FIELDS_LIMIT_VIOLATION", found=len(found), maximum=rules.max_comparisons)
    for comparison in found:
        _check_indexed(comparison, rules)


def _refuse_id_in_or(group: Group) -> None:
    for item in group.items:
        if isinstance(item, Group):
            _refuse_id_in_or(item)
        elif item.path == ID and not group.every and len(group.items) > 1:
            raise invalid("cannot use '_id' inside '$or'")


def _check_indexed(comparison: Comparison, rules: FilterRules) -> None:
    if comparison.path == "$lexical":
        if not rules.lexical:
            raise WireError("LEXICAL_NOT_ENABLED_FOR_COLLECTION", keyspace=rules.keyspace, collection=rules.collection)
    elif comparison.path == ID:
        if comparison.operator not in {"$eq", "$in"} and not rules.indexing.indexed((ID,)):
            raise WireError("FILTER_ID_NOT_INDEXED", operator=comparison.operator)
    else:
        for path in _paths_of(comparison.segments, comparison.operand):
            if not rules.indexing.indexed(path):
                raise WireError("FILTER_PATH_UNINDEXED", path=".".join(path))


def _paths_of(segments: Sequence[str], operand: Any) -> Iterator[tuple[str, ...]]:
    yield tuple(segments)
    if is_object(operand) and ejson.wrapper(operand) is None:
        for name, member in operand.items():
            yield from _paths_of((*segments, name), member)


def id_keys(root: Group) -> tuple[ids.DocumentKey, ...] | None:
    """Give the keys that the filter asks for by ``$eq`` or ``$in`` of ``_id``; ``None`` if it does not."""
    for comparison in required(root):
        if comparison.path == ID and comparison.operator in {"$eq", "$in"}:
            wanted = comparison.operand if comparison.operator == "$in" else [comparison.operand]
            return tuple(ids.key_of(document_id) for document_id in wanted)
    return None
