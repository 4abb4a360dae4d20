"""Reading the entries of a fault plan: the one reader for files, the control API and Python.

A mistake names its place (``faults[1].match.model``, lists counted from 0), what was found and what would be right.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, cast

from vectorproof.mocks.faults.contract import FaultError, ParameterError
from vectorproof.mocks.jina.fault_kinds import FaultKind, find
from vectorproof.mocks.jina.matching import Match
from vectorproof.mocks.jina.plan import CERTAIN, Chance, Entry

NUMBER_MAX = 1_000_000
_ENTRY = frozenset({"match", "times", "probability", "seed", "fault"})
_SHOWN_MAX = 60


class PlanError(FaultError):
    """An entry of a plan is wrong: ``key`` is its place, ``problem`` what was found and what would be right."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Names:
    """What a plan takes from the mock that it is for.

    ``new_id`` makes the id of an entry; ``names_of`` gives every name of a key by any of them.
    """

    new_id: Callable[[], str]
    names_of: Callable[[str], frozenset[str]]


def read_entries(members: object, names: Names) -> list[Entry]:
    """Read a whole plan: an object with a list ``faults``.

    Raises:
        PlanError: the first mistake.

    """
    plan = _table(members, "the plan", frozenset({"faults"}))
    return read_wishes(plan.get("faults"), names)


def read_wishes(wishes: Any, names: Names) -> list[Entry]:
    """Read a list of entries.

    Raises:
        PlanError: the first mistake.

    """
    items = list(cast("Sequence[object]", wishes)) if isinstance(wishes, list | tuple) else []
    if not items:
        raise PlanError("faults", f"found {_shown(wishes)}, a list of one or more entries would be right")
    return [_entry(wish, f"faults[{at}]", names) for at, wish in enumerate(items)]


def read_match(wish: Mapping[str, Any], place: str, names: Names) -> Match:
    """Read what calls must be.

    Raises:
        PlanError: the first mistake.

    """
    read = {name: _MATCHERS[name](value, f"{place}.{name}") for name, value in wish.items()}
    if "key" in read:
        read["key"] = names.names_of(read["key"])
    return Match(**read)


def _entry(wish: object, place: str, names: Names) -> Entry:
    entry = _table(wish, place, _ENTRY)
    match = _table(entry.get("match", {}), f"{place}.match", MATCHERS | {"nth"})
    kind, given = _fault(entry, f"{place}.fault")
    return Entry(
        names.new_id(),
        kind.id,
        read_match({name: value for name, value in match.items() if name != "nth"}, f"{place}.match", names),
        _steps(kind, given, f"{place}.fault"),
        rounds=_whole(entry.get("times", 1), f"{place}.times"),
        nth=_whole(match.get("nth", 1), f"{place}.match.nth"),
        chance=_chance(entry, place),
        wish=entry,
    )


def _fault(entry: Mapping[str, Any], place: str) -> tuple[FaultKind, dict[str, Any]]:
    if "fault" not in entry:
        raise PlanError(place, 'missing, an object with a name would be right: {"name": "rate-rpm"}')
    fault = _table(entry["fault"], place, None)
    name = _text(fault.get("name"), f"{place}.name")
    try:
        return find(name), {key: value for key, value in fault.items() if key != "name"}
    except FaultError as error:
        raise PlanError(f"{place}.name", str(error)) from error


def _steps(kind: FaultKind, given: Mapping[str, Any], place: str) -> tuple[Any, ...]:
    try:
        return kind.expand(given)
    except ParameterError as error:
        raise PlanError(f"{place}.{error.name}", error.problem) from error


def _chance(entry: Mapping[str, Any], place: str) -> Chance:
    if "probability" not in entry:
        if "seed" in entry:
            raise PlanError(f"{place}.seed", "found one without a probability; both or neither would be right")
        return CERTAIN
    found: object = entry["probability"]
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= 1:
        raise PlanError(f"{place}.probability", f"found {_shown(found)}, a number above 0 up to 1 would be right")
    return Chance(float(found), _whole(entry.get("seed", 0), f"{place}.seed", least=0))


def _table(value: object, place: str, right: frozenset[str] | None) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise PlanError(place, f"found {_shown(value)}, an object would be right")
    members = dict(cast("Mapping[str, Any]", value))
    unknown = sorted(members.keys() - (members.keys() if right is None else right))
    if unknown and right is not None:
        near = get_close_matches(unknown[0], right, n=1)
        likely = repr(near[0]) if near else f"one of {', '.join(sorted(right))}"
        where = f"{place}.{unknown[0]}" if place != "the plan" else unknown[0]
        raise PlanError(where, f"unknown member, {likely} would be right")
    return members


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise PlanError(place, f"found {_shown(value)}, a text would be right")
    return value


def _whole(value: object, place: str, least: int = 1) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= NUMBER_MAX:
        raise PlanError(place, f"found {_shown(value)}, a whole number from {least} to {NUMBER_MAX} would be right")
    return value


def _pattern(value: object, place: str) -> re.Pattern[str]:
    try:
        return re.compile(_text(value, place))
    except re.error as error:
        raise PlanError(place, f"{error}; a regular expression of Python would be right") from error


def _shown(value: Any) -> str:
    """Show a wrong value, but not a long one: that may be a secret in the wrong place."""
    return repr(value) if len(repr(value)) <= _SHOWN_MAX else f"a long {type(value).__name__}"


_MATCHERS: Mapping[str, Callable[[object, str], Any]] = {
    "key": _text,
    "account": _text,
    "client": _text,
    "address": _text,
    "model": _text,
    "text_contains": _text,
    "text_matches": _pattern,
    "batch_size": _whole,
}
MATCHERS = frozenset(_MATCHERS)
