"""Whose fault a failure is, told by what the Data API says: the embedding provider's or Astra DB's own.

Only the code decides: family and scope changed from era to era (control-plane A.9).
"""

from enum import Enum
from typing import Final

from vectorproof.harness.exchange import ApiError, Exchange
from vectorproof.harness.judging import Judge, Mismatch


class Side(Enum):
    """The two sides that a failure of a collection with a provider can come from."""

    ASTRA = "Astra DB"
    PROVIDER = "the embedding provider"


PROVIDER_CODES: Final = frozenset(
    {
        "EMBEDDING_PROVIDER_CLIENT_ERROR",
        "EMBEDDING_PROVIDER_RATE_LIMITED",
        "EMBEDDING_PROVIDER_SERVER_ERROR",
        "EMBEDDING_PROVIDER_TIMEOUT",
        "EMBEDDING_PROVIDER_UNEXPECTED_RESPONSE",
    }
)
"""What is raised because of a provider's answer, or because none came.

Other codes begin in the same way and are Astra DB's: a key that was not given, a host name that does not resolve, a
model that the configuration does not know, anything of the gateway.
"""

_WORD: Final = "provider"


def side_of(code: str) -> Side:
    """Tell the side that an error code names; everything that is not the provider's is Astra DB's."""
    return Side.PROVIDER if code in PROVIDER_CODES else Side.ASTRA


def blames(side: Side) -> Judge[Exchange]:
    """A refusal that can be told to be this side's: by its code, and the provider's also by its words."""

    def judge(seen: Exchange) -> Mismatch | None:
        error = seen.error
        told = error is not None and not seen.data and _complete(error) and side_of(error.code) is side
        words = side is Side.ASTRA or (error is not None and _WORD in f"{error.title}\n{error.message}".casefold())
        return None if told and words else Mismatch(f"a failure that is told as one of {side.value}", str(seen))

    return judge


def _complete(error: ApiError) -> bool:
    return bool(error.code and error.message)
