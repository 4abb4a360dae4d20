"""An ordinary client on one core: ``ordinary.py CLIENT ADDRESS KEY MODEL TEXT SECONDS`` asks for one text's vector.

CLIENT is ``httpx`` or ``aiohttp``, each with 16 requests under way, every answer decoded. Says in one line of JSON how
many calls it made in a second.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable

import aiohttp
import httpx

_AT_ONCE = 16

Ask = Callable[[], Awaitable[object]]


async def by_httpx(address: str, headers: dict[str, str], asked: object, seconds: float) -> float:
    """Measure httpx."""
    async with httpx.AsyncClient(headers=headers) as client:

        async def ask() -> object:
            return (await client.post(address, json=asked)).raise_for_status().json()

        return await _rate(ask, seconds)


async def by_aiohttp(address: str, headers: dict[str, str], asked: object, seconds: float) -> float:
    """Measure aiohttp."""
    async with aiohttp.ClientSession(headers=headers, raise_for_status=True) as client:

        async def ask() -> object:
            async with client.post(address, json=asked) as response:
                return await response.json()

        return await _rate(ask, seconds)


async def _rate(ask: Ask, seconds: float) -> float:
    await ask()
    began, calls = time.perf_counter(), 0

    async def go_on() -> None:
        nonlocal calls
        while time.perf_counter() - began < seconds:
            await ask()
            calls += 1

    await asyncio.gather(*(go_on() for _ in range(_AT_ONCE)))
    return calls / (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    name, address, key, model, text, seconds = sys.argv[1:]
    measure = {"httpx": by_httpx, "aiohttp": by_aiohttp}[name]
    headers, asked = {"Authorization": f"Bearer {key}"}, {"model": model, "input": [text]}
    rate = asyncio.run(measure(address, headers, asked, float(seconds)))
    sys.stdout.write(json.dumps({"per_second": rate}) + "\n")


if __name__ == "__main__":
    main()
