"""The one clock of a world: real time plus what a test has added to it.

Nothing else in the simulator asks the operating system what time it is, so stepping this clock steps quotas,
expiries and recorded times alike.
"""

import asyncio
import time


class Clock:
    """Real time, shifted forward by the seconds a test has added."""

    def __init__(self) -> None:
        self._ahead_s = 0.0
        self._stepped_s = 0.0

    def now_ms(self) -> int:
        """Tell the wall-clock time in milliseconds since the Unix epoch."""
        return int((time.time() + self._ahead_s) * 1000)

    def monotonic_s(self) -> float:
        """Tell a time in seconds that never goes back; only differences mean something."""
        return time.monotonic() + self._stepped_s

    async def sleep(self, seconds: float) -> None:
        """Wait in real time: a back-off is a promise to the other side, not a date."""
        await asyncio.sleep(seconds)

    def advance(self, seconds: float) -> None:
        """Step forward; a negative step is refused, for time that runs back breaks every quota."""
        if seconds < 0:
            raise ValueError(f"a clock only goes forward: {seconds} s was asked, 0 or more is right")
        self._ahead_s += seconds
        self._stepped_s += seconds

    def reset(self) -> None:
        """Tell the real date again; what only differences are taken of goes on from where it was."""
        self._ahead_s = 0.0
