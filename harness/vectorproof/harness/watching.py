"""Waiting until an answer is as it will be: a database is made, a keyspace is there. Knows no route."""

import time
from collections.abc import Callable
from typing import Final

from vectorproof.harness.exchange import Exchange
from vectorproof.harness.surface import Surface

_FIRST_S: Final = 0.02
_LONGEST_S: Final = 2.0
_PATIENCE_S: Final = 300.0


def watched(
    surface: Surface,
    path: str,
    done: Callable[[Exchange], bool],
    *,
    title: str,
    patience_s: float = _PATIENCE_S,
    rest: Callable[[float], None] = time.sleep,
) -> Exchange:
    """GET a path until the answer is ``done``, or the patience is at its end, and give one more answer as evidence.

    The questions in between are no steps of the case, for how many they are is a matter of time. ``rest`` waits.
    """
    pause_s, waited_s = _FIRST_S, 0.0
    while waited_s < patience_s and not done(surface.glance(path, title=title)):
        rest(pause_s)
        waited_s, pause_s = waited_s + pause_s, min(pause_s * 1.5, _LONGEST_S)
    return surface.send("GET", path, title=title)
