"""Verdicts and owners: the words a run ends with, and how several become one. Knows no case and no record."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """What was found out about a case or a requirement; the worst of several wins (see ``worst``)."""

    PASS = "PASS"  # noqa: S105 - a verdict, no password
    INCONCLUSIVE = "INCONCLUSIVE"
    FLAKY = "FLAKY"
    FAIL = "FAIL"
    ERROR = "ERROR"
    SKIPPED = "SKIPPED"
    XFAIL = "XFAIL"

    @property
    def severity(self) -> int:
        """Rank from 0 (harmless) upwards; SKIPPED is lowest, since it says nothing and hides nothing."""
        return _BY_SEVERITY.index(self)


class Owner(StrEnum):
    """Whose business a verdict is."""

    TARGET = "target"
    DOCUMENT = "document"
    PROVIDER = "provider"
    HARNESS = "harness"
    ENVIRONMENT = "environment"


# XFAIL is worse than PASS (the promise is broken) and better than a doubt (it is known, with a reason).
_BY_SEVERITY: Final = (
    Verdict.SKIPPED,
    Verdict.PASS,
    Verdict.XFAIL,
    Verdict.INCONCLUSIVE,
    Verdict.FLAKY,
    Verdict.FAIL,
    Verdict.ERROR,
)


def worst(verdicts: Iterable[Verdict], *, nothing: Verdict = Verdict.SKIPPED) -> Verdict:
    """Merge verdicts into the worst of them; SKIPPED only if all are; ``nothing`` stands for no verdict at all."""
    return max(verdicts, key=lambda verdict: verdict.severity, default=nothing)
