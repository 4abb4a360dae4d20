"""Reading the entries of a fault plan: the one reader for files, the control API and Python.

A mistake names its place (``faults[1].match.model``, lists counted from 0), what was found and what would be right.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from vectorproof.mocks.faults.contract import FaultError, ParameterError
from vectorproof.mocks.faults.reading import PlanError, chance, shown, table, text, whole
from vectorproof.mocks.jina.fault_kinds import FaultKind, find
from vectorproof.mocks.jina.matching import Match
from vectorproof.mocks.jina.plan import Entry

_ENTRY = frozenset({"match", "times", "probability", "seed", "fault"})


@dataclass(frozen=True, slots=True)
class Names:
    """What a plan takes from the mock that it is for.

    ``new_id`` makes the id of an entry; ``names_of`` gives every name of a key by any of them.
    """

    new_id: Callable[[], str]
    names_of: Callable[[str], frozenset[str]]


def read_entries(members: object, names: Names) -> list[Entry]:
    """Read a whole plan: an object with a list ``faults``; a list ``data_api`` beside it or alone is not ours.

    Raises:
        PlanError: the first mistake.

    """
    plan = table(members, "the plan", frozenset({"faults", "data_api"}))
    return [] if plan.keys() == {"data_api"} else read_wishes(plan.get("faults"), names)


def read_wishes(wishes: Any, names: Names) -> list[Entry]:
    """Read a list of entries.

    Raises:
        PlanError: the first mistake.

    """
    items = list(cast("Sequence[object]", wishes)) if isinstance(wishes, list | tuple) else []
    if not items:
        raise PlanError("faults", f"found {shown(wishes)}, a list of one or more entries would be right")
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
    entry = table(wish, place, _ENTRY)
    match = table(entry.get("match", {}), f"{place}.match", MATCHERS | {"nth"})
    kind, given = _fault(entry, f"{place}.fault")
    return Entry(
        names.new_id(),
        kind.id,
        read_match({name: value for name, value in match.items() if name != "nth"}, f"{place}.match", names),
        _steps(kind, given, f"{place}.fault"),
        rounds=whole(entry.get("times", 1), f"{place}.times"),
        nth=whole(match.get("nth", 1), f"{place}.match.nth"),
        chance=chance(entry, place),
        wish=entry,
    )


def _fault(entry: Mapping[str, Any], place: str) -> tuple[FaultKind, dict[str, Any]]:
    if "fault" not in entry:
        raise PlanError(place, 'missing, an object with a name would be right: {"name": "rate-rpm"}')
    fault = table(entry["fault"], place, None)
    name = text(fault.get("name"), f"{place}.name")
    try:
        return find(name), {key: value for key, value in fault.items() if key != "name"}
    except FaultError as error:
        raise PlanError(f"{place}.name", str(error)) from error


def _steps(kind: FaultKind, given: Mapping[str, Any], place: str) -> tuple[Any, ...]:
    try:
        return kind.expand(given)
    except ParameterError as error:
        raise PlanError(f"{place}.{error.name}", error.problem) from error


def _pattern(value: object, place: str) -> re.Pattern[str]:
    try:
        return re.compile(text(value, place))
    except re.error as error:
        raise PlanError(place, f"{error}; a regular expression of Python would be right") from error


_MATCHERS: Mapping[str, Callable[[object, str], Any]] = {
    "key": text,
    "account": text,
    "client": text,
    "address": text,
    "model": text,
    "text_contains": text,
    "text_matches": _pattern,
    "batch_size": whole,
}
MATCHERS = frozenset(_MATCHERS)
