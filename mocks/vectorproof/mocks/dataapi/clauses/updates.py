"""The update clause: its shape, its refusals and the order in which its operators run. Source: data-api 10.

What an operator does to a document is in ``operators``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Final

from vectorproof.mocks.dataapi.clauses.operators import OPERATORS, Action
from vectorproof.mocks.dataapi.clauses.paths import MISSING, PathError, split
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import copied, is_object, type_name

ID, VECTOR, VECTORIZE = "_id", "$vector", "$vectorize"
SET_ON_INSERT, UNSET = "$setOnInsert", "$unset"
_SETTERS: Final = frozenset({"$set", SET_ON_INSERT})
_SPECIALS: Final[Mapping[str, str]] = {
    "$vector": "UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTOR",
    "$vectorize": "UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTORIZE",
    "$lexical": "UNSUPPORTED_UPDATE_OPERATOR_FOR_LEXICAL",
}
_FOR_SPECIALS: Final = frozenset({"$set", SET_ON_INSERT, "$unset"})


@dataclass(frozen=True, slots=True)
class UpdateClause:
    """An update whose shape is right: paths and operands by operator."""

    operators: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update made: the new document, whether anything changed, and a text that now must be embedded."""

    document: dict[str, Any]
    modified: bool
    #: The ``$vectorize`` that was set, or ``MISSING``.
    text: Any


@dataclass(frozen=True, slots=True)
class Update:
    """An update that is ready to be applied."""

    actions: tuple[Action, ...]

    def apply(self, document: Mapping[str, Any], now_ms: int, *, inserting: bool, vector_drops_text: bool) -> Updated:
        """Apply to a copy: each operator sees what those before it did; vector and text stay coupled (data-api 8.4)."""
        changed, modified, text = copied(dict(document)), False, MISSING
        for operator, actions in groupby(self.actions, key=lambda action: action.operator):
            if operator == SET_ON_INSERT and not inserting:
                continue
            touched = set[str]()
            for action in actions:
                if action.run(changed, now_ms):
                    touched.add(action.path)
                    if operator in _SETTERS and action.path == VECTOR and vector_drops_text:
                        changed.pop(VECTORIZE, None)
            if operator in _SETTERS and VECTORIZE in touched:
                text = changed.get(VECTORIZE)
            if operator == UNSET and touched and self._unsets_embedding():
                changed.pop(VECTOR, None)
                changed.pop(VECTORIZE, None)
            modified = modified or bool(touched)
        return Updated(changed, modified, text)

    def _unsets_embedding(self) -> bool:
        return any(action.operator == UNSET and action.path in {VECTOR, VECTORIZE} for action in self.actions)


def parse(update_json: Any) -> UpdateClause:
    """Check the shape of an update; this happens while the command is read, before anything is looked up."""
    if not is_object(update_json):
        raise _data_type("UpdateClause", update_json)
    for operator, members in update_json.items():
        if not operator.startswith("$"):
            raise _operation(f"Invalid update operator '{operator}' (must start with '$')")
        if operator not in OPERATORS:
            raise _operation(f"Unrecognized update operator '{operator}'")
        if not is_object(members):
            raise _data_type(f"Operator '{operator}'", members)
        if operator in {"$set", "$unset"} and {"$vector", "$vectorize"} <= members.keys():
            raise WireError("INVALID_USAGE_OF_VECTORIZE", where="")
    return UpdateClause(update_json)


def build(clause: UpdateClause) -> Update:
    """Check paths and operands, and put the operators in the order in which they run."""
    actions: list[Action] = []
    for operator in sorted(clause.operators):
        members = clause.operators[operator]
        actions += [_action(operator, path, members[path]) for path in sorted(members)]
    _refuse_conflicts(actions)
    return Update(tuple(actions))


def _action(operator: str, path: str, operand: Any) -> Action:
    rule = OPERATORS[operator]
    _allowed(operator, path)
    rule.check(path, operand)
    if operator == "$rename":
        _allowed(operator, operand)
    return Action(operator, path, segments(path), operand, rule.run)


def _allowed(operator: str, path: str) -> None:
    if path == ID and operator != SET_ON_INSERT:
        raise WireError("UNSUPPORTED_UPDATE_OPERATOR_FOR_DOC_ID", operator=operator)
    if path.startswith("$"):
        _special(operator, path)


def _special(operator: str, path: str) -> None:
    if operator in {"$inc", "$mul"}:
        detail = f"{operator} does not support modifiers"
        raise WireError("UNSUPPORTED_UPDATE_OPERATION_MODIFIER", detail=detail)
    if path in _SPECIALS and operator not in _FOR_SPECIALS:
        raise WireError(_SPECIALS[path], operator=operator)
    if path not in _SPECIALS and operator in {"$push", "$addToSet"}:
        detail = f"{operator} requires field names at main level, found modifier: {path}"
        raise WireError("UNSUPPORTED_UPDATE_OPERATION_PARAM", detail=detail)


def segments(path: str) -> tuple[str, ...]:
    """Split the path of an update; an empty segment or a wrong escape is refused."""
    try:
        found = split(path)
    except PathError as error:
        raise WireError("UNSUPPORTED_UPDATE_OPERATION_PATH", detail=f"path '{path}' is not valid: {error}") from error
    if "" in found:
        raise WireError("UNSUPPORTED_UPDATE_OPERATION_PATH", detail=f"path '{path}' has an empty segment")
    return found


def _refuse_conflicts(actions: Sequence[Action]) -> None:
    """Refuse a path that two operators share, and one below another if that other is the smallest of all."""
    ordered = sorted(actions, key=lambda action: action.path)
    for left, right in pairwise(ordered):
        if left.path == right.path:
            detail = (
                f"Update operators '{left.operator}' and '{right.operator}' must not refer to same path: '{left.path}'"
            )
            raise WireError("UNSUPPORTED_UPDATE_OPERATION_PARAM", detail=detail)
    for action in ordered[1:]:
        if action.path.startswith(ordered[0].path + "."):
            detail = f"Update operator path conflict due to overlap: '{ordered[0].path}' vs '{action.path}'"
            raise WireError("UNSUPPORTED_UPDATE_OPERATION_PARAM", detail=detail)


def _data_type(what: str, found: Any) -> WireError:
    detail = f"update data type for {what} must be JSON Object, was: {type_name(found)}"
    return WireError("UNSUPPORTED_UPDATE_DATA_TYPE", detail=detail)


def _operation(detail: str) -> WireError:
    return WireError("UNSUPPORTED_UPDATE_OPERATION", detail=detail)
