"""What becomes of one case while it runs: counts, evidence, the verdict, and at the end its line of the record."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from hypothesis.strategies import DataObject

from vectorproof.harness.case import Case
from vectorproof.harness.errors import CaseEnded, FindingError
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch
from vectorproof.harness.provider import Observed
from vectorproof.harness.redaction import Redactor
from vectorproof.harness.transcript import Transcript, evidence, recorded
from vectorproof.harness.verdict import Owner, Verdict, worst
from vectorproof.reports.evidence import LAST_EXAMPLE, ExchangeRecord, finding_label
from vectorproof.reports.record import CaseLine, Examples, FindingRecord, RequirementResult
from vectorproof.specs.requirements import Requirement

T = TypeVar("T")


class CaseRun:
    """The state of one case: one per case and process, filled by its examples one after the other.

    ``reached`` tells of the present example which requirement was checked after how many exchanges.
    """

    def __init__(self, case: Case, requirements: Mapping[str, Requirement], redactor: Callable[[], Redactor]) -> None:
        self.case = case
        self.transcript = Transcript()
        self.redactor = redactor()
        self._new_redactor = redactor
        self._requirements = requirements
        self._checks = dict.fromkeys(case.requirements, 0)
        self._findings: dict[str, tuple[Mismatch, tuple[Exchange, ...], Redactor]] = {}
        self._distinct: set[int] = set()
        self._judged: set[int] = set()
        self._judged_before = 0
        self.reached: list[tuple[str, int]] = []
        self._boundaries: dict[str, None] = {}
        self._ended: tuple[Verdict, str, Owner | None] | None = None
        self._left: list[str] = []
        self.unmet_count = 0
        self._started = datetime.now(UTC)
        self._clock = time.perf_counter()

    def begin_example(self, arguments: Mapping[str, Any]) -> None:
        """Start an example: a clean transcript, and the boundary noted that these arguments are."""
        self._judged_before, self._judged = self.judged_count, set()
        self.reached = []
        self.transcript.clear()
        self.redactor = self._new_redactor()
        for label, boundary in self.case.boundaries.items():
            if boundary == arguments:
                self._boundaries[label] = None

    def count_example(self, arguments: Mapping[str, Any]) -> None:
        """Count an example if its arguments are new; after it has run, for a ``data`` argument is drawn from then."""
        self._distinct.add(hash(tuple((name, _identity(value)) for name, value in sorted(arguments.items()))))

    def check(self, requirement_id: str, seen: T, judge: Judge[T]) -> None:
        """Evaluate one check; raises ``FindingError`` with the evidence kept."""
        if requirement_id not in self._checks:
            raise AssertionError(f"{self.case.id} checks {requirement_id} without @requirement({requirement_id!r})")
        self._checks[requirement_id] += 1
        self._judged.update(map(id, answers_in(seen)))
        self.reached.append((requirement_id, len(self.transcript.exchanges)))
        mismatch = judge(seen)
        if mismatch is None:
            return
        self._findings[requirement_id] = (mismatch, tuple(self.transcript.exchanges), self.redactor)
        raise FindingError(requirement_id, mismatch)

    def end(self, verdict: Verdict, reason: str, owner: Owner | None = None) -> None:
        """Note why the case is over before its time, or after it: an ERROR, a SKIPPED, a doubt."""
        self._ended = (verdict, self.redactor.apply(reason), owner)

    def end_if_unmet(self, faults: Sequence[str]) -> None:
        """End the case as INCONCLUSIVE if a planned fault was never met: then it has proven nothing."""
        if faults:
            self.unmet_count += len(faults)
            reason = f"planned faults were never met: {', '.join(faults)}"
            raise CaseEnded(Verdict.INCONCLUSIVE, reason, Owner.HARNESS)

    def left_behind(self, names: Iterable[str]) -> None:
        """Note what could not be given back; it changes no verdict, but somebody must know."""
        stable = map(self.redactor.apply, names)
        self._left += [name for name in stable if name not in self._left]

    @property
    def judged_count(self) -> int:
        """How many answers a check has looked at so far, each counted once; others can be wrong and nobody notices."""
        return self._judged_before + len(self._judged)

    @property
    def distinct_count(self) -> int:
        """How many different examples have run so far."""
        return len(self._distinct)

    @property
    def has_finding(self) -> bool:
        """Tell whether a check found a mismatch so far."""
        return bool(self._findings)

    def line(self, worker: str) -> CaseLine:
        """Write down what became of the case."""
        results = tuple(self._result(requirement_id) for requirement_id in self.case.requirements)
        verdict = self._verdict(results)
        return CaseLine(
            case=self.case.id,
            area=self.case.area,
            verdict=verdict,
            requirements=results,
            started=self._started.isoformat(timespec="milliseconds"),
            seconds=round(time.perf_counter() - self._clock, 3),
            worker=worker,
            owner=self._owner(verdict),
            reason=self._reason(verdict, results),
            examples=Examples(distinct=len(self._distinct), boundaries=tuple(sorted(self._boundaries))),
            checks=sum(self._checks.values()),
            exchanges=self.transcript.exchange_count,
            findings=tuple(self._finding(requirement_id) for requirement_id in sorted(self._findings)),
        )

    def evidence(self) -> Mapping[str, tuple[ExchangeRecord, ...]]:
        """Write down the exchanges of each finding, or of the last example where there is none, by their label."""
        kept = [(exchanges, redactor) for _, (_, exchanges, redactor) in sorted(self._findings.items())]
        if not kept:
            last = recorded(self.transcript.exchanges, self.redactor)
            return {LAST_EXAMPLE: last} if last else {}
        return {finding_label(number): recorded(*each) for number, each in enumerate(kept, start=1)}

    def _result(self, requirement_id: str) -> RequirementResult:
        return RequirementResult(requirement_id, self._verdict_of(requirement_id), self._checks[requirement_id])

    def _verdict_of(self, requirement_id: str) -> Verdict:
        ended = self._ended[0] if self._ended else Verdict.PASS
        if ended is Verdict.ERROR:
            return Verdict.ERROR
        if requirement_id in self._findings:
            return Verdict.FLAKY if ended is Verdict.FLAKY else Verdict.FAIL
        if ended in {Verdict.SKIPPED, Verdict.INCONCLUSIVE}:
            return ended
        return Verdict.PASS if self._checks[requirement_id] else Verdict.INCONCLUSIVE

    def _verdict(self, results: tuple[RequirementResult, ...]) -> Verdict:
        verdicts = [result.verdict for result in results]
        return worst([*verdicts, self._ended[0]] if self._ended else verdicts, nothing=Verdict.INCONCLUSIVE)

    def _owner(self, verdict: Verdict) -> Owner | None:
        if self._ended and self._ended[0] is verdict and self._ended[2]:
            return self._ended[2]
        if self._findings:
            return self._finding_owner(min(self._findings))
        return Owner.HARNESS if verdict in {Verdict.ERROR, Verdict.INCONCLUSIVE} else None

    def _reason(self, verdict: Verdict, results: tuple[RequirementResult, ...]) -> str | None:
        if self._ended:
            return self._ended[1]
        if verdict is Verdict.INCONCLUSIVE:
            unchecked = ", ".join(result.id for result in results if not result.checks)
            return f"the case never came to check {unchecked}"
        return f"could not be given back: {', '.join(self._left)}" if self._left else None

    def _finding_owner(self, requirement_id: str) -> Owner:
        mismatch = self._findings[requirement_id][0]
        erratum = self._requirements[requirement_id].level == "ERRATUM"
        return mismatch.owner or (Owner.DOCUMENT if erratum else Owner.TARGET)

    def _finding(self, requirement_id: str) -> FindingRecord:
        mismatch, exchanges, redactor = self._findings[requirement_id]
        return FindingRecord(
            requirement=requirement_id,
            owner=self._finding_owner(requirement_id),
            expected=redactor.apply(mismatch.expected),
            found=redactor.apply(mismatch.found),
            source=", ".join(self._requirements[requirement_id].source),
            steps=evidence(exchanges, redactor),
        )


def answers_in(seen: object) -> Iterator[Exchange]:
    """Find the answers in what a check was given: one, several, or the result of what was observed."""
    if isinstance(seen, Exchange):
        yield seen
    elif isinstance(seen, Observed):
        yield from answers_in(cast("Observed[object]", seen).result)
    elif isinstance(seen, tuple | list):
        for each in cast("Iterable[object]", seen):
            yield from answers_in(each)


def _identity(value: object) -> str:
    """Tell arguments apart by how Python writes them, and what was drawn inside an example by its choices."""
    if isinstance(value, DataObject):
        return repr(value.conjecture_data.choices)
    return repr(value)
