"""What a key has used: requests and tokens of the current minute, and calls in flight.

Every decision and the count that follows from it happen without a pause in between, so of any number of simultaneous
requests exactly as many pass as the limit allows. A window begins with the first request that it counts and lasts
60 s; the provider's own algorithm is not documented.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from vectorproof.mocks.jina.refusals import Refusal
from vectorproof.mocks.jina.settings import Limits

WINDOW_S = 60.0
Admits = Callable[[int, int], bool]


@dataclass(slots=True)
class Window:
    """A counter that starts again after 60 s."""

    used: int = 0
    _began_s: float | None = None

    @classmethod
    def begun(cls, used: int, left_s: float, now_s: float) -> "Window":
        """Make one that has this much used and so many seconds left; with none left it has not begun."""
        return cls(used, now_s + left_s - WINDOW_S) if left_s else cls()

    def at(self, now_s: float) -> int:
        """Tell what is used of the window at a time."""
        if self._began_s is not None and now_s - self._began_s >= WINDOW_S:
            self.used, self._began_s = 0, None
        return self.used

    def add(self, amount: int, now_s: float) -> None:
        """Count; the first amount begins the window."""
        self.at(now_s)
        if self._began_s is None:
            self._began_s = now_s
        self.used += amount

    def left_s(self, now_s: float) -> float:
        """Tell the seconds until it starts again, 0 when it has not begun."""
        return 0.0 if self._began_s is None else max(0.0, WINDOW_S - (now_s - self._began_s))


@dataclass(slots=True)
class Meter:
    """What one key has used so far."""

    requests: Window = field(default_factory=Window)
    tokens: Window = field(default_factory=Window)
    by_address: dict[str, Window] = field(default_factory=dict[str, Window])
    in_flight: int = 0

    def enter(self, limits: Limits, address: str, now_s: float, admits: Admits) -> None:
        """Let a request in and count it, or refuse it uncounted: concurrency, address, then requests.

        Raises:
            Refusal: one of the three is used up.

        """
        _check("RATE_CONCURRENCY_LIMIT_EXCEEDED", self.in_flight, limits.concurrency, admits)
        if limits.requests_per_minute_and_address is not None:
            window = self.by_address.setdefault(address, Window())
            _check("RATE_IP_LIMIT_EXCEEDED", window.at(now_s), limits.requests_per_minute_and_address, admits)
        _check("RATE_REQUEST_LIMIT_EXCEEDED", self.requests.at(now_s), limits.requests_per_minute, admits)
        if limits.requests_per_minute_and_address is not None:
            self.by_address[address].add(1, now_s)
        self.requests.add(1, now_s)
        self.in_flight += 1

    def has_room(self, limits: Limits, address: str, tokens: int, now_s: float, admits: Admits) -> bool:
        """Tell whether a call of so many tokens would be let in and could be charged; counts nothing."""
        window = self.by_address.get(address)
        rows = (
            (limits.requests_per_minute_and_address, 0 if window is None else window.at(now_s)),
            (limits.concurrency, self.in_flight),
            (limits.requests_per_minute, self.requests.at(now_s)),
            (limits.tokens_per_minute, self.tokens.at(now_s) + tokens - 1),
        )
        return all(limit is None or admits(used, limit) for limit, used in rows)

    def count(self, limits: Limits, address: str, tokens: int, now_s: float) -> None:
        """Count a call that has room and is over at once: it was never in flight beside another."""
        if limits.requests_per_minute_and_address is not None:
            self.by_address.setdefault(address, Window()).add(1, now_s)
        self.requests.add(1, now_s)
        self.tokens.add(tokens, now_s)

    def leave(self) -> None:
        """Count a request out of flight."""
        self.in_flight -= 1

    def check_tokens(self, limits: Limits, tokens: int, now_s: float, admits: Admits) -> None:
        """Refuse tokens that no longer fit into the minute; counts nothing.

        Raises:
            Refusal: the minute's tokens would be exceeded.

        """
        limit, used = limits.tokens_per_minute, self.tokens.at(now_s)
        if limit is not None and not admits(used + tokens - 1, limit):
            raise Refusal("RATE_TOKEN_LIMIT_EXCEEDED", current=used + tokens, limit=limit)

    def retry_s(self, code: str | None, address: str, now_s: float) -> int:
        """Tell the whole seconds after which a call that was refused with this code may try again.

        Where no minute is used up, such as for too many calls at once, that is one second.
        """
        windows = {
            "RATE_REQUEST_LIMIT_EXCEEDED": self.requests,
            "RATE_TOKEN_LIMIT_EXCEEDED": self.tokens,
            "RATE_IP_LIMIT_EXCEEDED": self.by_address.get(address),
        }
        window = windows.get(code or "")
        return 1 if window is None else max(1, math.ceil(window.left_s(now_s)))


def admits(used: int, limit: int) -> bool:
    """Tell whether one more fits when ``used`` are counted already."""
    return used < limit


def rate_headers(meter: Meter, limits: Limits, now_s: float) -> tuple[tuple[str, str], ...]:
    """Write what is left of the minute (jina-api 1.7); a limit that is not set has no header."""
    requests, tokens = limits.requests_per_minute, limits.tokens_per_minute
    headers: tuple[tuple[str, str], ...] = ()
    if requests is not None:
        headers = (("X-RateLimit-Remaining-Requests", str(max(0, requests - meter.requests.at(now_s)))),)
    if tokens is not None:
        headers += (("X-RateLimit-Remaining-Tokens", str(max(0, tokens - meter.tokens.at(now_s)))),)
    return headers


def _check(code: str, used: int, limit: int | None, admits: Admits) -> None:
    if limit is not None and not admits(used, limit):
        raise Refusal(code, current=used, limit=limit)
