"""Judges of batches and of whose vector is whose, held to tables of wrong answers."""

import json
from typing import Any

import pytest

from vectorproof.harness.checks.batches import in_batches, vectors_are
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.provider import Call, Observed

TEXTS = ["a", "b", "c", "d", "e"]
VECTORS = {0: [1.0, 0.0], 1: [0.0, 1.0]}


def seen(*batches: list[str]) -> Observed[None]:
    """Make what is observed when the provider got these batches."""
    calls = [Call.of({"n": number, "texts": batch, "inputs": len(batch)}) for number, batch in enumerate(batches)]
    return Observed(None, tuple(calls))


def found(*documents: Any) -> Exchange:
    """Make the answer of a find."""
    body = {"data": {"documents": list(documents)}}
    return Exchange(Request("POST", "http://sim", "/", {}, None, "x"), 200, {}, body, json.dumps(body).encode(), 0.0)


@pytest.mark.parametrize("batches", [(["a", "b"], ["c", "d"], ["e"]), (["e"], ["a", "b"], ["c", "d"])])
def test_batches_in_any_order_of_arrival(batches: tuple[list[str], ...]) -> None:
    assert in_batches(TEXTS, 2)(seen(*batches)) is None


@pytest.mark.parametrize(
    "batches",
    [
        (),
        (["a", "b", "c", "d", "e"],),
        (["a"], ["b", "c"], ["d", "e"]),
        (["b", "a"], ["c", "d"], ["e"]),
        (["a", "b"], ["c", "d"]),
        (["a", "b"], ["a", "b"], ["c", "d"], ["e"]),
        (["a", "b"], ["c", "d"], ["f"]),
    ],
)
def test_other_batches(batches: tuple[list[str], ...]) -> None:
    assert in_batches(TEXTS, 2)(seen(*batches)) is not None


def test_no_texts_need_no_call() -> None:
    assert in_batches([], 2)(seen()) is None
    assert in_batches([], 2)(seen(["a"])) is not None


RIGHT = [{"_id": 0, "$vector": [1.0, 0.0]}, {"_id": 1, "$vector": [0.0, 1.0000001]}]


def test_own_vectors_but_for_rounding() -> None:
    assert vectors_are(VECTORS, tolerance=1e-6)(found(*RIGHT)) is None
    assert vectors_are(VECTORS, tolerance=1e-6)(found(*RIGHT[::-1])) is None


WRONG: dict[str, list[Any]] = {
    "none": [],
    "one missing": RIGHT[:1],
    "one doubled": [*RIGHT, RIGHT[0]],
    "one too many": [*RIGHT, {"_id": 2, "$vector": [1.0, 0.0]}],
    "swapped": [{"_id": 0, "$vector": [0.0, 1.0]}, {"_id": 1, "$vector": [1.0, 0.0]}],
    "shorter": [{"_id": 0, "$vector": [1.0]}, RIGHT[1]],
    "no vector": [{"_id": 0}, RIGHT[1]],
    "a vector of texts": [{"_id": 0, "$vector": ["1.0", "0.0"]}, RIGHT[1]],
    "a vector of flags": [{"_id": 0, "$vector": [True, False]}, RIGHT[1]],
}


@pytest.mark.parametrize("kind", WRONG)
def test_others_vectors(kind: str) -> None:
    assert vectors_are(VECTORS, tolerance=1e-6)(found(*WRONG[kind])) is not None
