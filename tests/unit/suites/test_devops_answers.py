"""The judges of the DevOps API's answers: each takes the right one and refuses each of a table of wrong ones."""

from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.judging import Judge
from vectorproof.suites.devops.answers import (
    BUSY,
    accepted,
    described,
    describes,
    entries_are,
    in_status,
    lists,
    refused,
    told,
)

TIME = "2026-01-02T03:04:05Z"
INFO: dict[str, Any] = {
    "name": "a", "cloudProvider": "AWS", "tier": "serverless", "capacityUnits": 1, "region": "us-east-2",
    "keyspace": "k", "keyspaces": ["k", "l"], "additionalKeyspaces": ["l"], "datacenters": [{"region": "us-east-2"}],
}  # fmt: skip
DATABASE: dict[str, Any] = {
    "id": "1", "orgId": "2", "ownerId": "3", "creationTime": TIME, "terminationTime": TIME, "lastUsageTime": TIME,
    "status": "ACTIVE", "observedStatus": "ACTIVE", "availableActions": ["terminate"], "storage": {}, "info": INFO,
    "dataEndpointUrl": "https://1-us-east-2.apps.astra.datastax.com/api/rest",
}  # fmt: skip
REFUSAL = {"errors": [{"ID": BUSY, "message": "database x is busy"}]}


def answer(body: Any, status: int = 200) -> Exchange:
    raw = b"" if body is None else orjson.dumps(body)
    return Exchange(Request("GET", "http://h", "/", {}, None, "t"), status, {}, body, raw, 0.0)


def database(**changes: Any) -> dict[str, Any]:
    return {**DATABASE, **changes}


def info(**changes: Any) -> dict[str, Any]:
    return database(info={**INFO, **changes})


RIGHT: Mapping[str, tuple[Judge[Exchange], Exchange]] = {
    "a description": (described(), answer(DATABASE)),
    "values": (describes(id="1", info__name="a", info__dbType=None), answer(DATABASE)),
    "a status": (in_status("ACTIVE"), answer(DATABASE)),
    "a list": (lists("1", "2"), answer([{"id": "2"}, {"id": "1"}])),
    "a list of nothing": (lists(), answer([])),
    "entries": (entries_are([answer(DATABASE)]), answer([DATABASE])),
    "entries of another moment": (entries_are([answer(DATABASE)]), answer([database(lastUsageTime="")])),
    "a refusal": (refused(), answer(REFUSAL, 404)),
    "a refusal of a kind": (refused(409, number=BUSY, says="x"), answer(REFUSAL, 409)),
    "nothing more": (accepted(202), answer(None, 202)),
    "a member": (told("true", "info.name", lambda seen: seen == "a"), answer(DATABASE)),
}
WRONG: Mapping[str, tuple[Judge[Exchange], Exchange]] = {
    "no observed status": (described(), answer({n: v for n, v in DATABASE.items() if n != "observedStatus"})),
    "a status of no kind": (described(), answer(database(status="Active"))),
    "a time of no kind": (described(), answer(database(creationTime="today"))),
    "units as a text": (described(), answer(info(capacityUnits="1"))),
    "units as a truth": (described(), answer(info(capacityUnits=True))),
    "no keyspaces": (described(), answer(info(keyspaces=[]))),
    "keyspaces of numbers": (described(), answer(info(keyspaces=[1]))),
    "no address": (described(), answer(database(dataEndpointUrl="http://x"))),
    "no description": (described(), answer([DATABASE])),
    "another value": (describes(info__name="b"), answer(DATABASE)),
    "values in a refusal": (describes(id="1"), answer(DATABASE, 500)),
    "another status": (in_status("PENDING"), answer(DATABASE)),
    "another status seen": (in_status("ACTIVE"), answer(database(observedStatus="PENDING"))),
    "one twice": (lists("1"), answer([{"id": "1"}, {"id": "1"}])),
    "one too few": (lists("1", "2"), answer([{"id": "1"}])),
    "no list": (lists(), answer([], 500)),
    "an entry of another region": (entries_are([answer(DATABASE)]), answer([info(region="moon")])),
    "no entry": (entries_are([answer(DATABASE)]), answer([])),
    "a success": (refused(), answer(DATABASE)),
    "a refusal of another status": (refused(404), answer(REFUSAL, 409)),
    "a server's error": (refused(), answer(REFUSAL, 500)),
    "a refusal of another number": (refused(number=1), answer(REFUSAL, 409)),
    "a number as a text": (refused(), answer({"errors": [{"ID": "1", "message": "m"}]}, 404)),
    "no words": (refused(), answer({"errors": [{"ID": 1, "message": ""}]}, 404)),
    "other words": (refused(says="z"), answer(REFUSAL, 404)),
    "no errors": (refused(), answer({"errors": []}, 404)),
    "a body": (accepted(202), answer({}, 202)),
    "another success": (accepted(202), answer(None, 200)),
    "another member": (told("true", "info.name", lambda seen: seen == "b"), answer(DATABASE)),
    "a member of a refusal": (told("true", "id", lambda seen: seen == "1"), answer(DATABASE, 500)),
}


@pytest.mark.parametrize("kind", RIGHT)
def test_right_is_right(kind: str) -> None:
    judge, seen = RIGHT[kind]

    assert judge(seen) is None


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_is_found(kind: str) -> None:
    judge, seen = WRONG[kind]

    assert judge(seen) is not None
