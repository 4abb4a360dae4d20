"""Judges of ``findCollections``, held to right and wrong listings."""

import json
from typing import Any

import pytest

from vectorproof.harness.checks.listings import bound_to_key, lists_collection, lists_no_collection
from vectorproof.harness.exchange import Exchange, Request


def _listing(*collections: Any, **beside: Any) -> Exchange:
    return _answer({"status": {"collections": list(collections)}, **beside})


def _answer(body: Any, status: int = 200) -> Exchange:
    request = Request("POST", "http://sim", "/v1/ks", {}, b"{}", "findCollections")
    return Exchange(request, status, {}, body, json.dumps(body).encode(), 0.0)


def _bound(name: str, reference: Any) -> dict[str, Any]:
    return {"name": name, "options": {"vector": {"service": {"authentication": {"providerKey": reference}}}}}


NO_LISTING = [
    _answer({"status": {}}),
    _answer({"status": {"collections": None}}),
    _answer({"status": {"collections": "c1"}}),
    _answer({"errors": [{"errorCode": "X", "message": "x"}]}),
    _listing("c1", errors=[{"errorCode": "X", "message": "x"}]),
    _answer(None),
]


@pytest.mark.parametrize("seen", [_listing("c1"), _listing("c0", "c1"), _listing({"name": "c1", "options": {}})])
def test_listed_once(seen: Exchange) -> None:
    assert lists_collection("c1")(seen) is None
    assert lists_no_collection("c1")(seen) is not None


@pytest.mark.parametrize("seen", [_listing(), _listing("C1"), _listing("c1", "c1"), *NO_LISTING])
def test_not_listed_once_is_found(seen: Exchange) -> None:
    assert lists_collection("c1")(seen) is not None


@pytest.mark.parametrize("seen", NO_LISTING)
def test_no_listing_proves_no_absence(seen: Exchange) -> None:
    assert lists_no_collection("c1")(seen) is not None


def test_absence() -> None:
    assert lists_no_collection("c1")(_listing("c2")) is None


def test_collections_of_a_key() -> None:
    seen = _listing(_bound("c2", "k.providerKey"), _bound("c3", "K.providerKey"), {"name": "c4", "options": {}}, "c5")
    assert bound_to_key("k.providerKey", ["c2"])(seen) is None
    assert bound_to_key("x.providerKey", [])(seen) is None


@pytest.mark.parametrize(
    "seen",
    [
        _listing(),
        _listing(_bound("c2", "k.providerKey"), _bound("c2", "k.providerKey")),
        _listing(_bound("c2", "k")),
        _listing(_bound("c1", "k.providerKey")),
        _listing({"name": "c2"}),
        *NO_LISTING,
    ],
)
def test_other_collections_of_a_key_are_found(seen: Exchange) -> None:
    assert bound_to_key("k.providerKey", ["c2"])(seen) is not None
