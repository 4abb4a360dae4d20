"""Vectors that a test lays down: by a marker in the text, by a declaration, at every size."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorproof.mocks.jina.embedding import HashedFeatures, Request, cut
from vectorproof.mocks.jina.geometry import Declared, Geometry, Near

V3 = "jina-embeddings-v3"


def cosine(one: Any, other: Any) -> float:
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def vectors(lab: Any, key: str, *texts: str, **more: object) -> list[list[float]]:
    return [item["embedding"] for item in lab.embed(key, texts, model=V3, **more).json["data"]]


@settings(deadline=None)
@given(st.floats(-1, 1), st.integers(2, 1024), st.text(max_size=20), st.sampled_from(["", "retrieval.query"]))
def test_a_declared_cosine_holds_at_any_size(wanted: float, size: int, anchor: str, task: str) -> None:
    geometry = Geometry(HashedFeatures().embed, cut)
    geometry.declare({"a": Declared("declared text", Near(wanted, anchor))})
    one, other = geometry.vectors([Request(t, V3, task, 1024) for t in ("declared text", anchor)], size)
    assert cosine(one, other) == pytest.approx(wanted, abs=1e-6)
    assert float(np.linalg.norm(one)) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("size", "wanted"), [(2, -1), (7, 0), (256, 0.83), (1024, 1)])
def test_a_marker_fixes_the_cosine_on_the_wire(lab: Any, key: str, size: int, wanted: float) -> None:
    marked = f"Any words [[near:{wanted} the other text]]"
    one, other = vectors(lab, key, marked, "the other text", dimensions=size, task="retrieval.passage")
    assert cosine(one, other) == pytest.approx(wanted, abs=1e-6)


def test_two_texts_at_one_cosine_are_two_vectors(lab: Any, key: str) -> None:
    one, other = vectors(lab, key, "First [[near:0.5 anchor]]", "Second [[near:0.5 anchor]]")
    assert cosine(one, other) < 0.999


def test_one_dimension_knows_only_two_directions(lab: Any, key: str) -> None:
    one, other = vectors(lab, key, "x [[near:-0.4 anchor]]", "anchor", dimensions=1)
    assert one == [-other[0]]


def test_a_text_beside_itself_still_finds_its_cosine() -> None:
    geometry = Geometry(HashedFeatures().embed, cut)
    geometry.declare({"a": Declared("same", Near(0.25, "anchor")), "b": Declared("anchor", exact=(3.0, 4.0))})
    one, other = geometry.vectors([Request("same", V3, "", 1024), Request("anchor", V3, "", 1024)], 2)
    assert other.tolist() == [3.0, 4.0]
    assert cosine(one, other) == pytest.approx(0.25, abs=1e-6)


def test_declarations_come_and_go(lab: Any, key: str) -> None:
    (before,) = vectors(lab, key, "declared", dimensions=3)
    wish: list[dict[str, object]] = [
        {"text": "declared", "vector": [0.5, -2, 1]},
        {"text": "close", "anchor": "declared", "cosine": 0.9},
    ]
    ids = lab.control("POST", "/vectors", {"vectors": wish})["ids"]
    exact, close = vectors(lab, key, "declared", "close", dimensions=3)
    assert exact == [0.5, -2, 1]
    assert cosine(exact, close) == pytest.approx(0.9, abs=1e-6)
    assert lab.control("GET", "/vectors")["vectors"] == [{"id": ids[0], **wish[0]}, {"id": ids[1], **wish[1]}]
    lab.control("DELETE", f"/vectors/{ids[0]}")
    assert vectors(lab, key, "declared", dimensions=3) == [before]
    lab.control("POST", "/reset")
    assert lab.control("GET", "/vectors") == {"vectors": []}


def test_an_exact_vector_stays_exact_where_no_unit_length_is_asked(lab: Any, key: str) -> None:
    lab.control("POST", "/vectors", {"vectors": [{"text": "declared", "vector": [0.5, -2, 1]}]})
    exact, plain = vectors(lab, key, "declared", "plain", dimensions=3, normalized=False)
    assert exact == [0.5, -2, 1]
    assert np.linalg.norm(plain) == pytest.approx(3, abs=1e-5)


def test_nothing_can_be_near_a_vector_of_zeros_and_has_its_own_place(lab: Any, key: str) -> None:
    before = vectors(lab, key, "a [[near:0.5 nowhere]]", dimensions=3)
    lab.control("POST", "/vectors", {"vectors": [{"text": "nowhere", "vector": [0, 0, 0]}]})
    nowhere, (near,) = (
        vectors(lab, key, "nowhere", dimensions=3),
        vectors(lab, key, "a [[near:0.5 nowhere]]", dimensions=3),
    )
    assert nowhere == [[0, 0, 0]]
    assert np.linalg.norm(near) == pytest.approx(1, abs=1e-6)
    assert [near] != before


def test_each_key_may_have_vectors_of_its_own(lab: Any, key: str) -> None:
    other = lab.control("POST", "/keys", {})["key"]
    wishes = [
        {"text": "here", "vector": [1, 0, 0]},
        {"text": "here", "vector": [0, 1, 0], "key": key},
        {"text": "near", "anchor": "here", "cosine": 0.5, "key": key},
        {"text": "here", "vector": [0, 0, 1], "key": key, "client": "one"},
    ]
    ids = lab.control("POST", "/vectors", {"vectors": wishes})["ids"]
    assert vectors(lab, other, "here", dimensions=3) == [[1, 0, 0]]
    here, near = vectors(lab, key, "here", "near", dimensions=3)
    assert here == [0, 1, 0]
    assert near[1] == pytest.approx(0.5, abs=1e-6)
    assert vectors(lab, key, "here", client="one", dimensions=3) == [[0, 0, 1]]
    assert vectors(lab, key, "near", client="one", dimensions=3)[0][2] == pytest.approx(0.5, abs=1e-6)
    assert len(lab.control("GET", f"/vectors?key={key}")["vectors"]) == 3
    lab.control("DELETE", f"/vectors/{ids[1]}")
    assert vectors(lab, key, "here", dimensions=3) == [[1, 0, 0]]


def test_vectors_stay_with_a_key_whose_text_is_replaced(lab: Any, key: str) -> None:
    lab.control("POST", "/vectors", {"vectors": [{"text": "here", "vector": [0, 1], "key": key}]})
    new = "jina_" + "n" * 60
    lab.control("PATCH", f"/keys/{key}", {"key": new})
    assert vectors(lab, new, "here", dimensions=2) == [[0, 1]]


def test_designs_of_different_keys_never_contradict_each_other(lab: Any, key: str) -> None:
    other = lab.control("POST", "/keys", {})["key"]
    one = [{"text": "a", "anchor": "b", "cosine": 0.5, "key": key}]
    back = {"text": "b", "anchor": "a", "cosine": 0.5}
    lab.control("POST", "/vectors", {"vectors": [*one, {**back, "key": other}]})
    assert lab.control_status("POST", "/vectors", {"vectors": [{**back, "key": key}]})[0] == 409
    assert lab.control_status("POST", "/vectors", {"vectors": [back]})[0] == 409
    assert lab.control_status("POST", "/vectors", {"vectors": [{**back, "client": "one"}]})[0] == 409
    assert lab.control_status("POST", "/vectors", {"vectors": [{**back, "key": "nobody"}]})[0] == 404


def test_an_exact_vector_is_for_its_own_size_only(lab: Any, key: str) -> None:
    before = vectors(lab, key, "declared", dimensions=4)
    lab.control("POST", "/vectors", {"vectors": [{"text": "declared", "vector": [1, 0, 0]}]})
    assert vectors(lab, key, "declared", dimensions=4) == before


@pytest.mark.parametrize(
    ("wish", "status", "fragment"),
    [
        ({"vector": [1]}, 400, "text: missing"),
        ({"text": "a"}, 400, "either vector, or anchor and cosine"),
        ({"text": "a", "anchor": "b"}, 400, "either vector"),
        ({"text": "a", "anchor": "b", "cosine": 0, "vector": [1]}, 400, "either vector"),
        ({"text": "a", "anchor": "b", "cosine": 1.01}, 400, "from -1 to 1"),
        ({"text": "a", "anchor": "b", "cosine": "1"}, 400, "a number would be right"),
        ({"text": "a", "vector": []}, 400, "from 1 to 2048"),
        ({"text": "a", "vector": [1] * 2049}, 400, "from 1 to 2048"),
        ({"text": "a", "vector": [1, "2"]}, 400, "float32"),
        ({"text": "a", "vector": [1e39]}, 400, "float32"),
        ({"text": "a", "vector": [1], "near": 1}, 400, "'near' is unknown"),
        ({"text": "there", "vector": [1]}, 409, "declared already"),
        ({"text": "a", "anchor": "there", "cosine": 0.5}, 409, "itself put near"),
        ({"text": "elsewhere", "anchor": "b", "cosine": 0.5}, 409, "itself put near"),
        ({"text": "a", "anchor": "[[near:0.5 b]]", "cosine": 0.5}, 409, "itself put near"),
        ({"text": "a", "anchor": "a", "cosine": 0.5}, 409, "itself put near"),
    ],
)
def test_a_wrong_declaration_says_what_would_be_right(
    lab: Any, wish: dict[str, object], status: int, fragment: str
) -> None:
    lab.control("POST", "/vectors", {"vectors": [{"text": "there", "anchor": "elsewhere", "cosine": 0.5}]})
    answer = lab.control_status("POST", "/vectors", {"vectors": [{"text": "good", "vector": [1]}, wish]})
    assert answer[0] == status
    assert fragment in answer[1]["error"]
    assert len(lab.control("GET", "/vectors")["vectors"]) == 1


@pytest.mark.parametrize(
    "marker", ["[[near:1.5 b]]", "[[near:x b]]", "[[near:0.5]]", "[[near:0.5 b", "[[near:0.5 [b]]]"]
)
def test_a_broken_marker_is_refused(lab: Any, key: str, marker: str) -> None:
    seen = lab.embed(key, (marker,))
    assert seen.status == 422
    assert "wants a number" in seen.body.decode()
    assert lab.control_status("DELETE", "/vectors/nothing")[0] == 404
