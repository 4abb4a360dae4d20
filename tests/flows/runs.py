"""Runs of the suites without anybody who watches, for tests that look at what a run leaves."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import COMMAND

from vectorproof.harness import session
from vectorproof.harness.config import Config, Profile
from vectorproof.harness.plan import Plan
from vectorproof.harness.session import Outcome
from vectorproof.harness.verdict import Verdict
from vectorproof.reports.record import CaseLine, Record, read


class Nobody:
    """Watches a run without a word."""

    def planned(self, plan: Plan, workers: int) -> None:
        """Take no note."""

    def ended(self, line: CaseLine) -> None:
        """Take no note."""


def run(
    output: Path,
    *,
    target: str = "simulator",
    examples: int = 3,
    seed: int = 0,
    workers: int = 2,
    environment: dict[str, str] | None = None,
) -> Outcome:
    """Run all suites; the edges of each rule and a few drawn examples are enough to compare runs with each other."""
    config = Config(
        target=target,
        profile=Profile("quick", examples),
        seed=seed,
        workers=workers,
        output=output,
        environment=environment or {},
    )
    return session.run(config, Nobody())


def judged(output: Path, suites: Sequence[str], *line: str, **environment: str) -> Record:
    """Run some suites by the command line, as a person does who has only these variables; nothing may go wrong."""
    wishes = [word for suite in suites for word in ("--suite", suite)]
    own = {name: value for name, value in os.environ.items() if not name.startswith("VECTORPROOF_")}
    done = subprocess.run(
        [COMMAND, "run", *line, "--output", str(output), *wishes],
        env={**own, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return read(output / "record.jsonl")


def wrong(record: Record) -> list[str]:
    """List the cases that neither passed nor were skipped, each with what became of it."""
    fine = {Verdict.PASS, Verdict.SKIPPED}
    return [f"{case.case}: {case.verdict} {case.reason}" for case in record.cases if case.verdict not in fine]
