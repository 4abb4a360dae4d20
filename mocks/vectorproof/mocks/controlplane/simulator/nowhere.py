"""Every other address of our own surface, or of the internal one: nothing there, in the same words as all refusals."""

from typing import NoReturn

from aiohttp import web

from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.surface import Route


def routes(prefix: str) -> tuple[Route, ...]:
    """List the remainder below a prefix; it has to be mounted last."""
    return (Route("*", f"{prefix}/{{rest:.*}}", _nothing),)


async def _nothing(request: web.Request) -> NoReturn:
    raise ControlError("NOT_FOUND", detail=f"{request.method} is not known here")
