"""A finding as a script and as a test: what it shows stands at the head, its exchanges follow."""

from collections.abc import Iterable

from vectorproof.reports.evidence import ExchangeRecord
from vectorproof.reports.lines import FindingRecord
from vectorproof.reports.replay.pytest_file import pytest_file
from vectorproof.reports.replay.shell import shell_script
from vectorproof.reports.replay.steps import replay


def finding_script(finding: FindingRecord, exchanges: Iterable[ExchangeRecord]) -> str:
    """Write the shell script that shows a finding again."""
    return shell_script(replay(exchanges), _remarks(finding))


def finding_test(finding: FindingRecord, exchanges: Iterable[ExchangeRecord]) -> str:
    """Write the file for pytest that fails as long as a finding is there; raises ``ValueError`` without exchanges."""
    message = f"{finding.requirement} is broken as before: expected {finding.expected}; found {finding.found}"
    return pytest_file(replay(exchanges), finding.requirement, _remarks(finding), message)


def _remarks(finding: FindingRecord) -> tuple[str, ...]:
    return (
        f"{finding.requirement} ({finding.source}), owner: {finding.owner}.",
        f"Expected: {finding.expected}",
        f"Found: {finding.found}",
    )
