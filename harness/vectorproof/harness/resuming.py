"""Going on with a run that was cut off: what it did stays done, what it wished is wished again."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Final

from vectorproof.harness.config import PROFILES, Config
from vectorproof.harness.errors import UsageError
from vectorproof.harness.plan import Plan
from vectorproof.reports.evidence import evidence_of
from vectorproof.reports.record import Record, RecordError, read

EARLIER: Final = "record.resumed.jsonl"


def resumable(file: Path) -> Record:
    """Read the record of a run that was cut off or interrupted.

    Raises:
        UsageError: it cannot be read, or the run came to its end.

    """
    try:
        record = read(file / "record.jsonl" if file.is_dir() else file)
    except RecordError as error:
        raise UsageError(str(error)) from error
    if not record.interrupted:
        raise UsageError(f"{file}: this run came to its end, there is nothing to resume")
    if record.header.profile not in PROFILES or record.header.seed is None:
        raise UsageError(f"{file}: the profile or the seed of this run cannot be repeated")
    return record


def as_before(config: Config, earlier: Record) -> Config:
    """Wish what the earlier run wished: the same cases, profile and seed."""
    header = earlier.header
    return replace(
        config,
        profile=PROFILES[header.profile],
        seed=header.seed or 0,
        suites=header.selection.get("suites", ()),
        cases=header.selection.get("cases", ()),
        requirements=header.selection.get("requirements", ()),
    )


def remaining(plan: Plan, earlier: Record, file: Path) -> Plan:
    """Leave out what was done; ``file`` holds the earlier record while the run goes on.

    Raises:
        UsageError: the target or the requirements are not those of the earlier run.

    """
    before, now = earlier.header, plan.header
    pairs = (
        ("target", f"{before.target.kind} {before.target.name}", f"{now.target.kind} {now.target.name}"),
        ("requirements", before.catalogue, now.catalogue),
    )
    for what, was, is_ in pairs:
        if was != is_:
            raise UsageError(f"--resume: the {what} of the earlier run: {was}; of this one: {is_}")
    done = {case.case for case in earlier.cases}
    left = tuple(case for case in plan.cases if case not in done)
    return replace(plan, cases=left, earlier=str(file), done_count=len(done))


def set_aside(given: Path, output: Path) -> Path:
    """Copy the earlier record to where the new one will not replace it; tells where it lies."""
    aside = output / EARLIER
    output.mkdir(parents=True, exist_ok=True)
    source = given / "record.jsonl" if given.is_dir() else given
    for file, kept in ((source, aside), (evidence_of(source), evidence_of(aside))):
        if file.exists() and file.resolve() != kept.resolve():
            shutil.copyfile(file, kept)
    return aside
