"""Page states: opaque to clients, to us the position behind the last document and what is left of the limit.

Source: data-api 5.3.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vectorproof.mocks.dataapi.clauses.ids import DocumentKey
from vectorproof.mocks.dataapi.errors import WireError, unexpected

#: The option's older name, which still answers (data-api 1.5).
OLDER: Final[Mapping[str, str]] = {"pagingState": "pageState"}


@dataclass(frozen=True, slots=True)
class PageState:
    """Where a page begins; ``left`` is how many documents the limit still allows, ``None`` for no limit."""

    after: tuple[int, DocumentKey]
    left: int | None

    def encoded(self) -> str:
        """Write it as base64."""
        token, (kind, text) = self.after
        return base64.b64encode(f"{token}:{'' if self.left is None else self.left}:{kind}:{text}".encode()).decode()


def decoded(text: str | None) -> PageState | None:
    """Read a page state that a client sends back.

    Raises:
        WireError: no base64 (the server did not expect that), or base64 that no server made (the database refuses it).

    """
    if text is None:
        return None
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise unexpected("IllegalArgumentException", "the page state is no base64") from error
    try:
        token, left, kind, key = raw.decode().split(":", 3)
        return PageState((int(token), (int(kind), key)), int(left) if left else None)
    except ValueError as error:
        raise WireError("UNEXPECTED_DRIVER_ERROR", detail="the page state is none of this database") from error
