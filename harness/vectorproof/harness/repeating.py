"""Running again what went wrong in an earlier run: exactly those cases, as they were drawn."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from vectorproof.harness.config import PROFILES, Config
from vectorproof.harness.errors import UsageError
from vectorproof.harness.verdict import Verdict
from vectorproof.reports.record import RecordError, read

WRONG: Final = frozenset({Verdict.FAIL, Verdict.FLAKY, Verdict.ERROR, Verdict.INCONCLUSIVE})
"""The verdicts that are worth another run."""


def failed_again(config: Config, file: Path) -> Config:
    """Choose the cases of a record that went wrong, with its profile and its seed, so that they draw the same again.

    Raises:
        UsageError: the record cannot be read, or nothing went wrong in it.

    """
    try:
        record = read(file / "record.jsonl" if file.is_dir() else file)
    except RecordError as error:
        raise UsageError(str(error)) from error
    cases = tuple(case.case for case in record.cases if case.verdict in WRONG)
    if not cases:
        raise UsageError(f"--rerun-failed {file}: nothing went wrong in this run")
    profile = PROFILES.get(record.header.profile, config.profile)
    return replace(config, cases=cases, profile=profile, seed=record.header.seed or 0)
