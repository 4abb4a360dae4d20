"""Verdicts as pytest's outcomes, for those who look at pytest."""

from collections.abc import Callable, Mapping

import pytest

from vectorproof.harness.verdict import Verdict
from vectorproof.reports.record import CaseLine


def say(line: CaseLine) -> None:
    """Turn the verdict of a case into pytest's outcome."""
    reason = line.reason or "; ".join(f"{finding.requirement}: {finding.found}" for finding in line.findings)
    text = f"{line.verdict}: {reason}"
    outcomes: Mapping[Verdict, Callable[[str], object]] = {
        Verdict.SKIPPED: pytest.skip,
        Verdict.INCONCLUSIVE: pytest.skip,
        Verdict.XFAIL: pytest.xfail,
        Verdict.FAIL: _fail,
        Verdict.FLAKY: _fail,
        Verdict.ERROR: _fail,
    }
    outcome = outcomes.get(line.verdict)
    if outcome is not None:
        outcome(text)


def _fail(text: str) -> None:
    pytest.fail(text, pytrace=False)
