"""The OpenAPI document of the control API is valid, complete, and true of what is sent and answered."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import openapi_spec_validator
import pytest

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.jina import JinaConfig, JinaMock, JinaParts

PREFIX = "/__mock__"
KEY = "jina_" + "k" * 60
# One call of each route that succeeds, in this order; NAME stands for an id that an earlier one gave.
CALLS: list[tuple[str, str, object]] = [
    ("GET", "", None),
    ("GET", "/openapi.json", None),
    ("POST", "/accounts", {"name": "a", "balance_tokens": 5, "tier": "tier1", "limits": {"rpm": 3, "tpm": None}}),
    ("GET", "/accounts", None),
    ("GET", "/accounts/a?client=one", None),
    ("PATCH", "/accounts/a", {"balance_tokens": 50_000}),
    ("POST", "/keys", {"account": "a", "key": KEY, "expires_in_s": 60, "state": "active"}),
    ("GET", "/keys", None),
    ("GET", f"/keys/{KEY}", None),
    ("PATCH", f"/keys/{KEY}", {"state": "active"}),
    ("POST", "/faults", {"faults": [{"match": {"key": KEY, "nth": 2, "text_matches": "^a"}, "times": 2,
                                     "probability": 1, "seed": 3, "fault": {"name": "slow", "after_ms": 3}},
                                    {"fault": {"name": "ok-compensating"}}]}),
    ("GET", "/faults?name=slow", None),
    ("GET", "/faults/FAULT", None),
    ("POST", "/vectors", {"vectors": [{"text": "a", "vector": [1, 0.5]},
                                      {"text": "b", "anchor": "a", "cosine": -0.5, "key": KEY, "client": "one"}]}),
    ("GET", "/vectors", None),
    ("GET", "/journal?status=200&at_least=1&within_s=0", None),
    ("GET", "/clock", None),
    ("POST", "/clock", {"advance_s": 0.5}),
    ("GET", "/state?secrets=true", None),
    ("PUT", "/state", "STATE"),
    ("DELETE", "/vectors/VECTOR", None),
    ("DELETE", "/faults/FAULT", None),
    ("DELETE", "/faults?key=" + KEY, None),
    ("DELETE", f"/keys/{KEY}", None),
    ("POST", "/reset", None),
]  # fmt: skip


def mock(token: str | None = None) -> JinaMock:
    return JinaMock(JinaConfig(control_token=token), JinaParts(), Clock(), Ids(0))


DOCUMENT: dict[str, Any] = mock().control.document()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


@pytest.mark.parametrize("token", [None, "a token"])
def test_the_document_is_valid_openapi(token: str | None) -> None:
    openapi_spec_validator.validate(mock(token).control.document())


def test_each_route_is_in_it_and_nothing_else() -> None:
    served = {(route.method, route.path) for route in mock().routes() if route.path.startswith(PREFIX)}
    assert {(method, path) for method, path, _ in operations(DOCUMENT)} == served


def test_each_operation_says_what_it_does_under_a_name_of_its_own() -> None:
    told = [(operation["operationId"], operation["summary"]) for _, _, operation in operations(DOCUMENT)]
    assert len({name for name, _ in told}) == len(told)
    assert [name for name, summary in told if not re.fullmatch(r"[A-Z][a-z]+s,? .+\.", summary)] == []


def test_a_token_is_asked_for_by_everything_but_the_greeting() -> None:
    open_to_all = [
        path for _, path, operation in operations(mock("t").control.document()) if "security" not in operation
    ]
    assert open_to_all == [PREFIX]


def test_nothing_is_described_that_no_route_uses() -> None:
    text = repr(DOCUMENT)
    parts = {
        f"#/components/{kind}/{name}" for kind in ("schemas", "parameters") for name in DOCUMENT["components"][kind]
    }
    assert [part for part in sorted(parts) if f"'{part}'" not in text] == []


def operation_of(method: str, path: str) -> dict[str, Any]:
    """Find the operation that a request is one of."""
    plain = PREFIX + path.partition("?")[0]
    fits = [
        operation
        for known, template, operation in operations(DOCUMENT)
        if known == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), plain)
    ]
    (found,) = [one for one in fits if len(fits) == 1 or not one["parameters"] or "in" not in one["parameters"][0]]
    return found


def fitting(content: dict[str, Any], value: object) -> bool:
    """Tell whether a body is what its schema says."""
    schema = {**content["content"]["application/json"]["schema"], "components": DOCUMENT["components"]}
    return bool(jsonschema_rs.is_valid(schema, value))


def test_every_route_is_called_here() -> None:
    assert {id(operation_of(method, path)) for method, path, _ in CALLS} == {
        id(operation) for *_, operation in operations(DOCUMENT)
    }


def test_what_is_sent_and_answered_is_as_described(lab: Any) -> None:
    ids: dict[str, str] = {}
    state: object = None
    for method, named, wish in CALLS:
        path = re.sub("FAULT|VECTOR", lambda name: ids[name[0]], named)
        operation, sent = operation_of(method, path), state if wish == "STATE" else wish
        if sent is not None:
            assert fitting(operation["requestBody"], sent), (method, path)
        status, answer = lab.control_status(method, path, sent)
        assert str(status) == min(operation["responses"]), answer
        told = operation["responses"][str(status)]
        assert fitting(told, answer) if "content" in told else answer is None, (method, path, answer)
        if "ids" in (answer or {}):
            ids["FAULT" if "faults" in path else "VECTOR"] = answer["ids"][0]
        if path.startswith("/accounts/a"):
            lab.embed(KEY)
        state = answer if path.startswith("/state") and method == "GET" else state


@pytest.mark.parametrize(
    ("method", "path", "wish", "status"),
    [
        ("POST", "/keys", {"account": "nobody"}, 404),
        ("POST", "/vectors", {"vectors": [{"text": "a", "vector": [1], "key": "nobody"}]}, 404),
        ("GET", "/vectors?key=nobody", None, 404),
        ("POST", "/accounts", {"name": "default"}, 409),
        ("GET", "/journal?status=x", None, 400),
    ],
)
def test_a_refusal_is_described_too(lab: Any, method: str, path: str, wish: object, status: int) -> None:
    seen, answer = lab.control_status(method, path, wish)
    told = operation_of(method, path)["responses"]
    assert (seen, fitting(told[str(status)], answer)) == (status, True)


@pytest.mark.parametrize(
    ("method", "path", "wish"), [call for call in CALLS if call[2] is not None and call[2] != "STATE"]
)
def test_what_the_schemas_refuse_is_refused(lab: Any, method: str, path: str, wish: dict[str, object]) -> None:
    lab.control("POST", "/accounts", {"name": "a"})
    if path != "/keys":
        lab.control("POST", "/keys", {"account": "a", "key": KEY})
    if path == "/accounts":
        wish = {**wish, "name": "b"}
    wrong = {**wish, "colour": 1}
    operation = operation_of(method, path)
    assert (fitting(operation["requestBody"], wish), fitting(operation["requestBody"], wrong)) == (True, False)
    status, answer = lab.control_status(method, path, wrong)
    assert (status, fitting(operation["responses"]["400"], answer)) == (400, True)


@pytest.mark.parametrize(("method", "path", "_"), CALLS)
def test_a_query_that_is_not_described_is_refused(lab: Any, method: str, path: str, _: object) -> None:
    status, answer = lab.control_status(method, path.partition("?")[0] + "?colour=1", {})
    assert (status, "'colour' is unknown" in answer["error"]) == (400, True)
