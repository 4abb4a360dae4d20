"""The Data API fails by plan: each fault on the wire, what was done before, who meets it, and the account of it."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.unit.mocks.world.lab import Reply, Served

from vectorproof.mocks.config import load_world
from vectorproof.mocks.dataapi.faults import names
from vectorproof.mocks.faults.contract import FaultError

FAULTS = "/control/faults"
INSERT = {"insertOne": {"document": {"_id": "new"}}}
QUICK: dict[str, dict[str, Any]] = {
    "slow": {"after_ms": 50}, "slow-headers": {"after_ms": 20}, "slow-drip": {"every_ms": 1},
    "hang": {}, "hold": {}, "http-status": {"status": 503}, "error": {"code": "DOCUMENT_ALREADY_EXISTS"},
}  # fmt: skip
#: Waiting for ever is cut short by the caller; the others end by themselves.
ENDLESS = {"hang", "hold"}


@pytest.fixture
def lab() -> Iterator[Served]:
    """Serve the default world with an empty collection."""
    served = Served(load_world("default"))
    served.command({"createCollection": {"name": "c"}}, "default_keyspace")
    yield served
    served.close()


def plan(lab: Served, *entries: dict[str, Any], token: str | None = None) -> Reply:
    """Put entries into the plan."""
    return lab.control("POST", FAULTS, {"faults": list(entries)}, token=token)


def account(lab: Served, token: str | None = None) -> list[dict[str, Any]]:
    """Give what became of the entries."""
    listed: list[dict[str, Any]] = lab.control("GET", FAULTS, token=token).json["faults"]
    return listed


def ask(lab: Served, command: dict[str, Any], collection: str = "c") -> Reply:
    """Run a command on the collection."""
    return lab.command(command, "default_keyspace", collection)


def raw_answer(lab: Served, command: dict[str, Any], patience_s: float = 2.0) -> bytes:
    """Read all that comes back, byte for byte, until the connection ends or nothing comes any more."""
    where = urlsplit(str(lab.ready["data_api"]))
    body = json.dumps(command).encode()
    head = (
        f"POST /v1/default_keyspace/c HTTP/1.1\r\nHost: x\r\nToken: {lab.ready['token']}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((str(where.hostname), where.port), timeout=patience_s) as connection:
        connection.sendall(head.encode() + body)
        pieces: list[bytes] = []
        try:
            while piece := connection.recv(65536):
                pieces.append(piece)
        except (TimeoutError, ConnectionResetError):
            pass
    return b"".join(pieces)


def is_there(lab: Served) -> bool:
    """Tell whether the document was written."""
    return bool(ask(lab, {"findOne": {"filter": {"_id": "new"}}}).json["data"]["document"])


@pytest.mark.parametrize("name", [name for name in names() if name not in ENDLESS])
def test_each_fault_is_met_once_and_the_next_request_is_answered(lab: Served, name: str) -> None:
    plan(lab, {"match": {"command": "insertOne"}, "fault": {"name": name, **QUICK.get(name, {})}})
    spoiled = raw_answer(lab, INSERT)
    right = b'{"status":{"insertedIds":["new"]}}'

    assert [(entry["met"], entry["unmet"]) for entry in account(lab)] == [(1, 0)]
    assert right not in spoiled or name in {"slow", "slow-headers", "slow-drip", "chunked", "no-length", "close"}
    assert ask(lab, {"countDocuments": {}}).status == 200


def test_a_gateways_refusal_carries_its_status_and_nothing_was_done(lab: Served) -> None:
    plan(lab, {"fault": {"name": "http-status", "status": 429, "retry_after_s": 7, "body": "slow down"}})
    refused = ask(lab, INSERT)

    assert (refused.status, refused.headers["retry-after"], refused.raw) == (429, "7", b"slow down")
    assert not is_there(lab)


def test_an_error_by_its_code_looks_like_the_servers_own(lab: Served) -> None:
    plan(lab, {"match": {"nth": 2}, "fault": {"name": "error", "code": "FAILED_CONCURRENT_OPERATIONS"}})
    first, second = ask(lab, {"countDocuments": {}}), ask(lab, INSERT)

    assert first.json == {"status": {"count": 0}}
    assert (second.status, second.code) == (200, "FAILED_CONCURRENT_OPERATIONS")
    assert set(second.json["errors"][0]) == {"id", "family", "scope", "errorCode", "title", "message"}
    assert not is_there(lab)


def test_a_connection_that_is_reset_leaves_what_was_written(lab: Served) -> None:
    plan(lab, {"match": {"command": "insertOne"}, "fault": {"name": "reset"}})

    assert raw_answer(lab, INSERT) == b""
    assert is_there(lab)


def test_a_command_may_be_kept_from_running(lab: Served) -> None:
    plan(lab, {"match": {"command": "insertOne"}, "fault": {"name": "close"}, "command_runs": False})
    raw_answer(lab, INSERT)

    assert not is_there(lab)


def test_half_an_answer_is_the_first_half_of_the_right_one(lab: Served) -> None:
    plan(lab, {"match": {"command": "insertOne"}, "fault": {"name": "close-mid-body"}})
    head, _, body = raw_answer(lab, INSERT).partition(b"\r\n\r\n")

    assert b"200" in head.partition(b"\r\n")[0]
    assert 0 < len(body) < len(b'{"status":{"insertedIds":["new"]}}')
    assert b'{"status":{"insertedIds":["new"]}}'.startswith(body)


def test_a_held_request_goes_on_when_its_fault_is_taken_back(lab: Served) -> None:
    (fault,) = plan(lab, {"match": {"command": "insertOne"}, "fault": {"name": "hold"}}).json["ids"]
    where = urlsplit(str(lab.ready["data_api"]))
    body = json.dumps(INSERT).encode()
    head = (
        f"POST /v1/default_keyspace/c HTTP/1.1\r\nHost: x\r\nToken: {lab.ready['token']}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((str(where.hostname), where.port), timeout=10) as connection:
        connection.sendall(head.encode() + body)
        while not account(lab)[0]["met"]:
            pass
        taken = lab.control("DELETE", f"{FAULTS}/{fault}")
        answer = connection.recv(65536)

    assert taken.status == 204
    assert answer.endswith(b'{"status":{"insertedIds":["new"]}}')


MATCHES: list[tuple[dict[str, Any], bool]] = [
    ({}, True), ({"command": "insertOne"}, True), ({"command": "find"}, False), ({"collection": "c"}, True),
    ({"collection": "d"}, False), ({"keyspace": "default_keyspace"}, True), ({"keyspace": "other"}, False),
    ({"database": "another"}, False), ({"nth": 2}, False),
]  # fmt: skip


@pytest.mark.parametrize(("match", "met"), MATCHES, ids=str)
def test_who_meets_a_fault(lab: Served, match: dict[str, Any], met: bool) -> None:  # noqa: FBT001  # a column
    plan(lab, {"match": match, "fault": {"name": "http-status", "status": 502}})

    assert (ask(lab, INSERT).status == 502) is met
    assert [entry["met"] for entry in account(lab)] == [int(met)]


def test_times_and_chances_are_the_same_each_time(lab: Served) -> None:
    entry = {"times": 100, "probability": 0.5, "seed": 3, "fault": {"name": "http-status", "status": 503}}
    rounds: list[list[int]] = []
    for _ in range(2):
        plan(lab, entry)
        rounds.append([ask(lab, {"countDocuments": {}}).status for _ in range(30)])
        lab.control("DELETE", FAULTS)

    assert rounds[0] == rounds[1]
    assert set(rounds[0]) == {200, 503}


def test_parallel_worlds_see_nothing_of_each_other(lab: Served) -> None:
    made = lab.control("POST", "/control/worlds", {}).json
    token, database = made["token"], made["databases"][0]["id"]
    plan(lab, {"times": 9, "fault": {"name": "http-status", "status": 503}}, token=token)
    theirs = lab.command({"findKeyspaces": {}}, Token=token, X_Sim_Database=database)
    ours = lab.command({"findKeyspaces": {}})

    assert (theirs.status, ours.status) == (503, 200)
    assert (len(account(lab, token)), account(lab)) == (1, [])
    assert lab.control("DELETE", f"{FAULTS}/{account(lab, token)[0]['id']}").status == 404
    lab.control("DELETE", f"/control/worlds/{made['id']}")
    assert lab.world.data_api.faults.listed(made["id"]) == []


WRONG: list[tuple[Any, str]] = [
    ({"faults": []}, "faults: found [], a list of one or more entries"),
    ({"faults": [{}]}, "faults[0].fault: missing"),
    ({"faults": [{"fault": {"name": "x"}}]}, "one of http-status, error"),
    ({"faults": [{"fault": {"name": "error", "code": "NO_SUCH"}}]}, "faults[0].fault.code"),
    *(
        (
            {"faults": [{"fault": {"name": "http-status", "status": status}}]},
            f"faults[0].fault.status: found {status}, a whole number from 400 to 599 would be right",
        )
        for status in (200, 399, 600)
    ),
    ({"faults": [{"match": {"comand": "find"}, "fault": {"name": "reset"}}]}, "'command' would be right"),
    ({"faults": [{"match": {"command": "fnd"}, "fault": {"name": "reset"}}]}, "faults[0].match.command"),
    ({"faults": [{"times": 0, "fault": {"name": "reset"}}]}, "faults[0].times"),
    ({"faults": [{"command_runs": 1, "fault": {"name": "reset"}}]}, "faults[0].command_runs"),
    ({"faults": [{"fault": {"name": "slow", "after_ms": "x"}}]}, "faults[0].fault"),
    (b'{"faults": ' + b"[" * 1000 + b"]" * 1000 + b"}", "faults[0]: found a l"),
]


@pytest.mark.parametrize(("body", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_plan_is_refused_whole_and_says_where(lab: Served, body: object, said: str) -> None:
    answer = lab.control("POST", FAULTS, body)

    assert (answer.status, answer.json["errors"][0]["code"]) == (400, "REQUEST_INVALID")
    assert said in answer.json["errors"][0]["message"]
    assert account(lab) == []


def test_a_file_plans_for_the_provider_and_for_the_data_api(lab: Served, tmp_path: Path) -> None:
    file = tmp_path / "faults.toml"
    file.write_text('[[data_api]]\nmatch = { command = "find" }\nfault = { name = "http-status", status = 504 }\n')
    owner = lab.organization()
    lab.world.jina.plan_faults(file)
    lab.world.data_api.faults.add_file(owner, file)

    assert ask(lab, {"find": {}}).status == 504
    assert [entry["met"] for entry in account(lab)] == [1]


def test_a_mistake_in_a_file_names_its_line(lab: Served, tmp_path: Path) -> None:
    file = tmp_path / "faults.toml"
    file.write_text('[[data_api]]\n\n[data_api.fault]\nname = "http-status"\nstatus = 99\n')
    with pytest.raises(FaultError, match=r"faults\.toml:5: data_api\[0\]\.fault\.status"):
        lab.world.data_api.faults.add_file("owner", file)
