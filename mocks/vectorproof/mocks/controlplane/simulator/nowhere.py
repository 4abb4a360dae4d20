"""Every other address of our own surface: nothing there, said in the same words as all refusals."""

from typing import NoReturn

from aiohttp import web

from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.surface import Route


def routes() -> tuple[Route, ...]:
    """List the remainder; it has to be mounted last."""
    return (Route("*", "/sim/v1/{rest:.*}", _nothing),)


async def _nothing(request: web.Request) -> NoReturn:
    raise ControlError("NOT_FOUND", detail=f"{request.method} is not known here")
