"""A quality gate as data: what a run must reach, in a TOML file, and whether it does, in one sentence.

Knows records only. A rule that is misspelt is an error: a gate that silently checks nothing is no gate.
"""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from vectorproof.reports.compare import Change, compare
from vectorproof.reports.overview import Group, Overview, overview
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict
from vectorproof.specs.requirements import Level

_WHOLE: Final = 100.0


class GateError(ValueError):
    """A gate that cannot be read; says file, table and member, and what would be right."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a level or an area must reach, in per cent: of the checked ones that hold, of all that are checked."""

    hold: float = 0.0
    checked: float = 0.0


@dataclass(frozen=True, slots=True)
class Gate:
    """The rules: bars by level and by area, levels that must not regress, how many known failures are allowed."""

    levels: Mapping[str, Bar] = field(default_factory=dict[str, Bar])
    areas: Mapping[str, Bar] = field(default_factory=dict[str, Bar])
    no_regressions: tuple[str, ...] = ()
    known_failures: int | None = None
    complete: bool = True

    @property
    def needs_baseline(self) -> bool:
        """Tell whether an older run must be given."""
        return bool(self.no_regressions)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a run passes, and why not."""

    reasons: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Tell whether the run passes."""
        return not self.reasons

    @property
    def sentence(self) -> str:
        """Say it in one sentence."""
        return "The gate is open." if self.open else f"The gate is closed: {'; '.join(self.reasons)}."


def read_gate(path: Path) -> Gate:
    """Read a gate strictly; raises ``GateError``."""
    try:
        members = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GateError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    try:
        return _gate(members)
    except GateError as error:
        raise GateError(f"{path}: {error}") from None


def judge(gate: Gate, record: Record, baseline: Record | None = None) -> Answer:
    """Judge a run by a gate; raises ``GateError`` for rules that need another run, or name what the run has not."""
    seen = overview(record)
    reasons = [*_complete(gate, record), *_bars(gate, seen), *_known(gate, seen)]
    if gate.needs_baseline:
        if baseline is None:
            raise GateError("[regressions] needs an older run to compare with: give --baseline")
        reasons += _regressions(gate, baseline, record)
    return Answer(tuple(reasons))


def _complete(gate: Gate, record: Record) -> Iterable[str]:
    if gate.complete and record.interrupted:
        yield "the run did not come to its end"
    if not record.tally().checks:
        yield "nothing was checked"


def _bars(gate: Gate, seen: Overview) -> Iterable[str]:
    for kind, bars, groups in (("level", gate.levels, seen.levels), ("area", gate.areas, seen.areas)):
        by_name = {group.name: group for group in groups}
        for name, bar in bars.items():
            if name not in by_name:
                raise GateError(f"[{kind}.{name}]: no such {kind}; there are {', '.join(by_name)}")
            yield from _below(name, bar, by_name[name])


def _below(name: str, bar: Bar, group: Group) -> Iterable[str]:
    # What was not checked holds nothing: a bar is not passed by running nothing.
    hold = _WHOLE * group.hold / group.checked if group.checked else 0.0
    covered = _WHOLE * group.checked / group.total
    if hold < bar.hold:
        yield f"{hold:.1f} % of the checked {name} promises hold, {bar.hold:g} % are required"
    if covered < bar.checked:
        yield f"{covered:.1f} % of the {name} promises were checked, {bar.checked:g} % are required"


def _known(gate: Gate, seen: Overview) -> Iterable[str]:
    count = sum(case.verdict is Verdict.XFAIL for case in seen.record.cases)
    if gate.known_failures is not None and count > gate.known_failures:
        yield f"{count} known failures, {gate.known_failures} are allowed"


def _regressions(gate: Gate, baseline: Record, record: Record) -> Iterable[str]:
    comparison = compare(baseline, record)
    worse = [
        difference.id
        for difference in comparison.differences
        if difference.change is Change.REGRESSED and difference.new.level in gate.no_regressions
    ]
    if worse:
        yield f"{len(worse)} regressed ({', '.join(worse[:5])}{', …' if len(worse) > 5 else ''})"  # noqa: PLR2004


def _gate(members: Mapping[str, Any]) -> Gate:
    tables = ("level", "area", "regressions", "known_failures", "run")
    _known_members("the file", members, tables)
    if not members:
        raise GateError(f"there is no rule in it; there are {', '.join(tables)}")
    run = _table(members, "run", ("complete",))
    known = _table(members, "known_failures", ("budget",))
    regressions = _table(members, "regressions", ("levels",))
    budget = known.get("budget")
    if budget is not None and (not isinstance(budget, int) or isinstance(budget, bool) or budget < 0):
        raise GateError("[known_failures] budget: a whole number from 0 is right")
    complete = run.get("complete", True)
    if not isinstance(complete, bool):
        raise GateError("[run] complete: true or false is right")
    return Gate(
        levels=_bars_of(members, "level"),
        areas=_bars_of(members, "area"),
        no_regressions=_levels_of(regressions),
        known_failures=budget,
        complete=complete,
    )


def _levels_of(regressions: Mapping[str, Any]) -> tuple[str, ...]:
    levels = regressions.get("levels", [])
    known = [str(level) for level in Level]
    if not isinstance(levels, list) or not all(level in known for level in cast("list[object]", levels)):
        raise GateError(
            f'[regressions] levels: a list of levels is right, such as ["MUST"]; there are {", ".join(known)}'
        )
    return tuple(cast("list[str]", levels))


def _bars_of(members: Mapping[str, Any], kind: str) -> Mapping[str, Bar]:
    tables = _table(members, kind, None)
    found = {f"{kind}.{name}": table for name, table in tables.items()}
    return {name.partition(".")[2]: _bar(f"[{name}]", _table(found, name, ("hold", "checked"))) for name in found}


def _bar(where: str, table: Mapping[str, Any]) -> Bar:
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _WHOLE:
            raise GateError(f"{where} {name}: per cent, a number from 0 to 100, is right")
    return Bar(**{name: float(value) for name, value in table.items()})


def _table(members: Mapping[str, Any], name: str, known: tuple[str, ...] | None) -> Mapping[str, Any]:
    table = members.get(name, {})
    if not isinstance(table, dict):
        raise GateError(f"{name}: a table, [{name}], is right")
    found = cast("Mapping[str, Any]", table)
    if known is not None:
        _known_members(f"[{name}]", found, known)
    return found


def _known_members(where: str, members: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in members:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f", perhaps {near[0]} was meant" if near else ""
            raise GateError(f"{where}: unknown member {name!r}{hint}; there are {', '.join(known)}")
