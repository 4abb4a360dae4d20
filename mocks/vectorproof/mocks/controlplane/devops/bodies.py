"""Bodies of requests to the DevOps API: JSON objects, refused in its own form where they are none."""

from typing import Any, cast

import orjson
from aiohttp import web

from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError


async def members(request: web.Request, *known: str) -> dict[str, Any]:
    """Read the body as a JSON object with only these members: what is ignored would look as if it had been done."""
    try:
        body: object = orjson.loads(await request.read())
    except orjson.JSONDecodeError as error:
        raise invalid(f"the body is not JSON ({error.msg}, position {error.pos})") from None
    if not isinstance(body, dict):
        raise invalid("the body is a JSON object")
    found = cast("dict[str, Any]", body)
    unknown = sorted(found.keys() - set(known))
    if unknown:
        raise invalid(f"member {unknown[0][:40]!r} is not simulated; {', '.join(known)} are")
    return found


def invalid(detail: str) -> ControlError:
    """Make the refusal of a request that the DevOps API does not understand."""
    return ControlError("REQUEST_INVALID", scope=DEVOPS, detail=detail)
