"""How sure a count makes one: the upper end of the exact binomial interval (Clopper and Pearson) at 95 per cent.

Of ``trials`` independent draws ``found`` were counter-examples. Were their share among all inputs above the bound, so
few would be found in one of forty such runs at most; without any found the bound is close to 3.7/n. It speaks of inputs
as the strategies draw them, and says nothing of inputs that they never draw.
"""

import math
from typing import Final

from vectorproof.reports.texts import counted

LEVEL: Final = 0.95
STATEMENT: Final = (
    "Upper bounds are the upper ends of exact binomial intervals (Clopper and Pearson) at 95 %, close to 3.7/n where "
    "nothing was found. They speak of inputs as the strategies draw them."
)
_STEPS: Final = 60


def upper_bound(found: int, trials: int, level: float = LEVEL) -> float:
    """Bound the share of counter-examples from above, from 0 to 1; 1 without a trial."""
    if trials <= 0 or found >= trials:
        return 1.0
    tail = (1 - level) / 2
    if not found:
        return float(1 - tail ** (1 / trials))
    low, high = found / trials, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(found, trials, middle) > tail else (low, middle)
    return high


def share(value: float) -> str:
    """Write a share as per cent, with two digits that say something."""
    percent = value * 100
    digits = 2 if percent >= 1 or not percent else 1 - math.floor(math.log10(percent))
    return f"{percent:.{min(digits, 6)}f} %"


def held(examples: int) -> str:
    """Say what so many examples without a counter-example are worth."""
    if not examples:
        return "checked on fixed examples only"
    return f"held over {counted(examples, 'generated case')}, upper bound {share(upper_bound(0, examples))}"


def _at_most(found: int, trials: int, chance: float) -> float:
    """Tell how likely ``found`` counter-examples or fewer are, if each trial is one by this chance."""
    log_hit, log_miss = math.log(chance), math.log1p(-chance) if chance < 1 else -math.inf
    terms = (
        math.lgamma(trials + 1) - math.lgamma(hits + 1) - math.lgamma(trials - hits + 1)
        + hits * log_hit + (trials - hits) * log_miss
        for hits in range(found + 1)
    )  # fmt: skip
    return math.fsum(math.exp(term) for term in terms)
