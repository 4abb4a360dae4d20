"""What happened: every call to the provider, in order of arrival, in bounded memory.

A call holds the hash of its key and three characters of it, never the key. Of each text the first 4,096 characters
are kept, of each call the first 2,048 texts, and of all calls together 32 million characters (and no more calls than
the configuration says): the oldest go first.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

TEXT_MAX = 4_096
TEXTS_MAX = 2_048
CHARACTERS_MAX = 32_000_000


@dataclass(slots=True)
class Call:
    """One call. Times are seconds of one monotonic clock; ``status`` and ``ended_s`` are open until it ended.

    ``status`` stays ``None`` when the client saw no status line; ``in_flight`` counts the calls of the same key that
    were being answered when this one arrived, itself included.
    """

    n: int
    started_s: float
    key_id: str | None = None
    key_sha256: str | None = None
    key_hint: str = ""
    account: str | None = None
    client: str | None = None
    address: str = ""
    model: str | None = None
    inputs: int = 0
    texts: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    tokens: int = 0
    status: int | None = None
    code: str | None = None
    fault: str | None = None
    trace: str | None = None
    ended_s: float | None = None
    in_flight: int = 0
    #: How many characters it holds, once it has ended.
    weight: int = 0

    def record(self, model: str | None, inputs: int, texts: tuple[str, ...], parameters: Mapping[str, Any]) -> None:
        """Note what was asked, shortened to the bounds."""
        self.model = model
        self.inputs = inputs
        long = len(texts) > TEXTS_MAX or any(len(text) > TEXT_MAX for text in texts)
        self.texts = tuple(text[:TEXT_MAX] for text in texts[:TEXTS_MAX]) if long else texts
        self.parameters = parameters

    def wire(self) -> dict[str, object]:
        """Write it as the control API shows it."""
        return {
            "n": self.n,
            "key": {"id": self.key_id, "sha256": self.key_sha256, "hint": self.key_hint},
            "account": self.account,
            "client": self.client,
            "address": self.address,
            "model": self.model,
            "inputs": self.inputs,
            "texts": list(self.texts),
            "parameters": dict(self.parameters),
            "tokens": self.tokens,
            "status": self.status,
            "code": self.code,
            "fault": self.fault,
            "trace": self.trace,
            "started_s": self.started_s,
            "ended_s": self.ended_s,
            "in_flight": self.in_flight,
        }


@dataclass(slots=True, eq=False)
class _Waiter:
    """Somebody who waits until ``left`` more wanted calls have ended."""

    wanted: Callable[[Call], bool]
    since: int
    left: int
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    def look_at(self, call: Call) -> None:
        if call.n > self.since and self.wanted(call):
            self.left -= 1
        if self.left <= 0:
            self.enough.set()


class Journal:
    """The calls of one mock. ``last`` is the number of the latest, 0 before any; ``spill`` gets each that has ended."""

    def __init__(self, calls_max: int, spill: Callable[[Call], None] | None = None) -> None:
        self._calls_max = calls_max
        self._spill = spill
        self._calls: OrderedDict[int, Call] = OrderedDict()
        self._characters = 0
        self._waiting: set[_Waiter] = set()
        self.last = 0

    def open(self, now_s: float) -> Call:
        """Begin a call."""
        call = Call(self.last + 1, now_s)
        self.add(call)
        return call

    def add(self, call: Call) -> None:
        """Enter a call, whose number is the next one."""
        self.last = call.n
        self._calls[call.n] = call

    def close(self, call: Call, now_s: float) -> None:
        """End a call, forget the oldest beyond the bounds, and wake who waits for it."""
        call.ended_s = now_s
        if self._spill is not None:
            self._spill(call)
        if call.n in self._calls:  # It may have been forgotten while it was under way.
            call.weight = _characters(call)
            self._characters += call.weight
        while len(self._calls) > self._calls_max or self._characters > CHARACTERS_MAX:
            _, oldest = self._calls.popitem(last=False)
            self._characters -= oldest.weight
        for waiter in self._waiting:
            waiter.look_at(call)

    def matching(self, wanted: Callable[[Call], bool], since: int = 0) -> list[Call]:
        """List the calls with a number above ``since`` that are wanted, in order of arrival."""
        return [call for call in self._newer(since) if wanted(call)]

    async def wait_for(self, wanted: Callable[[Call], bool], since: int, at_least: int, seconds: float) -> list[Call]:
        """Wait until that many wanted calls have *ended*, at most so many seconds, then list what there is.

        Each call is looked at once, when it ends: waiting costs nothing while nothing happens.
        """
        ended = sum(call.ended_s is not None for call in self.matching(wanted, since))
        if ended < at_least:
            await self._wait(_Waiter(wanted, since, at_least - ended), seconds)
        return self.matching(wanted, since)

    def forget(self, wanted: Callable[[Call], bool]) -> None:
        """Forget wanted calls; numbers go on, so that an old ``since`` stays right."""
        for call in [call for call in self._calls.values() if wanted(call)]:
            del self._calls[call.n]
            self._characters -= call.weight

    async def _wait(self, waiter: _Waiter, seconds: float) -> None:
        self._waiting.add(waiter)
        try:
            with contextlib.suppress(TimeoutError):  # The caller sees how many there are.
                async with asyncio.timeout(seconds):
                    await waiter.enough.wait()
        finally:
            self._waiting.discard(waiter)

    def _newer(self, since: int) -> list[Call]:
        """List from the end: a test asks for the few calls since its beginning, among many of others."""
        newer: list[Call] = []
        for number in reversed(self._calls):
            if number <= since:
                break
            newer.append(self._calls[number])
        newer.reverse()
        return newer


def _characters(call: Call) -> int:
    weight = sum(map(len, call.texts))
    if call.parameters:
        weight += sum(len(name) + len(str(value)) for name, value in call.parameters.items())
    return weight
