"""Which cases take longer than before, beyond noise: robust statistics over the cases that two runs share.

One run gives one duration of each case, so the noise is estimated from all cases together. The ratio new/old of each
case is taken as a logarithm; the median of all is the machine's own drift, the median distance from it the noise
(times 1.4826, a standard deviation where the distribution is normal). A case counts as slower or faster only if it is
off by more than four such deviations, by a fifth at least, and by 0.2 s.
"""

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vectorproof.reports.lines import CaseLine
from vectorproof.reports.verdict import Verdict

CASES_MIN: Final = 10
DEVIATIONS: Final = 4.0
SECONDS_MIN: Final = 0.2
_MEASURABLE_S: Final = 0.02
_DEVIATION_MIN: Final = math.log(1.2) / DEVIATIONS
_NORMAL: Final = 1.4826


@dataclass(frozen=True, slots=True)
class Pace:
    """A case whose duration changed beyond noise; ``factor`` is new/old with the machine's drift taken out."""

    case: str
    old_s: float
    new_s: float
    factor: float


@dataclass(frozen=True, slots=True)
class Timing:
    """How durations changed: ``drift`` is the median of new/old, ``bound`` the factor beyond which a case counts."""

    shared: int
    drift: float = 1.0
    bound: float = 0.0
    changed: tuple[Pace, ...] = ()

    @property
    def statement(self) -> str:
        """Say what was compared with what, and by which rule."""
        if not self.bound:
            return f"Durations were not judged: {self.shared} cases can be compared, {CASES_MIN} are needed."
        return (
            f"Of {self.shared:,} cases in both runs, the middle one took {self.drift:.2f} times as long; a case counts "
            f"as changed beyond a factor of {self.bound:.2f} from that (four robust deviations) and {SECONDS_MIN} s."
        )


def timing(old: Iterable[CaseLine], new: Iterable[CaseLine]) -> Timing:
    """Judge the durations of the cases that two runs share by name."""
    before = {case.case: case.seconds for case in old if _measured(case)}
    pairs = [(case.case, before[case.case], case.seconds) for case in new if case.case in before and _measured(case)]
    if len(pairs) < CASES_MIN:
        return Timing(len(pairs))
    logs = [math.log(after / earlier) for _, earlier, after in pairs]
    drift = statistics.median(logs)
    deviation = max(_NORMAL * statistics.median(abs(each - drift) for each in logs), _DEVIATION_MIN)
    bound = DEVIATIONS * deviation
    changed = [
        Pace(case, earlier, after, math.exp(each - drift))
        for (case, earlier, after), each in zip(pairs, logs, strict=True)
        if abs(each - drift) > bound and abs(after - earlier * math.exp(drift)) > SECONDS_MIN
    ]
    changed.sort(key=lambda pace: -pace.factor)
    return Timing(len(pairs), math.exp(drift), math.exp(bound), tuple(changed))


def _measured(case: CaseLine) -> bool:
    return case.verdict is not Verdict.SKIPPED and case.seconds >= _MEASURABLE_S
