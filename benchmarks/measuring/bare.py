"""The yardstick: an aiohttp handler that reads the body it is sent and gives back bytes it was started with.

``bare.py PATH FILE LOOP``: listens on a free port for POSTs to PATH, answers with FILE's bytes, and says where it is in
one line of JSON. LOOP is ``asyncio``, as aiohttp has it by itself, or ``uvloop``.
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
    run = {"asyncio": asyncio.run, "uvloop": uvloop.run}[sys.argv[3]]
    run(serve(sys.argv[1], Path(sys.argv[2]).read_bytes()))
