"""How far a run is, told on standard error while it goes on: one live line, plain lines, or lines of JSON."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from vectorproof.harness.forecast import forecast
from vectorproof.harness.plan import Plan
from vectorproof.reports.record import CaseLine
from vectorproof.reports.verdict import Verdict
from vectorproof.reports.visible import line as one_line

LOG_FORMATS: Final = ("text", "json")
_QUIET: Final = frozenset({Verdict.PASS, Verdict.SKIPPED})
_PLAIN_EVERY_S: Final = 30.0


class Count:
    """Counts cases as they end: done of total, findings, cases a second, seconds left."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self._before = 0
        self.total = 0
        self.done = 0
        self.findings = 0

    def begin(self, total: int, before: int) -> None:
        """Begin with what is to be done; ``before`` of it an earlier run had done."""
        self._begun, self.total, self._before = self._clock(), total, before

    def add(self, line: CaseLine) -> None:
        """Count a case."""
        self.done += 1
        self.findings += len(line.findings)

    @property
    def rate(self) -> float:
        """Tell how many cases ended in a second, of those of this run."""
        took = self._clock() - self._begun
        return max(0, self.done - self._before) / took if took > 0 else 0.0

    @property
    def left_s(self) -> float | None:
        """Guess the seconds left; ``None`` as long as nothing can be guessed."""
        return (self.total - self.done) / self.rate if self.rate else None

    @property
    def pace(self) -> str:
        """Say what was found, how quickly it goes, and how long it will take."""
        left = "" if self.left_s is None else f", about {self.left_s:.0f} s left"
        return f"{self.findings} finding{'' if self.findings == 1 else 's'}, {self.rate:.1f}/s{left}"

    @property
    def text(self) -> str:
        """Say it in one line."""
        return f"{self.done}/{self.total} cases, {self.pace}"


class Text:
    """For people: one live line on a terminal, elsewhere a line now and then; what did not pass is named at once."""

    def __init__(self, *, quiet: bool, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True, quiet=quiet)
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[said]}"),
            TimeElapsedColumn(),
        )  # fmt: skip
        self._live = self._console.is_terminal and not quiet
        self._progress = Progress(*columns, console=self._console, transient=True, disable=not self._live)
        self._task: TaskID | None = None
        self._count = Count()
        self._said_at = time.monotonic()

    @property
    def shown(self) -> AbstractContextManager[object]:
        """Show the live line as long as a block lasts."""
        return self._progress

    def planned(self, plan: Plan, workers: int) -> None:
        """Say what begins; of a target that is asked slowly, because others use it, also what that means for it."""
        for said in forecast(plan, workers) if plan.endpoint.gap_s else ():
            self._print(said)
        done = f", {plan.done_count} done before" if plan.done_count else ""
        self._print(
            f"{len(plan.cases)} cases against {plan.header.target.name}, seed {plan.seed}, {workers} workers{done}"
        )
        self._count.begin(len(plan.cases) + plan.done_count, plan.done_count)
        self._task = self._progress.add_task("running", total=self._count.total, said="")

    def ended(self, line: CaseLine) -> None:
        """Count a case, and name it where it did not pass."""
        self._count.add(line)
        if line.verdict not in _QUIET:
            self._print(f"{line.verdict} {line.case}")
            for finding in line.findings:
                said = f"expected {one_line(finding.expected)}; found {one_line(finding.found)}"
                self._print(f"  {finding.requirement}, owner {finding.owner}: {said}")
        if self._task is not None:
            self._progress.update(self._task, advance=1, description=line.area, said=self._count.pace)
        if not self._live and time.monotonic() - self._said_at > _PLAIN_EVERY_S:
            self._said_at = time.monotonic()
            self._print(self._count.text)

    def finished(self, exit_code: int, verdict: str) -> None:
        """Say nothing more: the report follows."""

    def _print(self, text: str) -> None:
        self._console.print(one_line(text, 2_000), highlight=False, markup=False, soft_wrap=True)


class Json:
    """For programs: one JSON object a line, each with its time and event."""

    def __init__(self, write: Callable[[str], object] = sys.stderr.write) -> None:
        self._write = write
        self._count = Count()

    @property
    def shown(self) -> AbstractContextManager[object]:
        """Show nothing that is not a line."""
        return nullcontext()

    def planned(self, plan: Plan, workers: int) -> None:
        """Tell what begins."""
        self._count.begin(len(plan.cases) + plan.done_count, plan.done_count)
        facts = {"cases": len(plan.cases), "done_before": plan.done_count, "workers": workers}
        self._say("planned", {"target": plan.header.target.name, "seed": plan.seed, **facts})

    def ended(self, line: CaseLine) -> None:
        """Tell of a case, and of each of its findings."""
        self._count.add(line)
        left_s = None if self._count.left_s is None else round(self._count.left_s, 1)
        done = {"done": self._count.done, "total": self._count.total, "left_s": left_s}
        self._say("ended", {"case": line.case, "verdict": line.verdict, "seconds": line.seconds, **done})
        for finding in line.findings:
            named = {"case": line.case, "requirement": finding.requirement, "owner": finding.owner}
            self._say("finding", {**named, "expected": finding.expected, "found": finding.found})

    def finished(self, exit_code: int, verdict: str) -> None:
        """Tell how the run ended."""
        self._say("finished", {"exit_code": exit_code, "verdict": verdict})

    def _say(self, event: str, facts: Mapping[str, Any]) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._write(json.dumps({"time": now, "event": event, **facts}) + "\n")


def watcher_of(log_format: str, *, quiet: bool) -> Text | Json:
    """Choose who tells how far a run is."""
    return Json() if log_format == "json" and not quiet else Text(quiet=quiet)
