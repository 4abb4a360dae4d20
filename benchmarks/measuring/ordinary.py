"""An ordinary client on one core: ``ordinary.py CLIENT ADDRESS KEY MODEL TEXT SECONDS`` asks for one text's vector.

CLIENT is ``httpx`` or ``aiohttp``, each with 16 requests under way, every answer decoded. Says in one line of JSON how
many calls it made in a second, how many in all, and how much of the processor each took, in microseconds.
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


async def by_httpx(address: str, headers: dict[str, str], asked: object, seconds: float) -> dict[str, float]:
    """Measure httpx."""
    async with httpx.AsyncClient(headers=headers) as client:

        async def ask() -> object:
            return (await client.post(address, json=asked)).raise_for_status().json()

        return await _rate(ask, seconds)


async def by_aiohttp(address: str, headers: dict[str, str], asked: object, seconds: float) -> dict[str, float]:
    """Measure aiohttp."""
    async with aiohttp.ClientSession(headers=headers, raise_for_status=True) as client:

        async def ask() -> object:
            async with client.post(address, json=asked) as response:
                return await response.json()

        return await _rate(ask, seconds)


async def _rate(ask: Ask, seconds: float) -> dict[str, float]:
    await ask()
    began, began_cpu, calls = time.perf_counter(), time.process_time(), 0

    async def go_on() -> None:
        nonlocal calls
        while time.perf_counter() - began < seconds:
            await ask()
            calls += 1

    await asyncio.gather(*(go_on() for _ in range(_AT_ONCE)))
    took, worked = time.perf_counter() - began, time.process_time() - began_cpu
    return {"per_second": calls / took, "calls": calls, "cpu_us": worked / calls * 1_000_000}


def main() -> None:
    """Measure and print."""
    name, address, key, model, text, seconds = sys.argv[1:]
    measure = {"httpx": by_httpx, "aiohttp": by_aiohttp}[name]
    headers, asked = {"Authorization": f"Bearer {key}"}, {"model": model, "input": [text]}
    sys.stdout.write(json.dumps(asyncio.run(measure(address, headers, asked, float(seconds)))) + "\n")


if __name__ == "__main__":
    main()
