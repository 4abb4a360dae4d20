"""Judges of keys and integrations, held to tables of wrong answers."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from vectorproof.harness.checks.keychain import integration_is, integration_listed, key_is, keys_are
from vectorproof.harness.database import Database
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.names import Names
from vectorproof.harness.redaction import Redactor

Change = Callable[[Any], Any]


def _database(number: int) -> Database:
    steps: Any = None
    return Database(
        steps, Names(Redactor()), origin="http://sim", prefix="", headers={}, keyspace="ks", id=f"id-{number}"
    )


DATABASES = [_database(number) for number in range(3)]
EXPECTED = {"k1": DATABASES[:2], "k2": DATABASES[2:]}


def _answer(body: Any, status: int = 200) -> Exchange:
    request = Request("GET", "http://sim", "/", {}, None, "list keys")
    return Exchange(request, status, {}, body, json.dumps(body).encode(), 0.0)


def _key(name: str, *numbers: int, provider: str = "jinaAI") -> dict[str, Any]:
    return {"name": name, "provider": provider, "scope": [{"databaseId": f"id-{number}"} for number in numbers]}


def _right() -> list[dict[str, Any]]:
    return [_key("k1", 0, 1), _key("k2", 2)]


def _integration(**members: Any) -> dict[str, Any]:
    return {"provider": "jinaAI", "status": "ACTIVE", "keyCount": 2, "keys": _right()} | members


def _entry(**members: Any) -> dict[str, Any]:
    return {"provider": "jinaAI", "displayName": "Jina AI", "kind": "embedding", "status": "ACTIVE"} | members


@pytest.mark.parametrize("listed", [_right(), _right()[::-1], [_key("k1", 1, 0), _key("k2", 2)]])
def test_keys_in_any_order_are_right(listed: Any) -> None:
    assert keys_are(EXPECTED)(_answer(listed)) is None


WRONG_KEYS: dict[str, Any] = {
    "one missing": [_key("k1", 0, 1)],
    "one doubled": [*_right(), _key("k2", 2)],
    "one too many": [*_right(), _key("k3")],
    "other name": [_key("K1", 0, 1), _key("k2", 2)],
    "scope too small": [_key("k1", 0), _key("k2", 2)],
    "scope too large": [_key("k1", 0, 1, 2), _key("k2", 2)],
    "scope entry doubled": [_key("k1", 0, 1, 1), _key("k2", 2)],
    "scopes exchanged": [_key("k1", 2), _key("k2", 0, 1)],
    "other provider": [_key("k1", 0, 1, provider="openai"), _key("k2", 2)],
    "scope dropped": [{"name": "k1", "provider": "jinaAI"}, _key("k2", 2)],
    "no list": {"keys": _right()},
    "no keys but texts": ["k1", "k2"],
    "nothing": None,
}


@pytest.mark.parametrize("listed", WRONG_KEYS.values(), ids=WRONG_KEYS.keys())
def test_wrong_keys_are_found(listed: Any) -> None:
    assert keys_are(EXPECTED)(_answer(listed)) is not None


def test_a_refusal_is_no_listing() -> None:
    assert keys_are({})(_answer([])) is None
    assert keys_are({})(_answer([], status=403)) is not None
    assert keys_are({})(_answer({"errors": [{"code": "FORBIDDEN", "message": "no"}]}, status=403)) is not None


def test_one_key() -> None:
    assert key_is("k1", DATABASES[:2])(_answer(_key("k1", 1, 0))) is None


@pytest.mark.parametrize("body", [_key("k1", 0), _key("k2", 0, 1), [_key("k1", 0, 1)], {"name": "k1"}, None, "k1"])
def test_a_wrong_key_is_found(body: Any) -> None:
    assert key_is("k1", DATABASES[:2])(_answer(body)) is not None


def test_one_integration() -> None:
    assert integration_is("ACTIVE", EXPECTED)(_answer(_integration())) is None
    empty = _integration(status="INACTIVE", keyCount=0, keys=[])
    assert integration_is("INACTIVE", {})(_answer(empty)) is None


@pytest.mark.parametrize(
    "body",
    [
        _integration(status="INACTIVE"),
        _integration(keyCount=1),
        _integration(keyCount=None),
        _integration(keys=_right()[:1]),
        _integration(keys=None),
        _integration(provider="openai"),
        [_integration()],
        None,
    ],
)
def test_a_wrong_integration_is_found(body: Any) -> None:
    assert integration_is("ACTIVE", EXPECTED)(_answer(body)) is not None


def test_integration_among_others() -> None:
    assert integration_listed("ACTIVE")(_answer([_entry(provider="openai"), _entry()])) is None


@pytest.mark.parametrize(
    "body",
    [
        [],
        [_entry(provider="openai")],
        [_entry(), _entry()],
        [_entry(status="INACTIVE")],
        [_entry(displayName="JinaAI")],
        [_entry(kind="reranking")],
        ["jinaAI"],
        _entry(),
        None,
    ],
)
def test_a_wrong_list_of_integrations_is_found(body: Any) -> None:
    assert integration_listed("ACTIVE")(_answer(body)) is not None
