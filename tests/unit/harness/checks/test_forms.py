"""Judges of the create-collection form, held to right and wrong forms."""

import json
from typing import Any

import pytest

from vectorproof.harness.checks.forms import dimension_editable, dimension_fixed, key_chosen, key_fixed, refused
from vectorproof.harness.exchange import Exchange, Request

EDITABLE = {"mode": "editable", "value": 1024, "minimum": 1, "maximum": 1024}


def _answer(body: Any, status: int = 200) -> Exchange:
    request = Request("GET", "http://sim", "/sim/v1/databases/1/create-collection-form", {}, None, "form")
    return Exchange(request, status, {}, body, json.dumps(body).encode(), 0.0)


def _key(mode: str, value: str | None, *options: str) -> Exchange:
    return _answer({"key": {"mode": mode, "value": value, "options": list(options)}})


def _model(dimension: Any, name: str = "m") -> Exchange:
    return _answer({"models": [{"name": name, "dimension": dimension}, {"name": "other", "dimension": {}}]})


NO_FORM = [_answer(None), _answer({}), _answer([]), _answer({"errors": []}), _answer({"key": 1, "models": 1})]


def test_right_forms_pass() -> None:
    assert key_fixed("k")(_key("fixed", "k", "k")) is None
    assert key_chosen("a", "b")(_key("choice", None, "b", "a")) is None
    assert dimension_fixed("m", 768)(_model({"mode": "fixed", "value": 768})) is None
    assert dimension_editable("m", 1, 1024, value=1024)(_model(EDITABLE)) is None
    assert refused()(_answer({"errors": [{"code": "X", "message": "no"}]}, status=422)) is None


@pytest.mark.parametrize(
    "seen",
    [_key("choice", "k", "k"), _key("fixed", None, "k"), _key("fixed", "k", "k", "j"), _key("hidden", None), *NO_FORM],
)
def test_a_key_that_is_not_fixed_is_found(seen: Exchange) -> None:
    assert key_fixed("k")(seen) is not None


@pytest.mark.parametrize(
    "seen",
    [
        _key("fixed", "a", "a", "b"),
        _key("choice", "a", "a", "b"),
        _key("choice", None, "a"),
        _key("choice", None, "a", "b", "b"),
        *NO_FORM,
    ],
)
def test_a_key_that_is_not_chosen_is_found(seen: Exchange) -> None:
    assert key_chosen("a", "b")(seen) is not None


@pytest.mark.parametrize(
    "seen", [_model({"mode": "fixed", "value": 767}), _model(EDITABLE), _model(EDITABLE, name="n"), *NO_FORM]
)
def test_a_dimension_that_is_not_fixed_is_found(seen: Exchange) -> None:
    assert dimension_fixed("m", 768)(seen) is not None


@pytest.mark.parametrize(
    "seen", [_model({**EDITABLE, "maximum": 1025}), _model({**EDITABLE, "value": None}), _model(None), *NO_FORM]
)
def test_a_dimension_that_cannot_be_edited_so_is_found(seen: Exchange) -> None:
    assert dimension_editable("m", 1, 1024, value=1024)(seen) is not None


@pytest.mark.parametrize(
    "seen",
    [
        _answer({"answer": {}}, status=201),
        _answer({"errors": [{"code": "X", "message": "no"}]}, status=500),
        _answer({"errors": [{"code": "X"}]}, status=422),
        _answer(None, status=422),
    ],
)
def test_a_form_that_was_taken_or_broke_is_found(seen: Exchange) -> None:
    assert refused()(seen) is not None
