"""What an operator asks a server without a token: how it is, and what it understands. Source: data-api 1.1."""

from functools import cache
from typing import Any

import orjson
from aiohttp import hdrs, web

from vectorproof.specs import openapi

_PATHS = tuple(f"/stargate/health{which}" for which in ("", "/live", "/ready", "/started", "/well"))
_JSON, _YAML = "application/json", "application/yaml"


def health_routes() -> list[web.RouteDef]:
    """Give the routes that stand beside the commands; a server that answers is well."""
    return [*(web.get(path, _up) for path in _PATHS), web.get("/api/json/openapi", _described)]


async def _up(_: web.Request) -> web.Response:
    return web.json_response({"status": "UP", "checks": []})


async def _described(request: web.Request) -> web.Response:
    """Answer the OpenAPI document; where YAML is wanted, JSON is: each JSON text is YAML, too."""
    asks_json = request.query.get("format", "").lower() == "json" or _JSON in request.headers.get(hdrs.ACCEPT, "")
    return web.Response(body=_document(), content_type=_JSON if asks_json else _YAML, charset="utf-8")


@cache
def _document() -> bytes:
    document: dict[str, Any] = openapi.document("wire")
    return orjson.dumps(document)
