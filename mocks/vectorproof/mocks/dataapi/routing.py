"""Which database and which level a request means. Source: data-api 1.1.

A database is chosen by a port of its own, else by ``Host`` ``<uuid>-<region>.…``, else by the header
``X-Sim-Database``, else it is the world's default.
"""

import re
from typing import Final
from urllib.parse import unquote

from aiohttp import web

#: Set on an application that listens on a port of one database.
DATABASE: Final = web.AppKey("database", str)
DATABASE_HEADER: Final = "X-Sim-Database"

_HOST: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-[a-z0-9-]+\.", re.IGNORECASE)
_DEEPEST: Final = 2


def database_id(request: web.Request, default: str | None) -> str | None:
    """Find the id of the database that a request means; it need not exist."""
    own = request.config_dict.get(DATABASE)
    if own is not None:
        return str(own)
    host = _HOST.match(request.headers.get("Host", ""))
    if host is not None:
        return host[1].lower()
    return request.headers.get(DATABASE_HEADER, default)


def segments(request: web.Request, prefix: str) -> tuple[str, ...]:
    """Split the path below the prefix: slashes may be doubled or trail, escapes are decoded after splitting."""
    below = request.rel_url.raw_path.removeprefix(f"{prefix}/v1")
    return tuple(unquote(segment) for segment in below.split("/") if segment)


def too_deep(parts: tuple[str, ...]) -> bool:
    """Tell whether a path goes deeper than a collection."""
    return len(parts) > _DEEPEST
