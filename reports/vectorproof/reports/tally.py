"""Counting a run while it goes on: cases by verdict, requirements by their merged verdict, checks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Self

from vectorproof.reports.lines import CaseLine
from vectorproof.reports.verdict import Verdict, worst


class Tally:
    """Takes cases in any order and keeps none of their evidence."""

    def __init__(self) -> None:
        self.checks = 0
        self._cases: Counter[Verdict] = Counter()
        self._requirements: dict[str, Verdict] = {}

    @classmethod
    def of(cls, cases: Iterable[CaseLine]) -> Self:
        """Count many cases at once."""
        tally = cls()
        for case in cases:
            tally.add(case)
        return tally

    def add(self, case: CaseLine) -> None:
        """Count one case."""
        self.checks += case.checks
        self._cases[case.verdict] += 1
        for result in case.requirements:
            seen = self._requirements.get(result.id, Verdict.SKIPPED)
            self._requirements[result.id] = worst((seen, result.verdict))

    def cases(self) -> Mapping[Verdict, int]:
        """Count the cases by verdict, the worst first."""
        return by_severity(self._cases)

    def requirements(self) -> Mapping[str, Verdict]:
        """Tell the merged verdict of every requirement that a case names, sorted by id."""
        return dict(sorted(self._requirements.items()))

    def requirement_counts(self) -> Mapping[Verdict, int]:
        """Count the requirements by merged verdict, the worst first."""
        return by_severity(Counter(self._requirements.values()))


def by_severity(counts: Mapping[Verdict, int]) -> Mapping[Verdict, int]:
    """Sort counts so that the worst verdict comes first."""
    return dict(sorted(counts.items(), key=lambda count: -count[0].severity))
