"""Models that give a vector per word, and inputs that are no texts."""

from typing import Any

import numpy as np
import pytest

COLBERT, V4 = "jina-colbert-v2", "jina-embeddings-v4"


@pytest.mark.parametrize(("model", "more", "size"), [
    ("jina-colbert-v1-en", {}, 128), ("jina-colbert-v1-en", {"dimensions": 64}, 128), (COLBERT, {}, 128),
    (COLBERT, {"dimensions": 64}, 64), (COLBERT, {"dimensions": 96}, 96), (COLBERT, {"dimensions": 128}, 128),
])  # fmt: skip
def test_colbert_gives_a_unit_vector_per_word(lab: Any, key: str, model: str, more: dict[str, Any], size: int) -> None:
    first, second = lab.embed(key, ("red car, red", "?!"), model=model, **more).json["data"]
    assert list(first) == ["object", "index", "embeddings"]
    assert (first["object"], first["index"], second["index"]) == ("embeddings", 0, 1)
    rows = np.array(first["embeddings"])
    assert rows.shape == (3, size)
    assert rows[0].tolist() == rows[2].tolist() != rows[1].tolist()
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(3), abs=1e-6)
    assert np.array(second["embeddings"]).shape == (1, size)


def test_query_and_document_differ_and_find_each_other(lab: Any, key: str) -> None:
    asked = {kind: lab.embed(key, ("car",), model=COLBERT, input_type=kind) for kind in ("query", "document", None)}
    query, document = (np.array(asked[kind].json["data"][0]["embeddings"][0]) for kind in ("query", "document"))
    assert asked[None].body == asked["document"].body
    assert 0.7 < float(query @ document) < 0.999


def test_every_encoding_is_a_list_per_word(lab: Any, key: str) -> None:
    for kind, kept in (("base64", str), ("binary", list), ("ubinary", list)):
        (item,) = lab.embed(key, ("red car",), model=COLBERT, embedding_type=kind).json["data"]
        assert [type(row) for row in item["embeddings"]] == [kept, kept]


@pytest.mark.parametrize(
    ("more", "fragment"),
    [({"dimensions": 100}, "literal_error"), ({"dimensions": 32}, "literal_error"),
     ({"dimensions": 256}, "less_than_equal"), ({"input_type": "passage"}, "body -> input_type"),
     ({"input_type": ["query"]}, "body -> input_type")],
)  # fmt: skip
def test_what_colbert_does_not_take_is_refused(lab: Any, key: str, more: dict[str, Any], fragment: str) -> None:
    seen = lab.embed(key, ("car",), model=COLBERT, **more)
    assert seen.status == 422
    assert fragment in seen.body.decode()


def test_a_fault_that_spoils_single_vectors_waits_for_one(lab: Any, key: str) -> None:
    lab.fault(key, "ok-wrong-length")
    assert lab.embed(key, ("car",), model=COLBERT).status == 200
    assert len(lab.embed(key, ("car",)).json["data"][0]["embedding"]) == 767


def test_v4_gives_a_unit_vector_per_word_where_it_is_asked(lab: Any, key: str) -> None:
    asked = lab.embed(key, ("red car, red", "?!"), model=V4, return_multivector=True)
    first, second = asked.json["data"]
    rows = np.array(first["embeddings"])

    assert (list(first), first["object"], rows.shape) == (["object", "index", "embeddings"], "embeddings", (3, 128))
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(3), abs=1e-6)
    assert np.array(second["embeddings"]).shape == (1, 128)
    assert asked.json["usage"] == {"total_tokens": 8}


def test_v4_gives_the_words_beside_their_vectors_where_they_are_asked(lab: Any, key: str) -> None:
    plain = lab.embed(key, ("Red car, red", "?!"), model=V4, return_multivector=True).json["data"]
    first, second = lab.embed(
        key, ("Red car, red", "?!"), model=V4, return_multivector=True, return_tokenized_input=True
    ).json["data"]

    assert (first["tokenized_input"], second["tokenized_input"]) == (["red", "car", "red"], ["?!"])
    assert [item["embeddings"] for item in (first, second)] == [item["embeddings"] for item in plain]


def test_v4_gives_one_vector_where_none_per_word_is_asked(lab: Any, key: str) -> None:
    (item,) = lab.embed(key, ("car",), model=V4, return_multivector=False, return_tokenized_input=None).json["data"]
    assert len(item["embedding"]) == 2048


def test_other_models_ignore_what_asks_for_a_vector_per_word(lab: Any, key: str) -> None:
    assert lab.embed(key, return_multivector=True, return_tokenized_input=True).body == lab.embed(key).body


@pytest.mark.parametrize(
    ("more", "fragment"),
    [({"return_multivector": True, "dimensions": 8}, "body -> return_multivector"),
     ({"return_tokenized_input": True}, "body -> return_tokenized_input"),
     ({"return_tokenized_input": True, "return_multivector": False}, "body -> return_tokenized_input"),
     ({"return_multivector": 1}, "bool_type"), ({"return_tokenized_input": "yes"}, "bool_type")],
)  # fmt: skip
def test_what_v4_does_not_take_is_refused(lab: Any, key: str, more: dict[str, Any], fragment: str) -> None:
    seen = lab.embed(key, ("car",), model=V4, **more)
    assert (seen.status, lab.charged(key)) == (422, 0)
    assert fragment in seen.body.decode()


@pytest.mark.parametrize("model", ["jina-clip-v1", "jina-clip-v2", "jina-embeddings-v5-omni-small"])
def test_models_of_many_media_take_texts_as_objects(lab: Any, key: str, model: str) -> None:
    assert lab.embed(key, [{"text": "car"}], model=model).body == lab.embed(key, ["car"], model=model).body


@pytest.mark.parametrize(
    ("model", "given"),
    [
        ("jina-clip-v2", [{"text": "a"}, {"image": "https://example.com/a.png"}]),
        (V4, {"pdf": "data"}),
        ("jina-embeddings-v5-omni-nano", [{"content": [{"text": "a"}]}]),
        ("jina-embeddings-v5-omni-nano", [{"audio": "data"}]),
    ],
)
def test_what_is_not_simulated_is_named_and_not_charged(lab: Any, key: str, model: str, given: Any) -> None:
    seen = lab.embed(key, given, model=model)
    assert seen.status == 501
    assert "not simulated here" in seen.json["detail"]
    assert model in seen.json["detail"]
    assert "X-Sim-Fidelity: simulator-only" in seen.head
    assert lab.charged(key) == 0


def test_media_at_a_model_of_texts_are_wrong_there_too(lab: Any, key: str) -> None:
    assert lab.embed(key, [{"image": "data"}]).status == 422
