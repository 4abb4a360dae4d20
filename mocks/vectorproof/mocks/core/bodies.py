"""Where a request's body is left by whoever streamed it, for whatever looks at the whole exchange afterwards."""

from typing import Final

from aiohttp import web

BODY: Final = web.RequestKey("body", bytes)
"""The request's own storage holds the bytes under this key; a stream can be read only once."""
