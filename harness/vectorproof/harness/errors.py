"""What can go wrong while judging, as one tree.

::

    HarnessError
    ├── UsageError            a person asked for something that cannot be; says what would be right
    ├── TargetError           the endpoint cannot be judged
    │   └── UnreachableError  nothing (usable) came back over the network
    └── FindingError          a check found a mismatch; the only one that Hypothesis may shrink
    CaseEnded                 a case is over before its examples are; passes through Hypothesis untouched
    └── Missing               the target lacks what the case needs: SKIPPED

Anything else that escapes a case is a bug of the suite or of the harness, and the case is an ERROR that says so.
"""

from vectorproof.harness.judging import Mismatch
from vectorproof.harness.verdict import Owner, Verdict


class HarnessError(Exception):
    """Everything that the harness raises on purpose and that Hypothesis may see."""


class UsageError(HarnessError):
    """A command line or a configuration that cannot be followed; the text says what would be right."""


class TargetError(HarnessError):
    """The endpoint answered in a way that makes judging impossible, or refused what every case stands on."""

    owner = Owner.TARGET


class UnreachableError(TargetError):
    """No answer came back: refused, reset, timed out, or not HTTP at all."""

    owner = Owner.ENVIRONMENT


class FindingError(HarnessError):
    """A check found something else than the requirement promises."""

    def __init__(self, requirement_id: str, mismatch: Mismatch) -> None:
        super().__init__(f"{requirement_id}: expected {mismatch.expected}, found {mismatch.found}")
        self.requirement_id = requirement_id
        self.mismatch = mismatch


class CaseEnded(BaseException):  # no error: the news that a case is over
    """The case is over with this verdict, whatever examples were still to come.

    Not an ``Exception``: Hypothesis must neither shrink it nor try the example again.
    """

    def __init__(self, verdict: Verdict, reason: str, owner: Owner | None = None) -> None:
        super().__init__(reason)
        self.verdict = verdict
        self.reason = reason
        self.owner = owner


class Missing(CaseEnded):  # names what is missing, which is no error
    """The target lacks a capability, named as in ``vectorproof list targets``; the case is SKIPPED."""

    def __init__(self, capability: str, why: str = "") -> None:
        super().__init__(Verdict.SKIPPED, why or f"the target has no {capability}")
        self.capability = capability
