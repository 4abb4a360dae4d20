"""The models that the database hosts, played by arithmetic on words: no key, no call, the same answer everywhere.

Texts that share words, or parts of words, are similar; nothing is known of their meaning.
"""

import hashlib
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

_WORDS: Final = re.compile(r"\w+")
_WORD_WEIGHT, _TRIPLE_WEIGHT, _OWN_WEIGHT = 6, 1, 1
_RANKING_SIZE: Final = 256
#: A real reranker gives logits: about -10 for what has nothing to do with the query, 10 for the same words.
_LOGIT_SPREAD: Final = 20.0
_LOGIT_ZERO: Final = 0.5

_Direction = NDArray[np.int32]


def vectors(texts: Sequence[str], size: int) -> list[list[float]]:
    """Embed texts as vectors of unit length, in float32."""
    return [[float(value) for value in _unit(text, size)] for text in texts]


def relevance(query: str, passages: Sequence[str]) -> list[float]:
    """Score how much passages have to do with a query; the highest score is the best, below zero is little."""
    wanted = _unit(query, _RANKING_SIZE).astype(np.float64)
    cosines = [math.fsum(wanted * _unit(passage, _RANKING_SIZE).astype(np.float64)) for passage in passages]
    return [float(np.float32(_LOGIT_SPREAD * (cosine - _LOGIT_ZERO))) for cosine in cosines]


def _unit(text: str, size: int) -> NDArray[np.float32]:
    """Add the directions of all words; the text as a whole adds a little, so that no sum is zero."""
    total = _OWN_WEIGHT * _direction(f"text {text}", size).astype(np.int64)
    for word in _WORDS.findall(text.casefold()):
        total = total + _word(word, size)
    return (total / math.sqrt(float(np.dot(total, total)))).astype(np.float32)


@lru_cache(maxsize=2048)
def _word(word: str, size: int) -> _Direction:
    padded = f"<{word}>"
    triples = {padded[at : at + 3] for at in range(max(len(padded) - 2, 1))}
    directions = [_TRIPLE_WEIGHT * _direction(f"triple {triple}", size) for triple in sorted(triples)]
    return sum(directions, start=_WORD_WEIGHT * _direction(f"word {word}", size))


def _direction(name: str, size: int) -> _Direction:
    """Give the odd numbers from -255 to 255 that belong to a name: never zero, the same on every machine."""
    raw = hashlib.shake_128(name.encode("utf-8", "surrogatepass")).digest(size)
    return 2 * np.frombuffer(raw, dtype=np.uint8).astype(np.int32) - 255
