"""How every plan of faults is read: strictly, and so that a mistake names its place and what would be right.

Knows members and their kinds; what an entry is about is the business of whoever keeps the plan.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final, cast

from vectorproof.mocks.faults.chance import CERTAIN, Chance
from vectorproof.mocks.faults.contract import FaultError

NUMBER_MAX: Final = 1_000_000
_SHOWN_MAX: Final = 60


class PlanError(FaultError):
    """An entry of a plan is wrong: ``key`` is its place, ``problem`` what was found and what would be right."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key
        self.problem = problem


def chance(entry: Mapping[str, Any], place: str) -> Chance:
    """Read how likely an entry is to be met, and the seed that decides it."""
    if "probability" not in entry:
        if "seed" in entry:
            raise PlanError(f"{place}.seed", "found one without a probability; both or neither would be right")
        return CERTAIN
    found: object = entry["probability"]
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= 1:
        raise PlanError(f"{place}.probability", f"found {shown(found)}, a number above 0 up to 1 would be right")
    return Chance(float(found), whole(entry.get("seed", 0), f"{place}.seed", least=0))


def table(value: object, place: str, right: frozenset[str] | None) -> dict[str, Any]:
    """Read an object with only these members; ``None`` allows any."""
    if not isinstance(value, Mapping):
        raise PlanError(place, f"found {shown(value)}, an object would be right")
    members = dict(cast("Mapping[str, Any]", value))
    unknown = sorted(members.keys() - (members.keys() if right is None else right))
    if unknown and right is not None:
        near = get_close_matches(unknown[0], right, n=1)
        likely = repr(near[0]) if near else f"one of {', '.join(sorted(right))}"
        where = f"{place}.{unknown[0]}" if place != "the plan" else unknown[0]
        raise PlanError(where, f"unknown member, {likely} would be right")
    return members


def text(value: object, place: str) -> str:
    """Read a text that says something."""
    if not isinstance(value, str) or not value:
        raise PlanError(place, f"found {shown(value)}, a text would be right")
    return value


def whole(value: object, place: str, least: int = 1, most: int = NUMBER_MAX) -> int:
    """Read a whole number."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise PlanError(place, f"found {shown(value)}, a whole number from {least} to {most} would be right")
    return value


def shown(value: Any) -> str:
    """Show a wrong value, but not a long one: that may be a secret in the wrong place."""
    try:
        written = repr(value)
    except RecursionError:
        return f"a {type(value).__name__} that is nested too deeply"
    return written if len(written) <= _SHOWN_MAX else f"a long {type(value).__name__}"
