"""The OpenAPI document of the control API, made from its routes and ``schemas.json``."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from vectorproof.mocks.jina.control.routes import PREFIX, Route

_JSON = "application/json"
_TITLE = "Control of the embedding provider's mock"
_NAMED = re.compile(r"\{(\w+)\}")


def document(routes: Iterable[Route], version: str, *, secured: bool) -> dict[str, object]:
    """Describe routes in OpenAPI 3.1; ``secured`` where a token is asked for."""
    paths: dict[str, dict[str, object]] = {}
    for route in routes:
        paths.setdefault(PREFIX + route.path, {})[route.method.lower()] = _operation(route, secured=secured)
    told = _told()
    return {
        "openapi": "3.1.0",
        "info": {"title": _TITLE, "version": version, "description": told["description"]},
        "paths": paths,
        "components": {"schemas": told["schemas"], "parameters": _parameters(told["query"])}
        | ({"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}} if secured else {}),
    }


@cache
def _told() -> Mapping[str, Any]:
    told: dict[str, Any] = orjson.loads((files("vectorproof.mocks.jina.control") / "schemas.json").read_bytes())
    return told


def _operation(route: Route, *, secured: bool) -> dict[str, object]:
    named = [_in_path(name) for name in _NAMED.findall(route.path)]
    asked = [{"$ref": f"#/components/parameters/{name}"} for name in route.query]
    operation: dict[str, object] = {
        "summary": route.summary,
        "operationId": route.handler.__name__,
        "parameters": named + asked,
        "responses": _responses(route, secured=secured),
    }
    if route.wish is not None:
        operation["requestBody"] = {"content": _content(route.wish)}
    if secured and route.path:
        operation["security"] = [{"token": list[str]()}]
    return operation


def _responses(route: Route, *, secured: bool) -> dict[str, object]:
    refused = {"description": "Refused: the text says what would be right", "content": _content("Refusal")}
    done: dict[str, object] = {"description": "Done"}
    if route.answer is not None:
        done["content"] = _content(route.answer)
    names_others = "{" in route.path or route.wish or "key" in route.query
    may_be = {"400": True, "401": secured and route.path, "404": names_others, "409": route.wish}
    return {str(route.status): done, **{status: refused for status, is_so in may_be.items() if is_so}}


def _in_path(name: str) -> dict[str, object]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _parameters(query: Mapping[str, Any]) -> dict[str, object]:
    return {name: {"name": name, "in": "query", **described} for name, described in query.items()}


def _content(schema: str) -> dict[str, object]:
    return {_JSON: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
