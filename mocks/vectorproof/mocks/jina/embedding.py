"""The embedding function: texts in, unit vectors out, the same everywhere and for ever.

A vector is a sum of whole numbers: every feature of a word (itself, its stem, its letter triples, its concept) adds a
fixed random direction, and the text as a whole adds a small one of its own. All sums are exact whole numbers below
2**53, and the only roundings are one square root, one division and one cast, each defined to the last bit: no
machine, library or thread count can change a digit (signs newer than Python's Unicode tables excepted). The own
direction of a text has an odd weight and all others an even one, so no coordinate is ever zero, at no cut.

Directions are uniform over all coordinates; a cut to fewer dimensions therefore keeps what is near near. A task flips
the sign of a fixed part of the coordinates: distances within a task stay as they are, those between tasks shrink.

Knows text and numbers; does not know models' names, requests or bytes. Another function can take its place: whatever
has the form of ``Embedder``.
"""

import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vectorproof.mocks.jina.words import features, weighted_words

Vector = NDArray[np.float32]
# Whole numbers below 2**53 in binary floats: every sum and product of them is exact, and quick.
_Whole = NDArray[np.float64]

_OWN_SHARE = 0.03  # Of the squared length: far less than one word of a sentence, enough to tell two texts apart.
_CONTEXT_SHARE = 0.15  # What late chunking lets the rest of the request add.
_FLIP_FAMILY, _FLIP_TASK = 42, 5  # Of 256 coordinates: cosine about 0.64 to the base model, 0.93 query to passage.
_WORDS_KEPT = 4096  # Of 4 bytes per coordinate each: 16 MB at the largest model's size.
_TEXT_WEIGHT = 64  # For a text without any word, which then has nothing but its own direction.
_MEAN_OF_ONE = 128  # Mean size of the odd numbers from -255 to 255, the coordinates of one direction.
_EXACT = 2.0**52  # A sum of whole squares that comes out below this was exact all the way.
_ROW_PEAK = 2**16  # No coordinate of a word's features is larger.
_EXACT_SINGLE = 2**24  # Sums of smaller whole numbers are exact in single precision, too.
# Squares of the coordinates of a unit vector, in two parts that each can be added without any rounding: multiples of
# 2**-42, and what is left of them, which is a multiple of 2**-86 where no coordinate is smaller than 2**-20.
_COARSE = 1.5 * 2.0 ** (52 - 42)
_SMALLEST = 2.0**-20


@dataclass(frozen=True, slots=True)
class Request:
    """What one text is embedded as; ``context`` is the whole request's text when chunking late, else empty."""

    text: str
    model: str
    task: str
    size: int
    context: str = ""


class Embedder(Protocol):
    """Anything that turns requests into float32 vectors of unit length, ``size`` long, before any cut."""

    def embed(self, requests: Sequence[Request]) -> Sequence[Vector]:
        """Embed each request; the same request always gives the same vector."""
        ...


Embed = Callable[[Sequence[Request]], Sequence[Vector]]
Cut = Callable[[Vector, int], Vector]


