"""What each filter operator accepts as its operand. Source: data-api 9.2."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from vectorproof.mocks.dataapi.clauses import ejson, ids, values
from vectorproof.mocks.dataapi.errors import WireError, internal, unexpected
from vectorproof.mocks.dataapi.jsontext import is_array, is_number, is_object, type_name

ID = "_id"
RANGES: Final = frozenset({"$gt", "$gte", "$lt", "$lte"})
EQUALITIES: Final = frozenset({"$eq", "$ne"})
LISTS: Final = frozenset({"$in", "$nin"})
OPERATORS: Final = RANGES | EQUALITIES | LISTS | {"$exists", "$all", "$size", "$match"}


def implicit(path: str, operand: Any) -> Any:
    """Check the operand of an equality that no operator names."""
    kind = ejson.wrapper(operand)
    if path == "$lexical":
        raise _invalid("cannot filter on '$lexical' using operator '$eq': only '$match' is supported")
    if path == ID:
        return _id_equality(operand)
    if kind:
        ejson.require(kind, operand[kind])
    else:
        _refuse_nested_operators(operand)
        _refuse_nested_dates(operand)
    return operand


def explicit(path: str, operator: str, operand: Any, max_list: int) -> Any:
    """Check the operand of an operator."""
    if (operator == "$match") != (path == "$lexical"):
        allowed = "$lexical" if operator == "$match" else "'$match'"
        raise _invalid(f"cannot use '{operator}' on '{path}': only {allowed} is supported")
    kind = ejson.wrapper(operand)
    if kind == ejson.DATE and ejson.problem(kind, operand[kind]):
        raise _invalid("$date value has to be sent as epoch time")
    if kind and path != ID:
        ejson.require(kind, operand[kind])
    _CHECKS[operator](operator, operand, max_list)
    # An id is looked up by its key, which takes no hash of anything.
    if operator in LISTS and path != ID:
        _refuse_nested_dates(operand)
    return _id_operand(operator, operand) if path == ID else operand


def _range(operator: str, operand: Any, _: int) -> None:
    right = isinstance(operand, bool | str) or is_number(operand) or ejson.wrapper(operand) is not None
    if not right:
        raise _invalid(f"'{operator}' operator must have `Date` or `Number` or `String` or `Boolean` value")


def _equality(_: str, operand: Any, __: int) -> None:
    _refuse_nested_dates(operand)


def _list(operator: str, operand: Any, max_list: int) -> None:
    if not is_array(operand):
        raise _invalid(f"'{operator}' operator must have `Array`")
    if len(operand) > max_list:
        raise _invalid(f"'{operator}' operator must have at most {max_list} values")


def _exists(operator: str, operand: Any, _: int) -> None:
    if not isinstance(operand, bool):
        raise _invalid(f"'{operator}' operator must have `Boolean`")


def _all(operator: str, operand: Any, max_list: int) -> None:
    if not is_array(operand):
        raise _invalid(f"'{operator}' operator must have `Array` value")
    if not operand:
        raise _invalid(f"'{operator}' operator must have at least one value")
    if len(operand) > max_list:
        raise _invalid(f"'{operator}' operator must have at most {max_list} values")
    _refuse_nested_dates(operand)


def _size(operator: str, operand: Any, _: int) -> None:
    whole = is_number(operand) and Decimal(operand) == Decimal(operand).to_integral_value()
    if not whole or operand < 0:
        raise _invalid(f"'{operator}' operator must have a non-negative Integer")


def _match(operator: str, operand: Any, _: int) -> None:
    if not isinstance(operand, str):
        raise _invalid(f"'{operator}' operator must have `String` value")


_CHECKS: Final[Mapping[str, Callable[[str, Any, int], None]]] = {
    **dict.fromkeys(RANGES, _range),
    **dict.fromkeys(EQUALITIES, _equality),
    **dict.fromkeys(LISTS, _list),
    "$exists": _exists,
    "$all": _all,
    "$size": _size,
    "$match": _match,
}


def _id_equality(operand: Any) -> Any:
    ids.key_of(operand)
    return operand


def _id_operand(operator: str, operand: Any) -> Any:
    if operator == "$size":
        raise _invalid("cannot use '$size' on '_id'")
    if operator == "$all" or (operator == "$eq" and is_array(operand)):
        raise internal("Unrecognized Java type to calculate hash on")
    if operator == "$eq":
        return _id_equality(operand)
    if operator == "$in":
        return [_id_equality(item) for item in operand]
    if operator in {"$ne", "$nin"}:
        _require_plain(operand if is_array(operand) else [operand])
    if operator in RANGES and ejson.wrapper(operand) in {ejson.UUID, ejson.OBJECT_ID}:
        raise unexpected("ClassCastException", "an extension value cannot be compared as an '_id'")
    return operand


def _require_plain(items: list[Any]) -> None:
    for item in items:
        if not isinstance(item, str) and not is_number(item):
            detail = f"'_id' can be compared so with String and Number, command had {type_name(item)}"
            raise WireError("FILTER_UNSUPPORTED_DATA_TYPE", detail=detail)


def _refuse_nested_dates(operand: Any) -> None:
    if values.holds_date(operand):
        raise internal("Unrecognized Java type `java.util.Date` to calculate hash on")


def _refuse_nested_operators(operand: Any) -> None:
    members = operand.values() if is_object(operand) else operand if is_array(operand) else ()
    for member in members:
        if is_object(member) and ejson.wrapper(member) is None:
            for name in member:
                if name.startswith("$"):
                    raise _invalid(f"invalid use of '{name}' operator")
        _refuse_nested_operators(member)


def _invalid(detail: str) -> WireError:
    return WireError("FILTER_INVALID_EXPRESSION", detail=detail)
