"""What was asked of a world and what it answered: one line a request, in bounded memory, and never a secret.

A request carries a trace: whatever it causes, at the credential service or at the provider, carries the same.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from vectorproof.mocks.core.clock import Clock

CALLS_MAX: Final = 10_000
_HINT_CHARACTERS: Final = 3
# A hint of a short secret would be most of it.
_HINTED_FROM: Final = 12


@dataclass(slots=True)
class Call:
    """One request. Times are seconds of the world's monotonic clock; ``status`` is open until it was answered.

    ``kind`` says which surface was asked: ``dataapi``, ``devops``, ``portal`` or ``sync``, the credential service.
    """

    n: int
    kind: str
    trace: str
    method: str
    path: str
    started_s: float
    caller: str = ""
    organization_id: str | None = None
    database_id: str | None = None
    command: str | None = None
    status: int | None = None
    codes: tuple[str, ...] = ()
    fault: str | None = None
    ended_s: float | None = None

    def wire(self) -> dict[str, Any]:
        """Write it as the control API shows it; the caller is a hash and the last characters of the token."""
        return {
            "n": self.n,
            "kind": self.kind,
            "trace": self.trace,
            "method": self.method,
            "path": self.path,
            "caller": self.caller,
            "database": self.database_id,
            "command": self.command,
            "status": self.status,
            "codes": list(self.codes),
            "fault": self.fault,
            "started_s": self.started_s,
            "ended_s": self.ended_s,
        }


CALL: ContextVar[Call | None] = ContextVar("call", default=None)
"""The request that is being answered; what is started meanwhile inherits it."""


class CallLog:
    """The latest requests of a world, the oldest forgotten first; ``last`` is the latest's number, 0 before any."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._calls: deque[Call] = deque(maxlen=CALLS_MAX)
        self.last = 0

    @contextmanager
    def line(self, kind: str, method: str, path: str, trace: str | None = None) -> Generator[Call]:
        """Keep a line while a request is answered; what is asked meanwhile carries its trace.

        Without a ``trace`` it carries that of the request inside which it is asked, else begins one.
        """
        self.last += 1
        outer = CALL.get()
        trace = trace or (outer.trace if outer else f"{self.last:032x}")
        call = Call(self.last, kind, trace, method, path, self._clock.monotonic_s())
        self._calls.append(call)
        before = CALL.set(call)
        try:
            yield call
        finally:
            CALL.reset(before)
            call.ended_s = self._clock.monotonic_s()

    def matching(self, wanted: Callable[[Call], bool], since: int = 0) -> list[Call]:
        """List the wanted calls with a number above ``since``, in the order of their arrival."""
        return [call for call in self._calls if call.n > since and wanted(call)]

    def clear(self) -> None:
        """Forget every call; numbers go on."""
        self._calls.clear()


def caller_of(secret: str) -> str:
    """Reduce a token to what may be shown: the beginning of its hash, and the last characters of a long one."""
    if not secret:
        return ""
    digest = hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return f"{digest}…{secret[-_HINT_CHARACTERS:]}" if len(secret) >= _HINTED_FROM else digest


def traceparent(call: Call) -> str:
    """Write a trace as the header of that name has it (W3C Trace Context)."""
    return f"00-{mark_of(call)}-01"


def mark_of(call: Call) -> str:
    """Give the part of such a header that only what this very call causes carries; others may share its trace."""
    return f"{call.trace}-{call.n:016x}"


def trace_of(header: str) -> str | None:
    """Read the trace of such a header, or nothing."""
    parts = header.split("-")
    right = len(parts) == 4 and len(parts[1]) == 32 and set(parts[1]) <= set("0123456789abcdef")  # noqa: PLR2004  # the header's form
    return parts[1] if right else None
