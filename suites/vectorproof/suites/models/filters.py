"""Which documents a filter finds, and which filters are refused: section 9 read aloud, on the JSON itself."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from vectorproof.suites.models.identity import key_of
from vectorproof.suites.models.values import (
    ABSENT,
    at,
    contents,
    elements,
    kind,
    members,
    refuse,
    scalar,
    trail,
    worth,
    wrapped,
    written,
)

GROUPS: Final = ("$and", "$or", "$not")
RANGES: Final = ("$gt", "$gte", "$lt", "$lte")
OPERATORS: Final = ("$eq", "$ne", "$in", "$nin", "$exists", "$all", "$size", "$match", *RANGES)
_INVALID: Final = "FILTER_INVALID_EXPRESSION"
_MOST_COMPARISONS: Final = 64
_MOST_LISTED: Final = 100


def holds(document: Mapping[str, Any], clause: Any, *, negated: bool = False) -> bool:
    """Tell whether a document matches a filter that was not refused (9.1, 9.3)."""
    asking = [entry for entry in entries(clause) if not idle(*entry)]
    verdicts = [_entry(document, *entry, negated=negated) for entry in asking]
    return any(verdicts) if negated and verdicts else all(verdicts)


def entries(clause: object) -> list[tuple[str, Any]]:
    """Give the entries of a filter in order, none of a filter that is not there (5.0)."""
    return list((members(clause) or {}).items())


def idle(name: str, operand: Any) -> bool:
    """Tell whether an entry asks for nothing: an empty group, an empty object of operators (9.2)."""
    if name == "$not":
        return all(idle(*entry) for entry in entries(operand))
    if name in GROUPS:
        return all(idle(*entry) for group in operand for entry in entries(group))
    return members(operand) == {}


def vacuous(clause: Any) -> bool:
    """Tell whether a filter comes to no comparison at all, and so matches everything (5.9, 9.2)."""
    return all(idle(*entry) for entry in entries(clause))


def _entry(document: Mapping[str, Any], name: str, operand: Any, *, negated: bool) -> bool:
    if name == "$not":
        return holds(document, operand, negated=not negated)
    if name in GROUPS:
        groups = [holds(document, group, negated=negated) for group in operand if not vacuous(group)]
        return all(groups) if (name == "$and") != negated else any(groups)
    tests = [_compared(document, name, operator, wish, negated=negated) for operator, wish in asked(operand)]
    return any(tests) if negated else all(tests)


def asked(operand: Any) -> Iterator[tuple[str, Any]]:
    """Read what stands beside a path as operators; whatever is no object of operators is an equality (9.1)."""
    for name, wish in (members(operand) or {}).items():
        if name not in OPERATORS:
            yield "$eq", operand
            return
        yield name, wish
    if members(operand) is None:
        yield "$eq", operand


def _compared(document: Mapping[str, Any], path: str, operator: str, wish: Any, *, negated: bool) -> bool:
    if path == "_id" and operator in {"$eq", "$in"}:
        wanted = [key_of(one) for one in (wish if operator == "$in" else [wish])]
        return (key_of(document["_id"]) in wanted) != negated
    value = at(document, trail(path) or [])
    if operator in RANGES:
        # The negation of a range is the opposite range: it too needs a value of the type (9.3).
        return _in_range(value, _OPPOSITE[operator] if negated else operator, wish)
    positive, test = _TESTS[operator]
    return test(value, wish) == (positive != negated)


def _equal(value: Any, wish: Any) -> bool:
    """``$eq``: membership for scalars, but null and whole arrays or objects only as themselves (9.3)."""
    if value is ABSENT:
        return False
    if wish is None:
        return value is None
    text = written(wish, asked=True)
    return text in contents(value) if scalar(wish) else text == written(value)


def _among(value: Any, wish: list[Any]) -> bool:
    """``$in``: like ``$eq`` for each, but null is a member like others (9.3)."""
    return any(_equal(value, one) or (one is None and "null None" in contents(value)) for one in wish)


def _has_all(value: Any, wish: list[Any]) -> bool:
    """``$all``: each wish is a member, whole (9.3)."""
    found = list(contents(value))
    return all(written(one, asked=True) in found for one in wish)


def _in_range(value: Any, operator: str, wish: Any) -> bool:
    if value is ABSENT or kind(value) != kind(wish):
        return False
    left, right = worth(value), worth(wish)
    outside = left > right if "$lt" in operator else left < right
    return not outside and (operator.endswith("e") or bool(left != right))


def _sized(value: Any, wish: Any) -> bool:
    row = elements(value)
    return row is not None and len(row) == int(wish)


def _present(value: Any, wish: Any) -> bool:
    return (value is not ABSENT) is bool(wish)


_OPPOSITE: Final = {"$gt": "$lte", "$lte": "$gt", "$gte": "$lt", "$lt": "$gte"}
# Whether the test is to come out true, and the test.
_TESTS: Final[Mapping[str, tuple[bool, Callable[[Any, Any], bool]]]] = {
    "$eq": (True, _equal),
    "$ne": (False, _equal),
    "$in": (True, _among),
    "$nin": (False, _among),
    "$all": (True, _has_all),
    "$size": (True, _sized),
    "$exists": (True, _present),
}


def judge(clause: Any) -> None:
    """Refuse a filter that breaks a rule of 9.2; a refusal carries the codes of all that is wrong."""
    if clause is not None and members(clause) is None:
        refuse("FILTER_UNSUPPORTED_DATA_TYPE")
    codes = set(_faults(clause or {}))
    if codes:
        refuse(*codes)
    compared = list(_paths(clause or {}))
    if compared.count("_id") > 1:
        refuse("FILTER_MULTIPLE_ID_FILTER")
    if len(compared) > _MOST_COMPARISONS:
        refuse("FILTER_FIELDS_LIMIT_VIOLATION")


def _paths(clause: Mapping[str, Any]) -> Iterator[str]:
    for name, operand in clause.items():
        if name in GROUPS:
            for group in [operand] if name == "$not" else operand:
                yield from _paths(group)
        else:
            yield from (name for _ in asked(operand))


def _faults(clause: Mapping[str, Any]) -> Iterator[str]:
    for name, operand in clause.items():
        inner = members(operand)
        if name == "$not":
            yield from [_INVALID] if inner is None else _faults(inner)
        elif name in GROUPS:
            yield from _group_faults(operand)
        else:
            yield from _path_faults(name)
            yield from _operand_faults(name, operand)


def _group_faults(operand: Any) -> Iterator[str]:
    groups = [] if members(operand) == {} else elements(operand)
    for group in [None] if groups is None else groups:
        inner = members(group)
        yield from [_INVALID] if inner is None else _faults(inner)


def _path_faults(path: str) -> Iterator[str]:
    if not path or path.startswith("$") or trail(path) is None:
        yield _INVALID


def _operand_faults(path: str, operand: Any) -> Iterator[str]:
    if elements(operand) is not None:
        yield _INVALID
    strange = next((name for name, _ in entries(operand) if name not in OPERATORS), "")
    if strange.startswith("$") and not wrapped(operand):
        yield "FILTER_UNSUPPORTED_OPERATOR"
    for operator, wish in asked(operand):
        yield from _wish_faults(path, operator, wish)


def _wish_faults(path: str, operator: str, wish: Any) -> Iterator[str]:
    row = elements(wish)
    ranged = kind(wish) in {"number", "string", "boolean", "date"}
    right = {
        "$in": row is not None and len(row) <= _MOST_LISTED,
        "$nin": row is not None and len(row) <= _MOST_LISTED,
        "$all": bool(row),
        "$exists": kind(wish) == "boolean",
        "$size": kind(wish) == "number" and str(wish).removesuffix(".0").isdigit(),
        "$match": False,
        **dict.fromkeys(RANGES, ranged),
    }
    if not right.get(operator, True):
        yield _INVALID
    elif path == "_id" and operator in {"$ne", "$nin"}:
        plain = {kind(one) for one in ([wish] if row is None else row)} <= {"string", "number"}
        yield from [] if plain else ["FILTER_UNSUPPORTED_DATA_TYPE"]
