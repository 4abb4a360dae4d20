"""The judge of failures, held to a table."""

import json
from typing import Any

import pytest

from vectorproof.harness.checks.failing import failed
from vectorproof.harness.exchange import Exchange, Request

ERROR = {"errorCode": "ANY", "message": "no"}


def answer(body: Any, status: int = 200) -> Exchange:
    """Make an answer with this body."""
    return Exchange(Request("POST", "http://sim", "/", {}, None, "x"), status, {}, body, json.dumps(body).encode(), 0.0)


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("members", [{}, {"status": {"insertedIds": []}}])
def test_failures(members: dict[str, Any], status: int) -> None:
    assert failed()(answer({"errors": [ERROR], **members}, status)) is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"errors": []},
        {"errors": "no"},
        {"status": {"insertedIds": ["1"]}},
        {"errors": [ERROR], "status": {"insertedIds": ["1"]}},
        {"errors": [ERROR], "data": {"documents": [{"_id": "1"}]}},
    ],
)
def test_no_failures(body: Any) -> None:
    assert failed()(answer(body)) is not None
