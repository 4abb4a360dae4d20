"""The yardstick: an aiohttp handler that reads the body it is sent and gives back bytes it was started with.

``bare.py PATH FILE``: listens on a free port for POSTs to PATH, answers with FILE's bytes, and says where it is in one
line of JSON. Same library, same event loop, no work.
"""

import asyncio
import json
import sys
from pathlib import Path

import uvloop
from aiohttp import web


async def serve(path: str, answer: bytes) -> None:
    """Answer until the process is ended."""

    async def handle(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(body=answer, content_type="application/json")

    application = web.Application(client_max_size=1 << 26)
    application.router.add_post(path, handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(json.dumps({"origin": f"http://127.0.0.1:{runner.addresses[0][1]}"}) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], Path(sys.argv[2]).read_bytes()))
