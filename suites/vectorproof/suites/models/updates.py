"""What an update makes of a document: section 10, each operator as a function from the old value to the new one.

Documents are never changed in place: every step gives another one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias

from vectorproof.suites.models.order import place
from vectorproof.suites.models.values import (
    ABSENT,
    as_kept,
    at,
    elements,
    kind,
    members,
    position,
    refuse,
    trail,
    unchanged,
)

Change: TypeAlias = Callable[[Any, Any], Any]
_PATH, _PARAM, _TARGET = (f"UNSUPPORTED_UPDATE_OPERATION_{what}" for what in ("PATH", "PARAM", "TARGET"))
_MODIFIER: Final = "UNSUPPORTED_UPDATE_OPERATION_MODIFIER"
_EMBEDDED: Final = {
    "$vector": "UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTOR",
    "$vectorize": "UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTORIZE",
    "$lexical": "UNSUPPORTED_UPDATE_OPERATOR_FOR_LEXICAL",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A document after an update, and whether the update counts as a modification."""

    document: dict[str, Any]
    modified: bool


def updated(document: Mapping[str, Any], clause: Mapping[str, Any], *, inserting: bool = False) -> Made:
    """Apply every operator in the fixed order, paths in ascending order; each sees what came before (10.1)."""
    made = Made(dict(document), modified=False)
    for operator in ORDER:
        for path in sorted(clause.get(operator, {})) if inserting or operator != "$setOnInsert" else ():
            step = _step(made.document, operator, path, clause[operator][path])
            made = Made(as_kept(step.document), made.modified or step.modified)
    return made


def judge(clause: Any) -> None:
    """Refuse an update for what can be seen without a document; a refusal carries all codes that are right (10.1)."""
    if members(clause) is None:
        refuse("UNSUPPORTED_UPDATE_DATA_TYPE")
    codes: set[str] = set()
    for operator, wishes in clause.items():
        if operator not in ORDER:
            codes.add("UNSUPPORTED_UPDATE_OPERATION")
        elif members(wishes) is None:
            codes.add("UNSUPPORTED_UPDATE_DATA_TYPE")
        else:
            codes |= {code for path, wish in wishes.items() for code in _faults(operator, path, wish)}
    if codes:
        refuse(*codes)
    if _collide([path for wishes in clause.values() for path in wishes]):
        refuse(_PARAM)


def _collide(paths: list[str]) -> bool:
    """Tell whether a path stands twice, or the smallest of all leads to another (10.1)."""
    return len(set(paths)) < len(paths) or any(path.startswith(f"{min(paths)}.") for path in paths)


def _faults(operator: str, path: str, wish: Any) -> set[str]:
    codes = set[str]()
    if path == "_id" and operator != "$setOnInsert":
        codes.add("UNSUPPORTED_UPDATE_OPERATOR_FOR_DOC_ID")
    if path in _EMBEDDED and operator not in {"$set", "$setOnInsert", "$unset"}:
        codes.add(_MODIFIER if operator in {"$inc", "$mul"} else _EMBEDDED[path])
    if "" in (trail(path) or [""]):
        codes.add(_PATH)
    return codes | _wish_faults(operator, path, wish)


def _wish_faults(operator: str, path: str, wish: Any) -> set[str]:
    right: Mapping[str, bool] = {
        "$inc": kind(wish) == "number",
        "$mul": kind(wish) == "number",
        "$pop": kind(wish) == "number" and wish in {1, -1},
        "$rename": isinstance(wish, str),
        "$currentDate": wish is True or wish == {"$type": "date"},
    }
    codes = set[str]() if right.get(operator, True) else {_PARAM}
    if operator == "$rename" and isinstance(wish, str) and (wish == path or "" in (trail(wish) or [""])):
        codes.add(_PATH)
    return codes | (_modifier_faults(operator, wish) if operator in {"$push", "$addToSet"} else set())


def _modifier_faults(operator: str, wish: Any) -> set[str]:
    """An operand with a ``$`` name in it is one of modifiers, all of which must be known (10.2)."""
    names = members(wish) or {}
    known = {"$each", "$position"} if operator == "$push" else {"$each"}
    if not any(name.startswith("$") for name in names):
        return set()
    codes = {_MODIFIER} if set(names) - known else set[str]()
    whole = kind(names.get("$position", 0)) == "number" and isinstance(names.get("$position", 0), int)
    return codes if isinstance(names.get("$each"), list) and whole else codes | {_PARAM}


