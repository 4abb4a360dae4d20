"""The run's own keyspace: made by whoever can, dropped whatever happens inside, and told where it stays."""

import base64
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.harness.fake import TOKEN, FakeTarget, error

from vectorproof.harness.config import Config
from vectorproof.harness.endpoint import Endpoint, KeyspaceMaker
from vectorproof.harness.errors import TargetError
from vectorproof.harness.ground import ground
from vectorproof.harness.redaction import Secret
from vectorproof.harness.targets.selfhosted import opened, token_of

NAME = "vectorproof_0a1b2c3d"
DATABASE = "6f1c2f4e-6d1b-4d3a-9e58-0a1b2c3d4e5f"


def endpoint(fake: FakeTarget, maker: KeyspaceMaker | None) -> Endpoint:
    return Endpoint(
        name="t", kind="t", data_api=fake.url, prefix="", token=Secret(TOKEN), keyspace=NAME, makes_keyspace=maker,
        devops=f"{fake.url}/v2", database_id=DATABASE,
    )  # fmt: skip


def keyspaces(fake: FakeTarget) -> list[str]:
    """Let the target make and drop keyspaces by commands and by the DevOps API, as slowly as that one does."""
    there: list[str] = []
    asked = iter(range(100))

    def answer(method: str, path: str, body: Any) -> tuple[int, Any] | None:
        if path == f"/v2/databases/{DATABASE}":
            status = "MAINTENANCE" if next(asked) == 0 else "ACTIVE"
            return 200, {"status": status, "info": {"keyspaces": list(there)}}
        name, wish = next(iter(body.items())) if body else (path.rpartition("/")[2], method)
        if name == "createKeyspace" or wish == "POST":
            there.append(NAME)
        elif name == "dropKeyspace" or wish == "DELETE":
            there.remove(NAME)
        return (201, None) if body is None else (200, {"status": {"ok": 1}})

    fake.lie = answer
    return there


@pytest.mark.parametrize("maker", list(KeyspaceMaker))
def test_keyspace_is_there_inside_and_gone_afterwards(
    fake: FakeTarget, maker: KeyspaceMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("vectorproof.harness.ground.time.sleep", waited.append)
    there = keyspaces(fake)
    with ground(endpoint(fake, maker)) as left:
        assert there == [NAME]

    assert (there, left) == ([], [])


def test_keyspace_is_gone_when_the_run_stumbles(fake: FakeTarget) -> None:
    there = keyspaces(fake)
    with pytest.raises(KeyboardInterrupt), ground(endpoint(fake, KeyspaceMaker.DATA_API)):
        raise KeyboardInterrupt

    assert there == []


def test_keyspace_is_gone_when_waiting_for_it_is_given_up(fake: FakeTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorproof.harness.ground._WAIT_S", -1.0)
    there = keyspaces(fake)
    with (
        pytest.raises(TargetError, match=f"{NAME} was asked for and is not there"),
        ground(endpoint(fake, KeyspaceMaker.DEVOPS)),
    ):
        pytest.fail("nothing may begin")

    assert there == []


def test_keyspace_of_somebody_is_left_alone(fake: FakeTarget) -> None:
    with ground(endpoint(fake, None)):
        pass

    assert fake.seen == []


@pytest.mark.parametrize("maker", [*KeyspaceMaker, None])
def test_name_of_the_runs_own_keyspace_is_a_variable_in_evidence(fake: FakeTarget, maker: KeyspaceMaker | None) -> None:
    shown = endpoint(fake, maker).redactor().apply(f"/v1/{NAME}/c")

    assert shown == ("/v1/$KEYSPACE/c" if maker is not None else f"/v1/{NAME}/c")


@pytest.mark.parametrize("maker", list(KeyspaceMaker))
def test_refusal_says_how_to_name_one_that_exists(fake: FakeTarget, maker: KeyspaceMaker) -> None:
    fake.lie = lambda _method, _path, _body: (403, error("FORBIDDEN", "not you"))

    with (
        pytest.raises(TargetError, match=r"not you; --keyspace NAME, of one that exists"),
        ground(endpoint(fake, maker)),
    ):
        pytest.fail("nothing may begin")


def test_keyspace_that_never_comes_is_told(fake: FakeTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorproof.harness.ground._WAIT_S", -1.0)
    fake.lie = lambda _method, _path, _body: (200, {"status": "MAINTENANCE", "info": {"keyspaces": []}})

    with (
        pytest.raises(TargetError, match=f"{NAME} was asked for and is not there"),
        ground(endpoint(fake, KeyspaceMaker.DEVOPS)),
    ):
        pytest.fail("nothing may begin")


def test_what_cannot_be_dropped_is_told_and_fails_nothing(fake: FakeTarget) -> None:
    fake.lie = lambda _method, _path, body: (200, {"status": {"ok": 1}}) if "createKeyspace" in body else (500, None)

    with ground(endpoint(fake, KeyspaceMaker.DATA_API)) as left:
        pass

    assert left == [f"keyspace {NAME}: HTTP 500, no body"]


def test_own_server_takes_user_and_password_in_base_64() -> None:
    kind, user, password = token_of({"VECTORPROOF_USERNAME": "é", "VECTORPROOF_PASSWORD": "a:b"}).split(":")

    assert (kind, base64.b64decode(user).decode(), base64.b64decode(password).decode()) == ("Cassandra", "é", "a:b")


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("selfhosted", "http://127.0.0.1:8181"),
        ("selfhosted:http://data:9000", "http://data:9000"),
        ("selfhosted:https://data/v1", "https://data"),
    ],
)
def test_own_server_is_here_unless_an_address_says_otherwise(target: str, address: str) -> None:
    with opened(Config(target=target)) as found:
        assert (found.data_api, found.prefix, found.kind) == (address, "", "selfhosted")
        assert found.makes_keyspace is KeyspaceMaker.DATA_API
        assert found.token.reveal() == token_of({})


def test_own_server_works_in_the_keyspace_that_is_named_and_with_the_token_that_is_set() -> None:
    named = replace(Config(target="selfhosted"), keyspace="mine", environment={"VECTORPROOF_TOKEN": "t"})

    with opened(named) as found:
        assert (found.keyspace, found.makes_keyspace, found.token.reveal()) == ("mine", None, "t")
