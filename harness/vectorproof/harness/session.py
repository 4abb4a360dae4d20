"""One run, from the plan to the rendered record. Prints nothing: whoever watches is told what happens."""

import os
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Final, Protocol

from vectorproof.harness.config import Config
from vectorproof.harness.errors import HarnessError, TargetError, UsageError
from vectorproof.harness.ground import ground
from vectorproof.harness.plan import Plan
from vectorproof.harness.planning import header_unreached, planned
from vectorproof.harness.resuming import EARLIER, as_before, remaining, resumable, set_aside
from vectorproof.harness.runner import Runner, begun
from vectorproof.harness.tail import Tail
from vectorproof.harness.verdict import Verdict
from vectorproof.reports import formats
from vectorproof.reports.evidence import evidence_of
from vectorproof.reports.record import CaseLine, Record, RunHeader, Writer, read

RECORD: Final = "record.jsonl"
DEFAULT_FORMATS: Final = ("html",)
_POLL_S: Final = 0.05
_GRACE_S: Final = 90.0
_MOST_WORKERS: Final = 4


class ExitCode(IntEnum):
    """How a run ends for a script, the worst first."""

    INTERRUPTED = 130
    USAGE = 2
    COULD_NOT_RUN = 3
    FINDINGS = 1
    INCONCLUSIVE = 4
    PASSED = 0


class Watcher(Protocol):
    """Whoever is told of a run while it goes on."""

    def planned(self, plan: Plan, workers: int) -> None:
        """The target was reached; these cases will run."""

    def ended(self, line: CaseLine) -> None:
        """A case came to its end."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left: its record, the files made of it, the exit code, and what could not be taken away again."""

    record: Record
    record_file: Path
    files: tuple[Path, ...]
    exit_code: ExitCode
    left: tuple[str, ...] = ()


def run(config: Config, watcher: Watcher) -> Outcome:
    """Plan, run the cases in a process of their own, and render the record.

    Raises:
        UsageError: the wishes cannot be followed.
        TargetError: the target cannot be judged; a record without cases says so all the same.
        HarnessError: the cases could not be run.

    """
    config = replace(config, record=config.output / RECORD)
    earlier = resumable(config.resume) if config.resume is not None else None
    config = as_before(config, earlier) if earlier is not None else config
    chosen = formats.chosen(config.formats or DEFAULT_FORMATS)
    record_file = config.output / RECORD
    _make_folder(config.output)
    with begun(config) as runner:
        try:
            with planned(config) as plan, ground(plan.endpoint) as left:
                if config.resume is not None and earlier is not None:
                    plan = remaining(plan, earlier, set_aside(config.resume, config.output))  # noqa: PLW2901
                interrupted = _run_cases(config, plan, runner, watcher)
        except TargetError:
            if earlier is not None:
                raise
            _write_empty(record_file, header_unreached(config))
            formats.write(read(record_file), chosen, config.output)
            raise
        record = read(record_file)
        if not record.interrupted:
            for file in (config.output / EARLIER, evidence_of(config.output / EARLIER)):
                file.unlink(missing_ok=True)
        written = formats.write(record, chosen, config.output)
    code = ExitCode.INTERRUPTED if interrupted else exit_code(record)
    return Outcome(record, record_file, written, code, tuple(left))


def shared_out(plan: Plan, workers: int) -> Plan:
    """Let each of several processes wait so much longer that the target gets no more requests than from one."""
    return replace(plan, endpoint=replace(plan.endpoint, gap_s=plan.endpoint.gap_s * workers))


def _make_folder(folder: Path) -> None:
    """Make the folder of the record before anything is sent: what cannot be written down is not worth running."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--output {folder}: no folder can be made there: {error.strerror}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"--output {folder}: nothing can be written there")


def workers_for(config: Config, plan: Plan) -> int:
    """Choose how many processes run cases: one on a target that others use, unless more are asked for.

    Elsewhere it is one more than there are cores, for each of them waits for its answers most of the time.
    """
    if config.workers is not None:
        return config.workers
    shared = "fresh-databases" not in plan.capabilities
    return 1 if shared else max(1, min(_MOST_WORKERS, (os.cpu_count() or 1) + 1, len(plan.cases)))


def exit_code(record: Record) -> ExitCode:
    """Judge a whole record for a script."""
    verdicts = {case.verdict for case in record.cases}
    if record.interrupted and record.complete:
        return ExitCode.INTERRUPTED
    if Verdict.ERROR in verdicts or not record.complete:
        return ExitCode.COULD_NOT_RUN
    if verdicts & {Verdict.FAIL, Verdict.FLAKY}:
        return ExitCode.FINDINGS
    checked = any(case.checks for case in record.cases)
    return ExitCode.PASSED if checked and Verdict.INCONCLUSIVE not in verdicts else ExitCode.INCONCLUSIVE


def _run_cases(config: Config, plan: Plan, runner: Runner, watcher: Watcher) -> bool:
    """Let the cases run and tell of each that ends, until all have; tells whether a person ended the run.

    Raises:
        HarnessError: the cases could not be run.

    """
    workers = workers_for(config, plan)
    record_file = config.output / RECORD
    record_file.unlink(missing_ok=True)
    watcher.planned(plan, workers)
    tail = Tail(record_file)
    late = None if plan.deadline_s is None else plan.deadline_s + _GRACE_S
    with runner.interruptible() as interrupted:
        runner.tell(replace(shared_out(plan, workers), workers=workers))
        while runner.child.poll() is None and not tail.complete:
            for line in tail.news():
                watcher.ended(line)
            if late is not None and time.time() > late:
                runner.kill()
            time.sleep(_POLL_S)
    for line in tail.news():
        watcher.ended(line)
    if not record_file.exists() or (not tail.complete and not interrupted):
        raise HarnessError(f"the cases could not be run: {runner.last_words(plan)}")
    return bool(interrupted)


def _write_empty(file: Path, header: RunHeader) -> None:
    with Writer(file, header) as writer:
        writer.finish(seconds=0.0, ended=datetime.now(UTC).isoformat(timespec="milliseconds"))
