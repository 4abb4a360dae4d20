"""Judges of a client's command, held to tables of wrong ends and wrong requests."""

import json
from typing import Any

import pytest

from vectorproof.harness.checks.commands import (
    asked_for,
    complained,
    created_collection,
    left_out,
    printed_ok,
    told_no_success,
    well_formed_program,
)
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.shell import Ended

NOT_LEFT_OUT: tuple[Any, ...] = ({}, [], {"createCollection": {}})
OK = '{\n  "status": {\n    "ok": 1\n  }\n}\n'


def _exchange(sent: Any, answer: Any, status: int = 200) -> Exchange:
    request = Request("POST", "http://sim", "/", {}, json.dumps(sent).encode(), "createCollection")
    return Exchange(request, status, {}, answer, json.dumps(answer).encode(), 0.0)


def _wanted(name: str = "c1", **vector: Any) -> dict[str, Any]:
    return {"createCollection": {"name": name, "options": {"vector": vector}}}


@pytest.mark.parametrize("output", [OK, '{"status":{"ok":1}}'])
def test_ok_may_be_printed_in_any_layout(output: str) -> None:
    assert printed_ok()(Ended(0, output, "")) is None


@pytest.mark.parametrize(
    "ended",
    [
        Ended(22, OK, ""),
        Ended(0, OK, "curl: (18) transfer closed"),
        Ended(0, "", ""),
        Ended(0, '{"status":{"ok":0}}', ""),
        Ended(0, '{"status":{"ok":1},"errors":[]}', ""),
        Ended(0, '{"errors":[{"errorCode":"X"}]}', ""),
        Ended(0, f"{OK}{OK}", ""),
    ],
)
def test_another_end_is_not_ok(ended: Ended) -> None:
    assert printed_ok()(ended) is not None


def test_a_client_fails_by_itself() -> None:
    assert complained()(Ended(3, "", "curl: (3) no host")) is None


@pytest.mark.parametrize(
    "ended", [Ended(0, "", "curl: (3)"), Ended(3, "", ""), Ended(22, OK, "curl: (22)"), Ended(0, OK, "")]
)
def test_what_gets_an_answer_did_not_fail_by_itself(ended: Ended) -> None:
    assert complained()(ended) is not None


def test_a_collection_that_was_asked_for_is_made() -> None:
    assert created_collection("c1")(_exchange(_wanted(), {"status": {"ok": 1}})) is None


@pytest.mark.parametrize(
    ("sent", "answer", "status"),
    [
        (_wanted("c2"), {"status": {"ok": 1}}, 200),
        ({"deleteCollection": {"name": "c1"}}, {"status": {"ok": 1}}, 200),
        (_wanted(), {"status": {"ok": 0}}, 200),
        (_wanted(), {"errors": [{"errorCode": "X"}]}, 200),
        (_wanted(), {"status": {"ok": 1}}, 401),
        ([], {"status": {"ok": 1}}, 200),
    ],
)
def test_another_request_or_answer_made_no_such_collection(sent: Any, answer: Any, status: int) -> None:
    assert created_collection("c1")(_exchange(sent, answer, status)) is not None


def test_a_member_that_is_not_there_is_left_out() -> None:
    assert left_out("dimension")(_exchange(_wanted(metric="cosine"), {})) is None


@pytest.mark.parametrize("dimension", [None, 0, 5])
def test_null_and_zero_are_not_left_out(dimension: int | None) -> None:
    assert left_out("dimension")(_exchange(_wanted(dimension=dimension), {})) is not None


@pytest.mark.parametrize("sent", NOT_LEFT_OUT)
def test_nothing_is_left_out_of_what_describes_no_vectors(sent: Any) -> None:
    assert left_out("dimension")(_exchange(sent, {})) is not None


def _bound(key_name: str) -> dict[str, Any]:
    return _wanted(service={"authentication": {"providerKey": key_name}})


def test_a_key_may_be_named_in_full_or_not() -> None:
    assert asked_for(_bound("k1"))(_exchange(_bound("k1"), {})) is None
    assert asked_for(_bound("k1"))(_exchange(_bound("k1.providerKey"), {})) is None


@pytest.mark.parametrize("sent", [_bound("k2"), _bound("k2.providerKey"), _bound("k1.apiKey"), _wanted(), {}, []])
def test_another_request_is_not_what_was_asked_for(sent: Any) -> None:
    assert asked_for(_bound("k1"))(_exchange(sent, {})) is not None


def test_a_refusal_tells_no_success() -> None:
    assert told_no_success()(_exchange({}, {"errors": [{"errorCode": "X"}]})) is None


@pytest.mark.parametrize("answer", [{"status": {"ok": 1}}, {"status": {"ok": 1}, "errors": [{"errorCode": "X"}]}, {}])
def test_an_ok_anywhere_and_an_answer_without_errors_are_no_refusal(answer: Any) -> None:
    assert told_no_success()(_exchange({}, answer)) is not None


def test_a_parser_that_is_content_says_nothing() -> None:
    assert well_formed_program()(Ended(0, "", "")) is None


@pytest.mark.parametrize("ended", [Ended(1, "", "1 error"), Ended(1, "", ""), Ended(0, "", "warning: odd")])
def test_a_complaint_is_of_no_well_formed_program(ended: Ended) -> None:
    assert well_formed_program()(ended) is not None
