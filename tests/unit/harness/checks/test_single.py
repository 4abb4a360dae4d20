"""Single answers: what a real server answered is accepted, and each way to be wrong is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from vectorproof.harness.checks.single import judge_answer

SAMPLE = Path(__file__).parents[3] / "data" / "golden_sample.jsonl"
ERROR = {
    "id": "b7a2f0c2-2d2c-4c7e-9b0e-000000000000",
    "family": "REQUEST",
    "scope": "SCHEMA",
    "errorCode": "UNKNOWN_KEYSPACE",
    "title": "Unknown keyspace",
    "message": "There is no such keyspace.",
}
FIND: dict[str, Any] = {"find": {}}


def recorded() -> list[dict[str, Any]]:
    return [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


def test_answers_of_a_real_server_are_accepted() -> None:
    found = [
        (exchange.get("request"), mismatch)
        for exchange in recorded()
        if "__raw__" not in (exchange["response"] or ())
        for mismatch in judge_answer(
            exchange.get("request"),
            exchange["status"],
            exchange["response"],
            volatile=exchange.get("volatile", ()),
        )
    ]
    assert found == []


def test_right_refusal_is_accepted() -> None:
    assert judge_answer(FIND, 200, {"errors": [ERROR]}) == ()


@pytest.mark.parametrize(
    ("request_", "status", "body"),
    [
        (FIND, 200, {}),
        (FIND, 200, []),
        (FIND, 200, "garbage"),
        (FIND, 200, FIND),
        (FIND, 200, {"status": {}}),
        (FIND, 200, {"errors": []}),
        (FIND, 200, {"status": {"ok": 1}}),
        (FIND, 500, {"data": {"documents": [], "nextPageState": None}}),
        (FIND, 200, {"data": {"documents": [], "nextPageState": None}, "errors": [ERROR]}),
        (FIND, 404, {"errors": [ERROR]}),
        (FIND, 200, {"errors": [{**ERROR, "errorCode": "NO_SUCH_CODE"}]}),
        (FIND, 200, {"errors": [{**ERROR, "family": "SERVER"}]}),
        (FIND, 200, {"errors": [{**ERROR, "scope": "DOCUMENT"}]}),
        (FIND, 200, {"errors": [{name: value for name, value in ERROR.items() if name != "message"}]}),
        ({"insertOne": {"document": {}}}, 200, {"status": {"insertedIds": "1"}}),
        ({"countDocuments": {}}, 200, {"status": {"count": "many"}}),
    ],
)
def test_wrong_answer_is_told(request_: object, status: int, body: object) -> None:
    assert judge_answer(request_, status, body)
