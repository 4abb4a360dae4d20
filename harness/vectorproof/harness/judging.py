"""The shape of a judgement: what a check is given and what it gives back. Knows no HTTP and no requirement."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from vectorproof.harness.verdict import Owner

Seen_contra = TypeVar("Seen_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What a check expected and what it found instead, both as short texts for people.

    ``owner`` is whose fault it is; ``None`` leaves it to the requirement's level (an ERRATUM's owner is the document,
    every other's the target).
    """

    expected: str
    found: str
    owner: Owner | None = None


Judge: TypeAlias = Callable[[Seen_contra], Mismatch | None]
"""Looks at what was seen and says ``None`` (as promised) or what is wrong. Never sends, never prints, never raises."""
