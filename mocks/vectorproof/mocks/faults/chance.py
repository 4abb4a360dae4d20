"""Faults that befall some and not others: drawn from a seed and a number, and so the same each time."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

_DRAW_BYTES: Final = 8
_DRAWN_MAX: Final = float(1 << 8 * _DRAW_BYTES)


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely a matching call meets an entry; the same seed draws the same for the same number of call."""

    probability: float
    seed: int = 0

    def draws(self, number: int) -> bool:
        """Tell whether the matching call of this number, counted from 1, is drawn."""
        drawn = blake2b(f"{self.seed} {number}".encode(), digest_size=_DRAW_BYTES).digest()
        return int.from_bytes(drawn) / _DRAWN_MAX < self.probability


CERTAIN: Final = Chance(1.0)
