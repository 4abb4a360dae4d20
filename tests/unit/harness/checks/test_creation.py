"""Judges of createCollection, held to right answers and to tables of wrong ones."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from vectorproof.harness.checks.creation import (
    created,
    dimension_refused,
    has_no_authentication,
    has_no_service,
    limit_reached,
    name_refused,
    options_refused,
    settings_refused,
    value_refused,
)
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.judging import Judge


def _answer(body: Any, status: int = 200) -> Exchange:
    request = Request("POST", "http://sim", "/v1/ks", {}, b"{}", "createCollection")
    return Exchange(request, status, {}, body, json.dumps(body).encode(), 0.0)


def _error(code: str, **beside: Any) -> Exchange:
    return _answer({"errors": [{"errorCode": code, "message": "'x' is not supported", "title": "No"}], **beside})


OK = _answer({"status": {"ok": 1}})
NOT_CREATED = [
    _answer({"status": {"ok": 1}}, status=201),
    _answer({"status": {"ok": 0}}),
    _answer({"status": {"ok": 11}}),
    _answer({"status": {"ok": True}}),
    _answer({"status": {}}),
    _answer({}),
    _answer(None),
    _answer({"status": {"ok": 1}, "data": {}}),
    _answer({"status": {"ok": 1, "insertedIds": []}}),
    _answer({"status": {"ok": 1}, "errors": []}),
    _error("INVALID_CREATE_COLLECTION_OPTIONS"),
]
REFUSALS: list[tuple[Judge[Exchange], list[str]]] = [
    (options_refused(), ["INVALID_CREATE_COLLECTION_OPTIONS"]),
    (options_refused("NOT SUPPORTED"), ["INVALID_CREATE_COLLECTION_OPTIONS"]),
    (value_refused(), ["COMMAND_FIELD_VALUE_INVALID", "COMMAND_FIELD_INVALID"]),
    (
        dimension_refused(),
        ["INVALID_CREATE_COLLECTION_OPTIONS", "COMMAND_FIELD_VALUE_INVALID", "COMMAND_FIELD_INVALID"],
    ),
    (name_refused(), ["UNSUPPORTED_SCHEMA_NAME", "COMMAND_FIELD_VALUE_INVALID", "COMMAND_FIELD_INVALID"]),
    (settings_refused(), ["EXISTING_COLLECTION_DIFFERENT_SETTINGS"]),
    (limit_reached(), ["TOO_MANY_INDEXES_FOR_COLLECTION", "TOO_MANY_INDEXES", "TOO_MANY_COLLECTIONS"]),
]
SERVICE = {"provider": "jinaAI", "modelName": "m"}


@pytest.mark.parametrize("seen", [OK, _answer({"status": {"ok": 1, "warnings": [{"message": "old"}]}})])
def test_created(seen: Exchange) -> None:
    assert created()(seen) is None


@pytest.mark.parametrize("seen", NOT_CREATED)
def test_not_created_is_found(seen: Exchange) -> None:
    assert created()(seen) is not None


@pytest.mark.parametrize(("judge", "codes"), REFUSALS)
def test_refusals_know_the_codes_of_all_eras(judge: Judge[Exchange], codes: list[str]) -> None:
    assert all(judge(_error(code)) is None for code in codes)


@pytest.mark.parametrize(("judge", "codes"), REFUSALS)
def test_refusals_take_nothing_else(judge: Judge[Exchange], codes: list[str]) -> None:
    wrong = [OK, _answer(None), _error("SOMETHING_ELSE"), _error(codes[0], data={"documents": [1]})]
    assert all(judge(seen) is not None for seen in wrong)


def test_a_refusal_may_have_to_say_something() -> None:
    assert options_refused("no such model")(_error("INVALID_CREATE_COLLECTION_OPTIONS")) is not None


@pytest.mark.parametrize("options", [{}, {"vector": {"dimension": 5}}, {"vector": {"service": None}}, {"vector": None}])
def test_without_a_service(options: Mapping[str, Any]) -> None:
    assert has_no_service()(options) is None
    assert has_no_authentication()(options) is not None


@pytest.mark.parametrize(
    "options", [None, {"vector": {"service": SERVICE}}, {"vector": "?"}, {"vector": {"service": {}}}]
)
def test_a_service_or_no_listing_is_found(options: Mapping[str, Any] | None) -> None:
    assert has_no_service()(options) is not None


@pytest.mark.parametrize("beside", [{}, {"authentication": None}, {"authentication": {}}])
def test_without_authentication(beside: Mapping[str, Any]) -> None:
    assert has_no_authentication()({"vector": {"service": {**SERVICE, **beside}}}) is None


def test_authentication_or_no_listing_is_found() -> None:
    named = {"vector": {"service": {**SERVICE, "authentication": {"providerKey": "k.providerKey"}}}}
    assert all(has_no_authentication()(options) is not None for options in (None, named))
