"""Judges of the list of providers, held to one right list and to everything that can be missing from it."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from vectorproof.harness.checks.offered import (
    offers_fixed_dimension,
    offers_models,
    offers_range,
    providers_described,
    takes_key_by_header,
)
from vectorproof.harness.errors import TargetError
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.offers import offers

HEADER = "x-embedding-api-key"


def _parameter(name: str, **beside: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "type": "number", "required": True, "defaultValue": None, "validation": {}}
    return {**told, **beside}


def _listing() -> dict[str, Any]:
    ranged = _parameter("vectorDimension", defaultValue="1024", validation={"numericRange": [1, 1024]})
    chosen = _parameter("vectorDimension", validation={"options": [256, 512]})
    ways: dict[str, Any] = {
        "HEADER": {"enabled": True, "tokens": [{"accepted": HEADER}]},
        "NONE": {"enabled": False, "tokens": []},
    }
    models: list[dict[str, Any]] = [
        {"name": "fixed", "vectorDimension": 768, "parameters": []},
        {"name": "ranged", "vectorDimension": None, "parameters": [ranged]},
        {"name": "chosen", "vectorDimension": None, "parameters": [chosen]},
    ]
    provider: dict[str, Any] = {"displayName": "P", "url": None, "supportedAuthentication": ways, "models": models}
    required = _parameter("region", type="STRING")
    return {"p": {**provider, "parameters": [required, _parameter("rare", required=False)]}}


def _answer(listed: Any, **beside: Any) -> Exchange:
    body = {"status": {"embeddingProviders": listed}, **beside}
    request = Request("POST", "http://sim", "/v1", {}, b"{}", "findEmbeddingProviders")
    return Exchange(request, 200, {}, body, json.dumps(body).encode(), 0.0)


JUDGES = [
    providers_described(),
    offers_models("p", "fixed", "ranged"),
    offers_fixed_dimension("p", "fixed", 768),
    offers_range("p", "ranged", 1, 1024, 1024),
    takes_key_by_header("p", HEADER),
]


def _without(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(listed: Any) -> None:
        for step in path[:-1]:
            listed = listed[step]
        del listed[path[-1]]

    return change


def _with(value: Any, *path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(listed: Any) -> None:
        for step in path[:-1]:
            listed = listed[step]
        listed[path[-1]] = value

    return change


UNDESCRIBED = {
    "no models": _without("p", "models"),
    "no parameters": _without("p", "parameters"),
    "no ways": _without("p", "supportedAuthentication"),
    "a way that is neither on nor off": _without("p", "supportedAuthentication", "HEADER", "enabled"),
    "a provider of another kind": _with("?", "p"),
    "a model without a name": _without("p", "models", 0, "name"),
    "a model of another kind": _with("?", "p", "models", 0),
    "no dimension and none to choose": _with(None, "p", "models", 0, "vectorDimension"),
    "a parameter without a type": _without("p", "models", 1, "parameters", 0, "type"),
    "a provider's parameter without a default": _without("p", "parameters", 0, "defaultValue"),
}
HARMLESS = {"a parameter without a type", "a provider's parameter without a default"}
UNKNOWN: dict[str, tuple[int, Callable[[dict[str, Any]], None]]] = {
    "another number": (2, _with(1024, "p", "models", 0, "vectorDimension")),
    "another name": (1, _with("other", "p", "models", 0, "name")),
    "the model twice": (1, lambda listed: listed["p"]["models"].append(dict(listed["p"]["models"][0]))),
    "another range": (3, _with([1, 1025], "p", "models", 1, "parameters", 0, "validation", "numericRange")),
    "another default": (3, _with("768", "p", "models", 1, "parameters", 0, "defaultValue")),
    "a fixed dimension beside the range": (3, _with(5, "p", "models", 1, "vectorDimension")),
    "the header switched off": (4, _with(None, "p", "supportedAuthentication", "HEADER", "enabled")),
    "another header": (4, _with("token", "p", "supportedAuthentication", "HEADER", "tokens", 0, "accepted")),
}


def test_a_right_list_passes() -> None:
    assert [judge(_answer(_listing())) for judge in JUDGES] == [None] * len(JUDGES)


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("listed", [None, {}, [], {"other": {}}, "?"])
def test_no_list_is_found(judge: Any, listed: Any) -> None:
    assert judge(_answer(listed)) is not None
    assert judge(_answer(_listing(), errors=[])) is not None


@pytest.mark.parametrize("lack", UNDESCRIBED)
def test_an_incomplete_entry_is_found(lack: str) -> None:
    listed = copy.deepcopy(_listing())
    UNDESCRIBED[lack](listed)
    assert providers_described()(_answer(listed)) is not None


@pytest.mark.parametrize("wrong", UNKNOWN)
def test_a_model_told_wrongly_is_found(wrong: str) -> None:
    position, change = UNKNOWN[wrong]
    listed = copy.deepcopy(_listing())
    change(listed)
    assert JUDGES[position](_answer(listed)) is not None


def test_offers_read_every_kind_of_model() -> None:
    chosen, fixed, ranged = offers(_answer(_listing()))
    assert (fixed.dimensions, fixed.default, fixed.wrong_dimensions) == ((768,), 768, (767, 769))
    assert (ranged.dimensions, ranged.default, ranged.wrong_dimensions) == ((1, 1024), 1024, (1025,))
    assert (chosen.dimensions, chosen.default, chosen.wrong_dimensions) == ((256, 512), None, (255, 513))
    assert (fixed.ways, fixed.takes_requests_keys) == (frozenset({"HEADER"}), True)
    assert fixed.options(768)["vector"]["service"]["parameters"] == {"region": "made-up"}


@pytest.mark.parametrize("lack", [lack for lack in UNDESCRIBED if lack not in HARMLESS])
def test_offers_of_an_incomplete_entry_are_the_targets_fault(lack: str) -> None:
    listed = copy.deepcopy(_listing())
    UNDESCRIBED[lack](listed)
    with pytest.raises(TargetError, match="embedding providers"):
        offers(_answer(listed))
