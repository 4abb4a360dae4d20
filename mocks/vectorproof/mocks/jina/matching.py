"""Which calls are meant: one form for fault plans and for questions to the journal.

Knows calls; does not know faults, HTTP or files.
"""

import re
from dataclasses import dataclass

from vectorproof.mocks.jina.journal import Call


@dataclass(frozen=True, slots=True)
class Match:
    """What a call must be; ``None`` matches anything.

    ``key`` holds every name of one key: its id and the SHA-256 of its text in hex, so that a key is meant even where
    it does not exist. ``client`` is what the caller calls itself, ``address`` where its connection comes from.
    """

    key: frozenset[str] | None = None
    account: str | None = None
    client: str | None = None
    address: str | None = None
    model: str | None = None
    text_contains: str | None = None
    text_matches: re.Pattern[str] | None = None
    batch_size: int | None = None

    def fits(self, call: Call, texts: tuple[str, ...]) -> bool:
        """Tell whether a call is meant; ``texts`` are its inputs."""
        return self._fits_caller(call) and self._fits_body(call, texts)

    def _fits_caller(self, call: Call) -> bool:
        return (
            (self.key is None or call.key_sha256 in self.key or call.key_id in self.key)
            and (self.account is None or self.account == call.account)
            and (self.client is None or self.client == call.client)
            and (self.address is None or self.address == call.address)
        )

    def _fits_body(self, call: Call, texts: tuple[str, ...]) -> bool:
        wanted, pattern = self.text_contains, self.text_matches
        return (
            (self.model is None or self.model == call.model)
            and (self.batch_size is None or self.batch_size == call.inputs)
            and (wanted is None or any(wanted in text for text in texts))
            and (pattern is None or any(pattern.search(text) for text in texts))
        )
