"""A real browser without a window, spoken to over its debugging socket."""

import asyncio
import base64
import re
import shutil
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE = 600
PROGRAM = next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """One page that was opened; ``evaluate`` gives the value of an expression of JavaScript."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0

    async def open(self, address: str) -> None:
        """Go to an address and wait until everything is loaded."""
        await self._call("Page.enable", {})
        await self._send("Page.navigate", {"url": address})
        while (await self._socket.receive_json(timeout=60)).get("method") != "Page.loadEventFired":
            pass

    async def evaluate(self, expression: str) -> Any:
        """Evaluate an expression in the page; waits for a promise."""
        asked = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        answer = await self._call("Runtime.evaluate", asked)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def look(self, width: int, scheme: str, height: int = 900) -> None:
        """Look at the page on a screen of this width in pixels, in ``light`` or ``dark`` colours."""
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < PHONE}
        await self._call("Emulation.setDeviceMetricsOverride", screen)
        wish = {"name": "prefers-color-scheme", "value": scheme}
        await self._call("Emulation.setEmulatedMedia", {"features": [wish]})

    async def photographed(self) -> bytes:
        """Take a picture, PNG, of what the screen shows once everything on it is drawn."""
        await self.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        shot = await self._call("Page.captureScreenshot", {"format": "png"})
        return base64.b64decode(shot["data"])

    async def printed(self) -> bytes:
        """Print the page, PDF, on paper of the browser's own size (Letter, which is shorter than A4)."""
        done = await self._call("Page.printToPDF", {"preferCSSPageSize": False})
        return base64.b64decode(done["data"])

    async def catch_clipboard(self) -> None:
        """Let what the page copies come to ``window.copied``: a page of a file may not reach the clipboard."""
        await self.evaluate(
            "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { "
            "writeText: (text) => { window.copied = text; return Promise.resolve(); } } }), true"
        )

    async def _call(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        await self._send(method, parameters)
        while True:
            message = await self._socket.receive_json(timeout=60)
            if message.get("id") == self._number:
                found: dict[str, Any] = message["result"]
                return found

    async def _send(self, method: str, parameters: dict[str, Any]) -> None:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})


@asynccontextmanager
async def page(program: str) -> AsyncGenerator[Page]:
    """Start a browser and give its first page."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        line = [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"]
        line += [f"--user-data-dir={profile}", "about:blank"]
        process = await asyncio.create_subprocess_exec(
            *line, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
        )
        try:
            async with aiohttp.ClientSession() as session:
                address = await _first_page(session, await _announced(process))
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    yield Page(socket)
        finally:
            process.terminate()
            await process.wait()


async def _announced(process: asyncio.subprocess.Process) -> str:
    """Wait until the browser says on which port it listens."""
    assert process.stderr is not None
    async for said in process.stderr:
        found = re.search(rb"ws://([\d.:]+)/", said)
        if found is not None:
            return found[1].decode()
    raise AssertionError("the browser ended before it listened")


async def _first_page(session: aiohttp.ClientSession, host: str) -> str:
    async with session.get(f"http://{host}/json/list") as answer:
        tabs: list[dict[str, str]] = await answer.json(content_type=None)
    return next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")


def browse(file: Path, fragment: str, visit: Callable[[Page], Awaitable[None]]) -> None:
    """Open a file in a browser and do what is to be done there."""
    assert PROGRAM is not None
    program = PROGRAM

    async def visited() -> None:
        async with page(program) as opened:
            await opened.open(f"{file.as_uri()}{fragment}")
            await visit(opened)

    done: Coroutine[Any, Any, None] = visited()
    asyncio.run(done)
