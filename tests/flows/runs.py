"""Runs of the suites without anybody who watches, for tests that look at what a run leaves."""

from pathlib import Path

from vectorproof.harness import session
from vectorproof.harness.config import Config, Profile
from vectorproof.harness.plan import Plan
from vectorproof.harness.session import Outcome
from vectorproof.harness.verdict import Verdict
from vectorproof.reports.record import CaseLine, Record


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


def wrong(record: Record) -> list[str]:
    """List the cases that neither passed nor were skipped, each with what became of it."""
    fine = {Verdict.PASS, Verdict.SKIPPED}
    return [f"{case.case}: {case.verdict} {case.reason}" for case in record.cases if case.verdict not in fine]
