"""The judge of a loaded file, held to a table of wrong documents."""

import json
from typing import Any

import pytest

from vectorproof.harness.checks.loading import embeds
from vectorproof.harness.exchange import Exchange, Request

TEXTS = {"1": "a boat", "2": None}
JUDGE = embeds(TEXTS, 2, by="number")
FIRST = {"number": 1, "$vectorize": "a boat", "$vector": [1.0, 0.0]}
SECOND = {"number": "2"}


def found(*documents: Any) -> Exchange:
    """Make the answer of a find."""
    body = {"data": {"documents": list(documents)}}
    return Exchange(Request("POST", "http://sim", "/", {}, None, "x"), 200, {}, body, json.dumps(body).encode(), 0.0)


@pytest.mark.parametrize(
    "second", [SECOND, {**SECOND, "$vectorize": ""}, {**SECOND, "$vectorize": None, "$vector": None}]
)
def test_documents_in_any_order(second: dict[str, Any]) -> None:
    assert JUDGE(found(second, FIRST)) is None


WRONG: dict[str, list[Any]] = {
    "none": [],
    "one missing": [FIRST],
    "one doubled": [FIRST, SECOND, SECOND],
    "one too many": [FIRST, SECOND, {"number": 3}],
    "the other field": [{**FIRST, "$vectorize": "a hut"}, SECOND],
    "text without a vector": [{"number": 1, "$vectorize": "a boat"}, SECOND],
    "vector without a text": [{"number": 1, "$vector": [1.0, 0.0]}, SECOND],
    "vector of another length": [{**FIRST, "$vector": [1.0]}, SECOND],
    "an empty cell embedded": [FIRST, {**SECOND, "$vector": [1.0, 0.0]}],
    "an empty cell with a text": [FIRST, {**SECOND, "$vectorize": "a hut"}],
}


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_documents(kind: str) -> None:
    assert JUDGE(found(*WRONG[kind])) is not None