class HashedFeatures:
    """The embedder of the mock: the features of a text's words, each with a direction drawn by its hash."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str, int], NDArray[np.float32]] = OrderedDict()

    def embed(self, requests: Sequence[Request]) -> Sequence[Vector]:
        """Embed each text by itself: words, context, own direction, task."""
        return [self._embed(request) for request in requests]

    def _embed(self, request: Request) -> Vector:
        model, size = request.model, request.size
        sums = self._words(model, weighted_words(request.text), size)
        energy = _energy(sums)
        if request.context:
            sums += _direction(model, "context " + request.context, size, _even(energy * _CONTEXT_SHARE))
        sums += _direction(model, "own " + request.text, size, _weight(energy * _OWN_SHARE))
        return _unit(sums * _signs(model, request.task, size) if request.task else sums)

    def _words(self, model: str, words: dict[str, int], size: int) -> _Whole:
        if not words:
            return np.zeros(size)
        kind = np.float32 if sum(words.values()) * _ROW_PEAK < _EXACT_SINGLE else np.float64
        rows: NDArray[Any] = np.array([self._word(model, word, size) for word in words], dtype=kind)
        factors = np.fromiter(words.values(), dtype=kind, count=len(words))
        # Every product is a whole number that its type holds exactly: any order of adding gives the same sum.
        sums: _Whole = (factors @ rows).astype(np.float64, copy=False)
        return sums

    def _word(self, model: str, word: str, size: int) -> NDArray[np.float32]:
        key = (model, word, size)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _sum_of_features(model, word, size)
            if len(self._known) > _WORDS_KEPT:
                self._known.popitem(last=False)
        return found


def _unit(sums: _Whole) -> Vector:
    """Scale whole numbers to unit length, exactly rounded: the squared length is a whole number too."""
    squared = float(np.dot(sums, sums))
    if squared >= _EXACT:
        squared = sum(int(number) ** 2 for number in sums)
    scaled: Vector = (sums / math.sqrt(squared)).astype(np.float32)
    return scaled


def cut(vector: Vector, size: int) -> Vector:
    """Keep the first ``size`` coordinates and scale them to unit length again (Matryoshka; jina-api 1.3)."""
    kept = vector[:size].astype(np.float64)
    scaled: Vector = (kept / math.sqrt(_sum_of_squares(kept))).astype(np.float32)
    return scaled


def _sum_of_squares(kept: NDArray[np.float64]) -> float:
    """Add the squares of single-precision numbers as if no digit were ever lost, rounding once."""
    sizes = np.abs(kept)
    squares = kept * kept
    if not (sizes.min() >= _SMALLEST and sizes.max() <= 1):
        return math.fsum(squares)
    coarse = (squares + _COARSE) - _COARSE
    return float(coarse.sum() + (squares - coarse).sum())


def _sum_of_features(model: str, word: str, size: int) -> NDArray[np.float32]:
    named = features(word)
    weights = np.array([2 * weight for _, weight in named], dtype=np.float32)
    drawn = b"".join([_feature(model, name, size) for name, _ in named])
    rows = np.frombuffer(drawn, dtype=np.uint8).reshape(len(named), size).astype(np.float32)
    # Whole numbers far below what single precision holds exactly, see _ROW_PEAK.
    sums: NDArray[np.float32] = 2 * (weights @ rows) - 255 * weights.sum()
    return sums


def _energy(sums: _Whole) -> float:
    """Tell how many squared directions of weight one the words amount to."""
    total = int(np.abs(sums).sum())
    if not total:
        return float(_TEXT_WEIGHT**2)
    return (total / len(sums) / _MEAN_OF_ONE) ** 2


def _weight(energy: float) -> int:
    return math.isqrt(int(energy)) | 1


def _even(energy: float) -> int:
    return 2 * max(1, math.isqrt(int(energy)) // 2)


def _draw(model: str, name: str, size: int) -> bytes:
    """Draw ``size`` bytes for a name; SHAKE-128 is the same function everywhere (FIPS 202)."""
    return hashlib.shake_128(f"{model}\n{name}".encode("utf-8", "surrogatepass")).digest(size)


@lru_cache(maxsize=4096)
def _feature(model: str, name: str, size: int) -> bytes:
    """Draw for a feature that other words have, too: letter triples come again and again."""
    return _draw(model, name, size)


def _direction(model: str, name: str, size: int, weight: int) -> _Whole:
    """Give the direction of a name, odd numbers from -255 to 255, each multiplied by a weight."""
    drawn = np.frombuffer(_draw(model, name, size), dtype=np.uint8).astype(np.float64)
    drawn *= 2 * weight
    drawn -= 255 * weight
    return drawn


@lru_cache(maxsize=64)
def _signs(model: str, task: str, size: int) -> _Whole:
    """Give 1 or -1 per coordinate: a family of tasks flips some, the task itself a few more."""
    if not task:
        return np.ones(size)
    family = np.frombuffer(_draw(model, "family " + task.partition(".")[0], size), dtype=np.uint8)
    single = np.frombuffer(_draw(model, "task " + task, size), dtype=np.uint8)
    flipped = (family < _FLIP_FAMILY) ^ (single < _FLIP_TASK)
    return np.where(flipped, -1.0, 1.0)
