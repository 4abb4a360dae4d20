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
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vectorproof.mocks.jina.words import features, weighted_words

Vector = NDArray[np.float32]
_Whole = NDArray[np.int64]

_OWN_SHARE = 0.03  # Of the squared length: far less than one word of a sentence, enough to tell two texts apart.
_CONTEXT_SHARE = 0.15  # What late chunking lets the rest of the request add.
_FLIP_FAMILY, _FLIP_TASK = 42, 5  # Of 256 coordinates: cosine about 0.64 to the base model, 0.93 query to passage.
_WORDS_KEPT = 4096  # Of 4 bytes per coordinate each: 16 MB at the largest model's size.
_TEXT_WEIGHT = 64  # For a text without any word, which then has nothing but its own direction.
_MEAN_OF_ONE = 128  # Mean size of the odd numbers from -255 to 255, the coordinates of one direction.
_SAFE_PEAK = 2**26  # Squares of smaller numbers cannot overflow 64 bits, however many coordinates a model has.


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
        self._known: OrderedDict[tuple[str, str, int], NDArray[np.int32]] = OrderedDict()

    def embed(self, requests: Sequence[Request]) -> Sequence[Vector]:
        """Embed each text by itself: words, context, own direction, task."""
        return [self._embed(request) for request in requests]

    def _embed(self, request: Request) -> Vector:
        model, size = request.model, request.size
        words = weighted_words(request.text)
        sums = self._words(model, words, size)
        energy = _energy(sums)
        if request.context:
            sums += _even(energy * _CONTEXT_SHARE) * _odd(_draw(model, "context " + request.context, size))
        sums += _weight(energy * _OWN_SHARE) * _odd(_draw(model, "own " + request.text, size))
        return unit(sums * _signs(model, request.task, size))

    def _words(self, model: str, words: dict[str, int], size: int) -> _Whole:
        if not words:
            return np.zeros(size, dtype=np.int64)
        rows = np.array([self._word(model, word, size) for word in words], dtype=np.float64)
        factors = np.fromiter(words.values(), dtype=np.float64, count=len(words))
        # Every product is a whole number far below 2**53: any order of adding gives the same sum.
        sums: _Whole = (factors @ rows).astype(np.int64)
        return sums

    def _word(self, model: str, word: str, size: int) -> NDArray[np.int32]:
        key = (model, word, size)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _sum_of_features(model, word, size)
            if len(self._known) > _WORDS_KEPT:
                self._known.popitem(last=False)
        return found


def unit(sums: _Whole) -> Vector:
    """Scale whole numbers to unit length, exactly rounded: the squared length is a whole number too."""
    exact = sums if int(np.abs(sums).max()) < _SAFE_PEAK else sums.astype(object)
    length = math.sqrt(int(np.dot(exact, exact)))
    scaled: Vector = (sums.astype(np.float64) / length).astype(np.float32)
    return scaled


def cut(vector: Vector, size: int) -> Vector:
    """Keep the first ``size`` coordinates and scale them to unit length again (Matryoshka; jina-api 1.3)."""
    kept = vector[:size].astype(np.float64)
    scaled: Vector = (kept / math.sqrt(math.fsum(kept * kept))).astype(np.float32)
    return scaled


def _sum_of_features(model: str, word: str, size: int) -> NDArray[np.int32]:
    sums = np.zeros(size, dtype=np.int32)
    for name, weight in features(word):
        sums += 2 * weight * _odd(_draw(model, name, size)).astype(np.int32)
    return sums


def _energy(sums: _Whole) -> float:
    """Tell how many squared directions of weight one the words amount to."""
    if not sums.any():
        return float(_TEXT_WEIGHT**2)
    return (int(np.abs(sums).sum()) / len(sums) / _MEAN_OF_ONE) ** 2


def _weight(energy: float) -> int:
    return math.isqrt(int(energy)) | 1


def _even(energy: float) -> int:
    return 2 * max(1, math.isqrt(int(energy)) // 2)


def _draw(model: str, name: str, size: int) -> bytes:
    """Draw ``size`` bytes for a name; SHAKE-128 is the same function everywhere (FIPS 202)."""
    return hashlib.shake_128(f"{model}\n{name}".encode("utf-8", "surrogatepass")).digest(size)


def _odd(drawn: bytes) -> _Whole:
    return 2 * np.frombuffer(drawn, dtype=np.uint8).astype(np.int64) - 255


@lru_cache(maxsize=64)
def _signs(model: str, task: str, size: int) -> _Whole:
    """Give 1 or -1 per coordinate: a family of tasks flips some, the task itself a few more."""
    if not task:
        return np.ones(size, dtype=np.int64)
    family = np.frombuffer(_draw(model, "family " + task.partition(".")[0], size), dtype=np.uint8)
    single = np.frombuffer(_draw(model, "task " + task, size), dtype=np.uint8)
    flipped = (family < _FLIP_FAMILY) ^ (single < _FLIP_TASK)
    return np.where(flipped, -1, 1).astype(np.int64)
