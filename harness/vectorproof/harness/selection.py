"""Which cases a run takes: patterns on suites, cases and requirements, each of which must match something.

Patterns of one kind add up; kinds narrow each other. ``*``, ``?`` and ``[…]`` mean what they mean in a shell.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase

from vectorproof.harness.case import Case
from vectorproof.harness.errors import UsageError

Names = Callable[[Case], Iterable[str]]


def select(
    cases: Mapping[str, Case],
    *,
    suites: Iterable[str] = (),
    ids: Iterable[str] = (),
    requirements: Iterable[str] = (),
) -> tuple[Case, ...]:
    """Take the cases that match, in order of their ids.

    Raises:
        UsageError: a pattern matches nothing, or all patterns together leave nothing.

    """
    kinds: tuple[tuple[str, tuple[str, ...], Names], ...] = (
        ("--suite", tuple(suites), lambda case: (case.area, case.suite)),
        ("--case", tuple(ids), lambda case: (case.id,)),
        ("--requirement", tuple(requirements), lambda case: case.requirements),
    )
    chosen = [case for case in cases.values() if all(_matches(case, *kind[1:]) for kind in kinds)]
    for option, patterns, names in kinds:
        for pattern in patterns:
            refuse_idle(pattern, {name for case in cases.values() for name in names(case)}, option)
    if not chosen:
        raise UsageError("no case matches all of --suite, --case and --requirement together")
    return tuple(chosen)


def refuse_idle(pattern: str, names: Iterable[str], where: str) -> None:
    """Refuse a pattern that matches no name: most of them are typos, and would silently switch something off.

    Raises:
        UsageError: it matches nothing; names what is near.

    """
    known = sorted(names)
    if any(fnmatchcase(name, pattern) for name in known):
        return
    near = difflib.get_close_matches(pattern, known, n=3)
    hint = f"; near: {', '.join(near)}" if near else ""
    raise UsageError(f"{where} {pattern!r} matches nothing{hint}")


def _matches(case: Case, patterns: tuple[str, ...], names: Names) -> bool:
    return not patterns or any(fnmatchcase(name, pattern) for name in names(case) for pattern in patterns)