def _step(document: dict[str, Any], operator: str, path: str, wish: Any) -> Made:
    names = trail(path) or []
    if operator == "$rename":
        return _renamed(document, names, trail(wish) or [])
    if operator == "$unset":
        present = at(document, names) is not ABSENT
        return Made(without(document, names) if present else document, present)
    if operator == "$pop" and at(document, names) in (ABSENT, []):
        return Made(document, modified=False)
    before = at(document, names)
    after = _VALUES[operator](before, wish)
    # Walked even where nothing changes: a path through a scalar is refused all the same.
    result = document if operator == "$pop" and before is ABSENT else rewritten(document, names, after)
    if operator == "$push":
        return Made(result, modified=True)
    if before is ABSENT:
        # An array that $addToSet makes for nothing counts for nothing, yet stands there if something else counts.
        return Made(result, operator != "$addToSet" or after != [])
    return Made(document, modified=False) if unchanged(before, after) else Made(result, modified=True)


def rewritten(node: Any, names: list[str], value: Any) -> Any:
    """Put a value at a path: objects are made on the way, an array is filled up with null (10.1)."""
    if not names:
        return value
    inner, row = members(node), elements(node)
    new: dict[str, Any] = {}
    if inner is not None:
        return {**inner, names[0]: rewritten(inner.get(names[0], new), names[1:], value)}
    if row is None or not names[0].isdigit() or str(int(names[0])) != names[0]:
        refuse(_PATH)
    index = int(names[0])
    padded = row + [None] * (index + 1 - len(row))
    below = padded[index] if index < len(row) else new
    return [*padded[:index], rewritten(below, names[1:], value), *padded[index + 1 :]]


def without(node: Any, names: list[str]) -> Any:
    """Take out what stands at a path that leads somewhere; an array's element becomes null (10.2)."""
    head, rest = names[0], names[1:]
    row = elements(node)
    if row is not None:
        index = position(head, len(row)) or 0
        return [*row[:index], without(row[index], rest) if rest else None, *row[index + 1 :]]
    if rest:
        return {**node, head: without(node[head], rest)}
    return {name: value for name, value in node.items() if name != head}


def _renamed(document: dict[str, Any], source: list[str], target: list[str]) -> Made:
    value = at(document, source)
    if value is ABSENT:
        return Made(document, modified=False)
    if isinstance(at(document, source[:-1]), list):
        refuse(_PATH)
    left = without(document, source)
    if isinstance(at(left, target[:-1]), list):
        refuse(_PATH)
    return Made(rewritten(left, target, value), modified=True)


def _counted(before: Any, wish: Any) -> Any:
    return _arithmetic(before, wish, wish, lambda left, right: left + right)


def _multiplied(before: Any, wish: Any) -> Any:
    return _arithmetic(before, wish, 0, lambda left, right: left * right)


def _arithmetic(before: Any, wish: Any, start: Any, combine: Callable[[Fraction, Fraction], Fraction]) -> Any:
    if before is ABSENT:
        return start
    if kind(before) != "number":
        refuse(_TARGET)
    exact = combine(Fraction(before), Fraction(wish))
    if exact == Fraction(before):
        return before
    whole = isinstance(before, int) and isinstance(wish, int)
    return int(exact) if whole else float(exact)


def _lesser(before: Any, wish: Any) -> Any:
    return wish if before is ABSENT or place(wish, plain=True) < place(before, plain=True) else before


def _greater(before: Any, wish: Any) -> Any:
    return wish if before is ABSENT or place(wish, plain=True) > place(before, plain=True) else before


def _pushed(before: Any, wish: Any) -> list[Any]:
    row = _row(before)
    modifiers = members(wish) or {}
    more: list[Any] = modifiers.get("$each", [wish])
    index: int = modifiers.get("$position", len(row)) if "$each" in modifiers else len(row)
    start = max(len(row) + index, 0) if index < 0 else index
    return [*row[:start], *more, *row[start:]]


def _joined(before: Any, wish: Any) -> list[Any]:
    row = list(_row(before))
    for one in (members(wish) or {}).get("$each", [wish]):
        if not any(unchanged(one, known) for known in row):
            row.append(one)
    return row


def _popped(before: Any, wish: Any) -> list[Any]:
    row = _row(before)
    return row[1:] if wish == -1 else row[:-1]


def _row(before: Any) -> list[Any]:
    row = [] if before is ABSENT else elements(before)
    if row is None:
        refuse(_TARGET)
    return row


def _assigned(_: Any, wish: Any) -> Any:
    return wish


_VALUES: Final[Mapping[str, Change]] = {
    "$addToSet": _joined,
    "$inc": _counted,
    "$max": _greater,
    "$min": _lesser,
    "$mul": _multiplied,
    "$pop": _popped,
    "$push": _pushed,
    "$set": _assigned,
    "$setOnInsert": _assigned,
}
ORDER: Final = tuple(sorted([*_VALUES, "$currentDate", "$rename", "$unset"]))
"""The operators in the order in which they run, which is that of their names (10.1)."""
