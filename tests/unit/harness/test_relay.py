"""A client finds a leased database through the relay, and the shell lets nothing of this process in."""

import http.client
import json
import os
import socket
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorproof.harness.client import Client
from vectorproof.harness.database import Database
from vectorproof.harness.errors import Missing, UnreachableError
from vectorproof.harness.names import Names
from vectorproof.harness.redaction import Redactor
from vectorproof.harness.relay import Relay
from vectorproof.harness.shell import Ended, has_program, needs_program, run_in_shell
from vectorproof.harness.transcript import Steps, Transcript

WANTED = {"createCollection": {"name": "c1"}}


@dataclass
class Told:
    """What the fake target was sent, headers included."""

    headers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])


def _database(url: str) -> Database:
    steps = Steps(Client(timeout_s=5), Transcript(), Redactor())
    headers = {"Token": "AstraCS:right", "X-Sim-Database": "id-1"}
    return Database(steps, Names(Redactor()), origin=url, prefix="", headers=headers, keyspace="default_keyspace")


def _post(url: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    connection.request("POST", path, json.dumps(body), headers)
    response = connection.getresponse()
    raw = response.read()
    connection.close()
    return response.status, json.loads(raw) if raw else None


@pytest.fixture
def told(fake: Any) -> Told:
    """Note the headers of whatever reaches the fake target."""
    noted = Told()

    def note(handler: Any) -> bool:
        noted.headers.append({name.lower(): value for name, value in handler.headers.items()})
        return False

    fake.raw = note
    return noted


def test_a_client_s_request_arrives_as_it_was_sent_and_leads_to_the_database(fake: Any, told: Told) -> None:
    fake.token = "t"
    with _database(fake.url).relay() as relay:
        answer = _post(relay.url, "/v1/default_keyspace", WANTED, {"Token": "t", "Content-Type": "application/json"})

    assert answer == (200, {"status": {"ok": 1}})
    assert fake.seen == [("POST", "/v1/default_keyspace", WANTED)]
    assert [relay.exchanges[0].request.title, relay.exchanges[0].status] == ["a client's createCollection", 200]
    sent = told.headers[0]
    assert (sent["token"], sent["x-sim-database"], sent["content-type"]) == ("t", "id-1", "application/json")


@pytest.mark.parametrize("missing", ["Token", "Content-Type"])
def test_what_a_client_leaves_out_is_not_added(fake: Any, told: Told, missing: str) -> None:
    headers = {"Token": "t", "Content-Type": "application/json"}
    del headers[missing]
    with _database(fake.url).relay() as relay:
        _post(relay.url, "/v1", {"findKeyspaces": {}}, headers)

    assert missing.lower() not in told.headers[0]


def test_a_collection_that_a_client_created_is_dropped_afterwards(fake: Any) -> None:
    fake.token = "AstraCS:right"
    database = _database(fake.url)
    with database.relay() as relay:
        _post(relay.url, "/v1/default_keyspace", WANTED, {"Token": "AstraCS:right", "Content-Type": "application/json"})
    assert "c1" in fake.collections

    assert database.tidy() == ()
    assert sorted(fake.collections) == ["somebody_elses"]


def test_a_replayed_request_is_the_client_s_own_and_what_it_created_is_dropped(fake: Any, told: Told) -> None:
    fake.token = "AstraCS:right"
    database = _database(fake.url)
    headers = {"X-Cassandra-Token": "t", "Token": "AstraCS:right", "Accept": "text/odd"}

    exchange = database.replay("POST", "/v1/default_keyspace", headers, json.dumps(WANTED), title="by a client")

    assert exchange.ok
    sent = told.headers[0]
    assert (sent["x-cassandra-token"], sent["accept"], sent["x-sim-database"]) == ("t", "text/odd", "id-1")
    assert "content-type" not in sent
    assert "c1" in fake.collections
    assert database.tidy() == ()
    assert sorted(fake.collections) == ["somebody_elses"]


def test_a_target_that_cannot_be_reached_is_a_502_and_the_case_s_trouble() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        database = _database(f"http://127.0.0.1:{reserved.getsockname()[1]}")
        answers: list[Any] = []
        with pytest.raises(UnreachableError, match="refused"), database.relay() as relay:
            answers.append(_post(relay.url, "/v1", {"findKeyspaces": {}}, {}))
    assert answers == [(502, None)]


def test_the_case_s_own_error_comes_first() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        database = _database(f"http://127.0.0.1:{reserved.getsockname()[1]}")
        with pytest.raises(LookupError), database.relay() as relay:
            _asked_and_failed(relay.url)


def _asked_and_failed(url: str) -> None:
    _post(url, "/v1", {"findKeyspaces": {}}, {})
    raise LookupError


def test_what_is_not_simulated_skips_the_case(fake: Any) -> None:
    fake.token = "t"
    with pytest.raises(Missing), _database(fake.url).relay() as relay:
        _post(relay.url, "/v1/default_keyspace", {"alterTable": {}}, {"Token": "t"})


def test_a_relay_ends_with_its_statement(fake: Any) -> None:
    with _database(fake.url).relay() as relay:
        url = relay.url

    with pytest.raises(ConnectionRefusedError):
        _post(url, "/v1", {}, {})


def test_a_relay_starts_and_ends_at_once(fake: Any) -> None:
    started = time.perf_counter()
    for _ in range(5):
        with Relay(fake.url, {}, Client().send):
            pass

    assert time.perf_counter() - started < 2


def test_a_command_s_end_is_told() -> None:
    assert run_in_shell('echo "$WORD"; echo oh >&2; exit 3', {"WORD": "word"}) == Ended(3, "word\n", "oh\n")


def test_no_variable_of_this_process_reaches_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECTORPROOF_TOKEN", "AstraCS:canary")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    seen = run_in_shell("env", {"ASTRA_DB_API_ENDPOINT": "http://127.0.0.1"}).output

    assert "canary" not in seen
    assert "proxy" not in seen
    assert f"HOME={os.devnull}" in seen
    assert "ASTRA_DB_API_ENDPOINT=http://127.0.0.1" in seen


@settings(max_examples=20, deadline=None)
@given(value=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
def test_a_variable_s_value_is_never_a_command(value: str) -> None:
    assert run_in_shell('printf %s "$VALUE"', {"VALUE": value}) == Ended(0, value, "")


def test_a_program_that_is_missing_skips_the_case_and_is_named() -> None:
    needs_program("sh")
    assert not has_program("no-such-program")
    with pytest.raises(Missing, match="no-such-program"):
        needs_program("no-such-program")


@pytest.mark.parametrize(
    ("ended", "said"),
    [(Ended(0, "a\n", ""), "exit code 0, a"), (Ended(3, "", "b\n"), "exit code 3, b"), (Ended(1, "", ""), "nothing")],
)
def test_an_end_reads_in_one_line(ended: Ended, said: str) -> None:
    assert said in str(ended)
