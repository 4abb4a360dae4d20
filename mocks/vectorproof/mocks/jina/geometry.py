"""Designed geometry: texts whose vectors a test lays down, by a cosine to another text or number by number.

A text that holds ``[[near:0.83 some other text]]`` gets a vector at that cosine to the other text's; so does a text
that was declared, and a declaration wins. What is designed holds at the size that is asked for, to 1e-6: it is made
after the cut. In one dimension only 1 and -1 exist; the nearer of the two is given.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vectorproof.mocks.jina.embedding import Cut, Embed, Request, Vector

_OPENING = "[[near:"
_MARKER = re.compile(r"\[\[near:(-?\d+(?:\.\d+)?) ([^\[\]]+)\]\]")
_PARALLEL = 1e-3  # A rest that is shorter has lost the digits that a promise of 1e-6 needs.
_DECLARED_MAX = 10_000

_Exact = NDArray[np.float64]


class DesignError(ValueError):
    """What was declared cannot be; the text says what would be right."""


@dataclass(frozen=True, slots=True)
class Near:
    """A vector at this cosine to the vector that the text ``anchor`` has for the same model, task and size."""

    cosine: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose calls a declaration is for: those with one key (its id), those of one caller, both, or everybody's."""

    key: str | None = None
    client: str | None = None

    def meets(self, other: "Whose") -> bool:
        """Tell whether there may be a call that both are for."""
        return (self.key is None or other.key is None or self.key == other.key) and (
            self.client is None or other.client is None or self.client == other.client
        )


EVERYBODY = Whose()


@dataclass(frozen=True, slots=True)
class Declared:
    """What one text is to get: a place near another, or (``exact``) these numbers where as many are asked for."""

    text: str
    near: Near | None = None
    exact: tuple[float, ...] = ()
    whose: Whose = EVERYBODY


class Geometry:
    """Gives vectors at the size that is asked for, designed ones where a text has a design."""

    def __init__(self, embed: Embed, cut: Cut) -> None:
        self._embed = embed
        self._cut = cut
        self._declared: dict[str, Declared] = {}
        self._texts: dict[tuple[Whose, str], Declared] = {}
        self._owners: Counter[Whose] = Counter()

    def view(self, key_id: str, client: str | None) -> tuple[Whose, ...]:
        """Tell which declarations a call sees beside everybody's, those that are most its own first."""
        if not self._owners or self._owners.keys() == {EVERYBODY}:
            return ()
        candidates = (Whose(key_id, client), Whose(key_id), Whose(None, client))
        return tuple(dict.fromkeys(whose for whose in candidates if whose in self._owners and whose != EVERYBODY))

    def plain(self, requests: Sequence[Request], size: int) -> list[Vector]:
        """Embed and cut, whatever was designed."""
        whole = self._embed(requests)
        return [vector if len(vector) == size else self._cut(vector, size) for vector in whole]

    def vectors(self, requests: Sequence[Request], size: int, view: tuple[Whose, ...] = ()) -> list[Vector]:
        """Embed, cut, and put each designed text where it belongs, as ``view`` sees it."""
        plain = self.plain(requests, size)
        seen = (*view, EVERYBODY)
        return [self._placed(request, vector, size, seen) for request, vector in zip(requests, plain, strict=True)]

    def declare(self, wishes: Mapping[str, Declared]) -> None:
        """Declare texts under new ids, all of them or none.

        Raises:
            DesignError: a text is declared already, or a place depends on another that is itself near a third.

        """
        declared = dict(self._texts)
        if len(declared) + len(wishes) > _DECLARED_MAX:
            raise DesignError(f"{_DECLARED_MAX} texts may be declared at once; removing some would be right")
        for wish in wishes.values():
            if (wish.whose, wish.text) in declared:
                raise DesignError(f"text {wish.text[:50]!r} is declared already; removing that first would be right")
            declared[wish.whose, wish.text] = wish
        _refuse_chains(declared.values())
        self._declared.update(wishes)
        self._texts = declared
        self._owners.update(wish.whose for wish in wishes.values())

    def declared(self) -> Mapping[str, Declared]:
        """Give every declaration by its id."""
        return dict(self._declared)

    def remove(self, wish_id: str) -> bool:
        """Take a declaration back; tell whether there was one."""
        wish = self._declared.pop(wish_id, None)
        if wish is not None:
            del self._texts[wish.whose, wish.text]
            self._owners -= Counter([wish.whose])
        return wish is not None

    def is_laid_down(self, text: str, size: int, view: tuple[Whose, ...] = ()) -> bool:
        """Tell whether a text has exactly the numbers that were declared for it, whatever length they have."""
        wish = self._wish(text, (*view, EVERYBODY)) if self._texts else None
        return wish is not None and len(wish.exact) == size

    def _placed(self, request: Request, plain: Vector, size: int, seen: tuple[Whose, ...]) -> Vector:
        wish = self._wish(request.text, seen) if self._texts else None
        near = marked(request.text) if wish is None else wish.near
        if wish is not None and len(wish.exact) == size:  # is_laid_down, of a wish that is known already
            return np.array(wish.exact, dtype=np.float32)
        if near is None:
            return plain
        (anchor,) = self.vectors([replace(request, text=near.anchor)], size, seen[:-1])
        return at_cosine(anchor, plain, near.cosine)

    def _wish(self, text: str, seen: tuple[Whose, ...]) -> Declared | None:
        return next((self._texts[whose, text] for whose in seen if (whose, text) in self._texts), None)


def marked(text: str) -> Near | None:
    """Read the marker of a text, ``None`` if it has none.

    Raises:
        DesignError: it begins like a marker and is none.

    """
    if _OPENING not in text:
        return None
    found = _MARKER.search(text)
    if found is None or not -1 <= float(found[1]) <= 1:
        raise DesignError("[[near:COSINE OTHER TEXT]] wants a number from -1 to 1 and a text without brackets")
    return Near(float(found[1]), found[2])


def at_cosine(anchor: Vector, own: Vector, cosine: float) -> Vector:
    """Turn a vector so that it has this cosine to another one, staying as near to its own direction as that allows.

    To a vector of zeros there is no cosine: then nothing is turned.
    """
    if not anchor.any():
        return own
    towards = _unit(anchor.astype(np.float64))
    if len(towards) == 1:
        return (towards * math.copysign(1, cosine)).astype(np.float32)
    rest = _rest(own.astype(np.float64), towards)
    if _length(rest) < _PARALLEL:
        axis = np.zeros(len(towards))
        axis[int(np.argmin(np.abs(towards)))] = 1
        rest = _rest(axis, towards)
    turned = cosine * towards + math.sqrt(1 - cosine * cosine) * _unit(rest)
    placed: Vector = turned.astype(np.float32)
    return placed


def _refuse_chains(declared: Iterable[Declared]) -> None:
    near = [wish for wish in declared if wish.near is not None]
    placed: dict[str, list[Whose]] = {}
    for wish in near:
        placed.setdefault(wish.text, []).append(wish.whose)
    for wish in near:
        anchor = wish.near.anchor if wish.near else ""
        if _OPENING in anchor or any(wish.whose.meets(whose) for whose in placed.get(anchor, ())):
            raise DesignError(f"anchor {anchor[:50]!r} is itself put near another; a text of its own would be right")


def _rest(vector: _Exact, towards: _Exact) -> _Exact:
    return vector - math.fsum(vector * towards) * towards


def _unit(vector: _Exact) -> _Exact:
    return vector / _length(vector)


def _length(vector: _Exact) -> float:
    return math.sqrt(math.fsum(vector * vector))
