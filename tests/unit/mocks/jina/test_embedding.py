"""The embedding function: the same digits everywhere, unit length, never zero, and near what is near."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorproof.mocks.jina.embedding import HashedFeatures, Request, Vector, cut
from vectorproof.mocks.jina.models import models

V3 = "jina-embeddings-v3"
EMBEDDER = HashedFeatures()

any_text = st.text(max_size=60) | st.text(alphabet="\0\ud800 \n!", max_size=5)


def vector(text: str, task: str = "", model: str = V3, context: str = "") -> Vector:
    return EMBEDDER.embed([Request(text, model, task, models()[model].dimensions, context)])[0]


def cosine(one: Vector, other: Vector) -> float:
    return float(np.dot(one.astype(float), other.astype(float)))


# Literal digits: a change of the function is a change of every stored vector, and must be meant.
@pytest.mark.parametrize(
    ("text", "model", "task", "first"),
    [
        ("hello world", V3, "", [-0.057197306, -0.033510894, 0.022337416, 0.021642253]),
        ("hello world", V3, "retrieval.query", [-0.057197306, -0.033510894, 0.022337416, 0.021642253]),
        ("", "jina-embeddings-v2-base-en", "", [0.017138267, 0.017138267, 0.05913909, -0.05431141]),
        (
            "Der Wagen fährt; 漢字 readFile()",
            "jina-embeddings-v2-base-de",
            "",
            [-0.015843125, 0.037712973, 0.041355174, 0.030330254],
        ),
    ],
)
def test_digits_are_pinned(text: str, model: str, task: str, first: list[float]) -> None:
    assert vector(text, task, model)[:4].tolist() == np.array(first, dtype=np.float32).tolist()


def test_digits_do_not_depend_on_what_was_embedded_before() -> None:
    fresh = HashedFeatures().embed([Request("a red car", V3, "", 1024)])[0]
    for text in ("red", "car a", "another"):
        vector(text)
    assert fresh.tolist() == vector("a red car").tolist()


@settings(deadline=None)
@given(any_text, st.sampled_from(sorted(models())), st.sampled_from(["", "text-matching", "code.query"]))
def test_unit_length_and_no_zero_anywhere(text: str, model: str, task: str) -> None:
    found = vector(text, task, model)
    assert found.dtype == np.float32
    assert len(found) == models()[model].dimensions
    assert abs(float(np.linalg.norm(found.astype(float))) - 1) < 1e-6
    assert np.abs(found).min() > 0


@settings(deadline=None)
@given(any_text, st.integers(1, 1024))
def test_cut_keeps_direction_and_unit_length(text: str, size: int) -> None:
    whole = vector(text)
    short = cut(whole, size)
    assert len(short) == size
    assert abs(float(np.linalg.norm(short.astype(float))) - 1) < 1e-6
    scale = float(np.linalg.norm(whole[:size].astype(float)))
    assert np.allclose(short * scale, whole[:size], rtol=1e-5)


@settings(deadline=None)
@given(any_text, any_text)
def test_other_texts_have_other_vectors(one: str, other: str) -> None:
    assert (vector(one).tolist() == vector(other).tolist()) == (one == other)


# Each row: the second text is nearer to the first than the third is.
@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("a red car drives along the coast", "red cars driving along a coast", "quantum theory of baryons"),
        ("a red car drives along the coast", "a blue car drives on a road", "the theory of the baryons"),
        ("he walked home", "walking home", "he ate bread"),
        ("the car", "a motorbike", "a mountain"),
        ("mountain", "orography", "motorbike"),
        ("readFile(path)", "read_file path", "write socket"),
        ("misspelled", "mispelled", "telescope"),
        ("東京タワー", "東京", "漢字"),
    ],
)
@pytest.mark.parametrize("size", [1024, 256])
def test_shared_meaning_is_nearer_than_none(text: str, near: str, far: str, size: int) -> None:
    base = cut(vector(text), size)
    assert cosine(base, cut(vector(near), size)) > cosine(base, cut(vector(far), size)) + 0.05


def test_tasks_and_models_have_spaces_of_their_own() -> None:
    text = "a red car drives along the coast"
    base, query, passage = (vector(text, task) for task in ("", "retrieval.query", "retrieval.passage"))
    assert 0.55 < cosine(base, passage) < 0.75
    assert 0.85 < cosine(query, passage) < 0.99
    de, en = (vector(text, model=f"jina-embeddings-v2-base-{language}") for language in ("de", "en"))
    assert abs(cosine(de, en)) < 0.2


def test_late_chunking_lets_the_context_show_and_the_text_dominate() -> None:
    alone, here, there = (vector("a red car", context=context) for context in ("", "one\na red car", "a red car\ntwo"))
    assert 0.85 < cosine(alone, here) < 0.999
    assert 0.7 < cosine(here, there) < 0.999
