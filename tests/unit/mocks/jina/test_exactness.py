"""Quick ways through the embedding function give the digits of the slow ones that define them, to the last bit."""

import hashlib
import math

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vectorproof.mocks.jina.embedding import HashedFeatures, Request, Vector, cut
from vectorproof.mocks.jina.words import features, weighted_words, words_of

MODEL, SIZE = "jina-embeddings-v3", 64
coordinates = st.floats(-1, 1, width=32).filter(bool) | st.floats(-(2.0**-18), 2.0**-18, width=32).filter(bool)


def direction(name: str) -> list[int]:
    drawn = hashlib.shake_128(f"{MODEL}\n{name}".encode("utf-8", "surrogatepass")).digest(SIZE)
    return [2 * byte - 255 for byte in drawn]


def defined(text: str) -> list[float]:
    """Embed by the definition: whole numbers of any size, added one by one."""
    sums = [0] * SIZE
    for word, factor in weighted_words(text).items():
        for name, weight in features(word):
            sums = [at + factor * 2 * weight * one for at, one in zip(sums, direction(name), strict=True)]
    energy = (sum(map(abs, sums)) / SIZE / 128) ** 2 if any(sums) else 64.0**2
    own = math.isqrt(int(energy * 0.03)) | 1
    sums = [at + own * one for at, one in zip(sums, direction("own " + text), strict=True)]
    length = math.sqrt(sum(at * at for at in sums))
    return [float(np.float32(at / length)) for at in sums]


@settings(deadline=None)
@given(st.text(max_size=40) | st.lists(st.sampled_from(["car", "Tree", "a1", "the"]), max_size=12).map(" ".join))
@example(" ".join(f"word{number}" for number in range(900)))
def test_vectors_are_those_of_the_definition(text: str) -> None:
    found: Vector = HashedFeatures().embed([Request(text, MODEL, "", SIZE)])[0]

    assert found.tolist() == defined(text)


@settings(deadline=None)
@given(arrays(np.float32, st.integers(1, 40), elements=coordinates), st.integers(1, 40))
def test_cut_adds_squares_as_if_no_digit_were_lost(vector: Vector, size: int) -> None:
    kept = vector[:size].astype(np.float64)
    expected = (kept / math.sqrt(math.fsum((kept * kept).tolist()))).astype(np.float32)

    assert cut(vector, size).tobytes() == expected.tobytes()


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=127)))
def test_words_of_plain_text_are_those_of_any_text(text: str) -> None:
    """A sign that is no ASCII sends the whole text the long way, and is a word of its own."""
    assert words_of(text) == words_of(text + " \u03c9")[:-1]
