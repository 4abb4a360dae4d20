"""What each update operator accepts and does to a document. Source: data-api 10.2."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

from vectorproof.mocks.dataapi.clauses.ordering import token_rank
from vectorproof.mocks.dataapi.clauses.paths import MISSING, PathError, split
from vectorproof.mocks.dataapi.clauses.targets import Target, look, make
from vectorproof.mocks.dataapi.clauses.values import same
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import (
    ARITHMETIC,
    compact,
    copied,
    exact,
    is_array,
    is_number,
    is_object,
    type_name,
    whole,
)

Check: TypeAlias = Callable[[str, Any], None]
Run: TypeAlias = "Callable[[dict[str, Any], Action, int], bool]"


@dataclass(frozen=True, slots=True)
class Action:
    """One operator at one path, checked."""

    operator: str
    path: str
    segments: tuple[str, ...]
    operand: Any
    operation: Run

    def run(self, document: dict[str, Any], now_ms: int) -> bool:
        """Change the document in place and tell whether anything changed."""
        return self.operation(document, self, now_ms)


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator: what it refuses as an operand, and what it does."""

    #: From the path and the operand; raises what is wrong with them.
    check: Check
    run: Run


def _anything(_: str, __: Any) -> None:
    return None


def _set(document: dict[str, Any], action: Action, _: int) -> bool:
    target = make(document, action.path, action.segments)
    if target.value is not MISSING and same(target.value, action.operand):
        return False
    target.put(copied(action.operand))
    return True


def _unset(document: dict[str, Any], action: Action, _: int) -> bool:
    target = look(document, action.segments)
    if target is None:
        return False
    target.remove()
    return True


def _number(operator: str) -> Check:
    def check(_: str, operand: Any) -> None:
        if not is_number(operand):
            raise _param(f"{operator} requires numeric parameter, got: {type_name(operand)}")

    return check


def _arithmetic(when_missing: Callable[[Any], Any], combine: Callable[[Any, Any], Any]) -> Run:
    def run(document: dict[str, Any], action: Action, _: int) -> bool:
        target = make(document, action.path, action.segments)
        if target.value is MISSING:
            target.put(when_missing(action.operand))
            return True
        if not is_number(target.value):
            raise _target(action, "Number", target)
        result = combine(target.value, action.operand)
        if exact(result) == exact(target.value):
            return False
        target.put(result)
        return True

    return run


