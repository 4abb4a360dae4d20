"""The last net under every secret: what looks like one, or is known to be one, never enters a record.

Evidence is redacted where it is made; this only guards against the day when that fails. Knows shapes, keeps nothing.
"""

import re
from collections.abc import Iterable
from typing import Final

MARK: Final = "[redacted]"

# What stands before the secret says which kind it was, and stays; a variable such as $KEY_1 is no secret.
SHAPES: Final = (
    re.compile(r"(AstraCS:)[A-Za-z0-9][\w:.\-]{7,}"),
    re.compile(r"(\bjina_)[A-Za-z0-9]{16}\w*"),
    re.compile(r"(\bCassandra:)[A-Za-z0-9+/=]{4,}:[A-Za-z0-9+/=]{4,}"),
    re.compile(r"(\bBearer\s+)(?!\$|\[redacted\])[\w.~+/=:\-]{8,}"),
    re.compile(r"(\w://)[^\s/@:\"']*:[^\s/@\"']+(?=@)"),
)
# A text without any of these has none of the shapes: one look instead of five, on every text of every line.
_TELLTALE: Final = re.compile(r"AstraCS:|jina_|Cassandra:|Bearer|://")


class Redaction:
    """Replaces known secrets and what has a secret's shape; never shows what it knows."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # A short text is no secret, and replacing it would tear words apart; the longest goes first.
        known = sorted({secret for secret in secrets if len(secret) >= 8}, key=len, reverse=True)  # noqa: PLR2004
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def text(self, text: str) -> str:
        """Redact one text."""
        if self._known is not None:
            text = self._known.sub(MARK, text)
        if _TELLTALE.search(text) is not None:
            for shape in SHAPES:
                text = shape.sub(rf"\1{MARK}", text)
        return text
