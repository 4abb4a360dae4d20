"""The routes by which an operator asks a server how it is. Source: data-api 1.1."""

from aiohttp import web

_PATHS = ("/stargate/health", "/stargate/health/live", "/stargate/health/ready")


def health_routes() -> list[web.RouteDef]:
    """Give the health routes; a server that answers is well."""
    return [web.get(path, _up) for path in _PATHS]


async def _up(_: web.Request) -> web.Response:
    return web.json_response({"status": "UP", "checks": []})