def _added(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        return whole(left + right)
    return _plain(ARITHMETIC.add(Decimal(exact(left)), Decimal(exact(right))))


def _multiplied(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        return whole(left * right)
    return _plain(ARITHMETIC.multiply(Decimal(exact(left)), Decimal(exact(right))))


def _plain(result: Decimal) -> Decimal:
    return result.normalize(ARITHMETIC) if result else Decimal(0)


def _extreme(wins: Callable[[Any, Any], bool]) -> Run:
    def run(document: dict[str, Any], action: Action, _: int) -> bool:
        target = make(document, action.path, action.segments)
        if target.value is not MISSING and not wins(token_rank(action.operand), token_rank(target.value)):
            return False
        target.put(copied(action.operand))
        return True

    return run


def _modifiers(operator: str, allowed: Sequence[str]) -> Check:
    def check(_: str, operand: Any) -> None:
        if not is_object(operand) or not any(name.startswith("$") for name in operand):
            return
        for name in operand:
            if name not in allowed:
                known = " and ".join(allowed)
                detail = f"{operator} only supports {known} currently; trying to use '{name}'"
                raise WireError("UNSUPPORTED_UPDATE_OPERATION_MODIFIER", detail=detail)
        if not isinstance(operand.get("$each"), list):
            raise _param(f"{operator} modifier $each requires ARRAY argument, found: {type_name(operand.get('$each'))}")
        position = operand.get("$position", 0)
        if not isinstance(position, int) or isinstance(position, bool):
            raise _param(f"{operator} modifier $position requires Integer argument, found: {type_name(position)}")

    return check


def _array(document: dict[str, Any], action: Action) -> tuple[Target, list[Any]]:
    target = make(document, action.path, action.segments)
    if target.value is MISSING:
        return target, []
    if not is_array(target.value):
        raise _target(action, "Array", target)
    return target, target.value


def _each(operand: Any) -> list[Any]:
    has_modifiers = is_object(operand) and "$each" in operand
    return copied(operand["$each"]) if has_modifiers else [copied(operand)]


def _push(document: dict[str, Any], action: Action, _: int) -> bool:
    target, items = _array(document, action)
    at = len(items)
    if is_object(action.operand) and "$each" in action.operand:
        position = action.operand.get("$position", at)
        at = min(position, at) if position >= 0 else max(at + position, 0)
    items[at:at] = _each(action.operand)
    target.put(items)
    return True


def _add_to_set(document: dict[str, Any], action: Action, _: int) -> bool:
    target, items = _array(document, action)
    count = len(items)
    for item in _each(action.operand):
        if not any(same(item, known) for known in items):
            items.append(item)
    target.put(items)
    return len(items) > count


def _check_pop(_: str, operand: Any) -> None:
    if not is_number(operand):
        raise _param(f"$pop requires NUMBER argument (-1 or 1), instead got: {type_name(operand)}")
    if operand not in {1, -1}:
        raise _param(f"$pop requires argument of -1 or 1, instead got: {compact(operand)}")


def _pop(document: dict[str, Any], action: Action, _: int) -> bool:
    target = look(document, action.segments)
    if target is None:
        return False
    if not is_array(target.value):
        raise _target(action, "Array", target)
    if target.value:
        target.value.pop(0 if action.operand < 0 else -1)
        return True
    return False


def _check_rename(path: str, operand: Any) -> None:
    if not isinstance(operand, str):
        raise _param(f"$rename requires STRING parameter for 'to', got: {type_name(operand)}")
    if path == operand:
        raise _rename_refused(f"requires that 'source' and 'destination' differ ('{path}')")
    try:
        found = split(operand)
    except PathError as error:
        raise _rename_refused(f"destination '{operand}' is not valid: {error}") from error
    if "" in found:
        raise _rename_refused(f"destination '{operand}' has an empty segment")


def _rename(document: dict[str, Any], action: Action, _: int) -> bool:
    source = look(document, action.segments)
    if source is None:
        return False
    if source.in_array:
        raise _rename_refused(f"does not allow Array field as source ('{action.path}')")
    destination_segments = split(action.operand)
    source.remove()
    destination = make(document, action.operand, destination_segments)
    if destination.in_array:
        raise _rename_refused(f"does not allow Array field as destination ('{action.operand}')")
    destination.put(source.value)
    return True


def _check_current_date(_: str, operand: Any) -> None:
    if operand is not True and operand != {"$type": "date"}:
        raise _param(
            f'$currentDate requires argument of either `true` or `{{"$type":"date"}}`, got: `{compact(operand)}`'
        )


def _current_date(document: dict[str, Any], action: Action, now_ms: int) -> bool:
    target = make(document, action.path, action.segments)
    date = {"$date": now_ms}
    if target.value is not MISSING and same(target.value, date):
        return False
    target.put(date)
    return True


def _param(detail: str) -> WireError:
    return WireError("UNSUPPORTED_UPDATE_OPERATION_PARAM", detail=detail)


def _target(action: Action, wanted: str, target: Target) -> WireError:
    found = type_name(target.value)
    detail = f"{action.operator} requires target to be {wanted}; value at '{action.path}' of type {found}"
    return WireError("UNSUPPORTED_UPDATE_OPERATION_TARGET", detail=detail)


def _rename_refused(detail: str) -> WireError:
    return WireError("UNSUPPORTED_UPDATE_OPERATION_PATH", detail=f"$rename {detail}")


OPERATORS: Final[Mapping[str, Operator]] = {
    "$addToSet": Operator(_modifiers("$addToSet", ("$each",)), _add_to_set),
    "$currentDate": Operator(_check_current_date, _current_date),
    "$inc": Operator(_number("$inc"), _arithmetic(lambda operand: operand, _added)),
    "$max": Operator(_anything, _extreme(lambda new, old: new > old)),
    "$min": Operator(_anything, _extreme(lambda new, old: new < old)),
    "$mul": Operator(_number("$mul"), _arithmetic(lambda _: 0, _multiplied)),
    "$pop": Operator(_check_pop, _pop),
    "$push": Operator(_modifiers("$push", ("$each", "$position")), _push),
    "$rename": Operator(_check_rename, _rename),
    "$set": Operator(_anything, _set),
    "$setOnInsert": Operator(_anything, _set),
    "$unset": Operator(_anything, _unset),
}
