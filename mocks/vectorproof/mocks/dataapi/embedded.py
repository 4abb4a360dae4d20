"""A vector that a provider made: numbers for whoever shows it, and the same as float32 for whoever computes.

A document's own ``$vector`` is a plain list: of ``Decimal`` and ``int``, as it was sent.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
import orjson
from numpy.typing import NDArray

Numbers: TypeAlias = Sequence[float] | NDArray[np.float32]
"""A vector as those take it who compute with it."""

_NUMBERS: Final = orjson.OPT_SERIALIZE_NUMPY


class Embedded(list[float]):
    """Numbers as Java prints a float32: the shortest digits that name it. Nobody changes them in place."""

    __slots__ = ("float32",)

    def __init__(self, float32: NDArray[np.float32]) -> None:
        """Take numbers that are rounded already; those that are not finite have no digits, and stay as they are."""
        finite = bool(np.isfinite(float32).all())
        super().__init__(orjson.loads(orjson.dumps(float32, option=_NUMBERS)) if finite else float32.tolist())
        self.float32 = float32


class Unseen:
    """A vector whose digits nobody has looked at yet: making them takes longer than all else that an insert does.

    It is no list, so that nobody takes it for one by mistake: whoever wants the numbers says so.
    """

    __slots__ = ("float32",)

    def __init__(self, float32: NDArray[np.float32]) -> None:
        """Take numbers that are rounded already."""
        self.float32 = float32

    def __len__(self) -> int:
        return len(self.float32)

    def seen(self) -> Embedded:
        """Make the digits."""
        return Embedded(self.float32)

    def written(self) -> bytes:
        """Write the numbers, which are finite, as JSON."""
        return orjson.dumps(self.float32, option=_NUMBERS)


Made: TypeAlias = list[float] | Unseen
"""A vector as it comes from a provider."""


def seen(vector: Made) -> list[float]:
    """Give the numbers of a vector."""
    return vector.seen() if isinstance(vector, Unseen) else vector
