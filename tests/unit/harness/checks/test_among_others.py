"""Judges of what must be there among others, held to tables of right and wrong answers."""

import json
from typing import Any

import pytest

from vectorproof.harness.checks.finding import finds
from vectorproof.harness.checks.scope import scope_includes
from vectorproof.harness.database import Database
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.names import Names
from vectorproof.harness.redaction import Redactor


def _database(number: int) -> Database:
    steps: Any = None
    names = Names(Redactor())
    return Database(steps, names, origin="http://sim", prefix="", headers={}, keyspace="ks", id=f"id-{number}")


def _answer(body: Any, status: int = 200) -> Exchange:
    request = Request("POST", "http://sim", "/", {}, None, "ask")
    return Exchange(request, status, {}, body, json.dumps(body).encode(), 0.0)


def _key(*numbers: int) -> dict[str, Any]:
    return {"name": "k1", "scope": [{"databaseId": f"id-{number}"} for number in numbers]}


def _found(*ids: Any) -> dict[str, Any]:
    return {"data": {"documents": [{"_id": one} for one in ids], "nextPageState": None}}


DATABASES = [_database(0), _database(1)]
WRONG_SCOPES: dict[str, Any] = {
    "one missing": _key(0),
    "none": _key(),
    "one twice": _key(0, 1, 1),
    "other ones": _key(2, 3),
    "no scope": {"name": "k1"},
    "a scope of names": {"scope": ["id-0", "id-1"]},
    "a list of keys": [_key(0, 1)],
    "nothing": None,
    "refused": {"errors": [{"code": "KEY_NOT_FOUND"}], **_key(0, 1)},
}
WRONG_FINDS: dict[str, Any] = {
    "one missing": _found("1"),
    "none": _found(),
    "one twice": _found("1", "2", "2"),
    "numbers for texts": _found(1, 2),
    "no documents": {"data": {}},
    "refused": {"errors": [{"errorCode": "X"}], **_found("1", "2")},
}


@pytest.mark.parametrize("scope", [(0, 1), (1, 0), (5, 1, 0)])
def test_a_scope_may_hold_more(scope: tuple[int, ...]) -> None:
    assert scope_includes(DATABASES)(_answer(_key(*scope))) is None


@pytest.mark.parametrize("kind", WRONG_SCOPES)
def test_a_scope_that_lacks_a_database_is_wrong(kind: str) -> None:
    assert scope_includes(DATABASES)(_answer(WRONG_SCOPES[kind])) is not None


@pytest.mark.parametrize("ids", [("1", "2"), ("2", "1"), ("0", "2", "1")])
def test_a_find_may_give_more(ids: tuple[str, ...]) -> None:
    assert finds("1", "2")(_answer(_found(*ids))) is None


@pytest.mark.parametrize("kind", WRONG_FINDS)
def test_a_find_that_lacks_a_document_is_wrong(kind: str) -> None:
    assert finds("1", "2")(_answer(WRONG_FINDS[kind])) is not None
