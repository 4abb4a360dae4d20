"""Bodies that were understood before: clients repeat themselves, and reading a body costs more than answering it.

Bounded by 1,024 bodies of at most 16 KiB each; the one used longest ago goes first.
"""

from collections import OrderedDict

from vectorproof.mocks.jina.asking import Ask

_BODIES = 1_024
BODY_BYTES = 16 * 1024


class KnownBodies:
    """What was asked by bodies that passed every check; a refused body is never kept."""

    def __init__(self) -> None:
        self._asks: OrderedDict[bytes, Ask] = OrderedDict()

    def find(self, body: bytes) -> Ask | None:
        """Give what a body asks, if it is known."""
        found = self._asks.get(body)
        if found is not None:
            self._asks.move_to_end(body)
        return found

    def keep(self, body: bytes, ask: Ask) -> None:
        """Remember a body, unless it is long."""
        if len(body) > BODY_BYTES:
            return
        self._asks[body] = ask
        if len(self._asks) > _BODIES:
            self._asks.popitem(last=False)
