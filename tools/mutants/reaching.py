"""Which cases run the function that a change is in: the others cannot notice it."""

from collections.abc import Iterator, Mapping, Sequence
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType

STARTING = ""
"""What stands for the time before the first case."""


class Reach:
    """Knows of every function of the simulator which cases ran it, and of every case how many seconds it takes."""

    def __init__(self, calls: Sequence[tuple[str, int, str]], seconds: Mapping[str, float]) -> None:
        self._ran: dict[tuple[str, int], set[str]] = {}
        for file, line, case in calls:
            self._ran.setdefault((file, line), set()).add(case)
        self._cases = sorted(seconds, key=lambda case: (seconds[case], case))

    def of(self, file: Path, line: int) -> tuple[list[str], list[str]]:
        """Give the cases that run what stands there, the quickest first, and others that it may concern.

        What stands in no function, or runs when the simulator starts, may concern every case.
        """
        functions = _functions_at(file, line)
        ran = {case for function in functions for case in self._ran.get((str(file), function.co_firstlineno), ())}
        everywhere = not functions or STARTING in ran
        others = [case for case in self._cases if case not in ran] if everywhere else []
        return [case for case in self._cases if case in ran], others


def _functions_at(file: Path, line: int) -> list[CodeType]:
    """Find the innermost function that has this line, and what is defined inside it on the same line."""
    module = compile(file.read_text(encoding="utf-8"), str(file), "exec")
    found = [code for code in _inside(module) if code.co_flags & CO_OPTIMIZED and _has(code, line)]
    named = [code for code in found if not code.co_name.startswith("<")]
    last = max(named, key=lambda code: code.co_firstlineno, default=None)
    return [code for code in found if last is None or code is last or code.co_firstlineno >= last.co_firstlineno]


def _inside(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _inside(inner)


def _has(code: CodeType, line: int) -> bool:
    lines = [number for _, _, number in code.co_lines() if number is not None]
    last = max([*lines, *(max((n for _, _, n in inner.co_lines() if n), default=0) for inner in _inside(code))])
    return code.co_firstlineno <= line <= last
