"""The mock's rules that are worth getting wrong: each a field, the right one as default.

A deliberately wrong mock is made by ``dataclasses.replace``; nothing is ever patched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vectorproof.mocks.jina import accounts, embedding, quota, tokens
from vectorproof.mocks.jina.accounts import Key
from vectorproof.mocks.jina.settings import KeyState


def key_problem(key: Key | None) -> str | None:
    """Name the refusal that a well-formed key gets, ``None`` when it may embed."""
    if key is None or key.state is KeyState.DISABLED:
        return "AUTH_INVALID_API_KEY"
    return "AUTHZ_ACCESS_DENIED" if key.state is KeyState.RESTRICTED else None


def can_pay(balance: int, tokens_due: int) -> bool:
    """Tell whether a balance covers a request; 0 tokens due asks whether anything is left at all."""
    return balance > 0 and balance >= tokens_due


def balance_after(balance: int, tokens_due: int) -> int:
    """Tell what is left of a balance after a charge."""
    return balance - tokens_due


def in_order(count: int) -> Sequence[int]:
    """Give the order in which the items of an answer are written."""
    return range(count)


def reported(tokens_counted: int) -> int:
    """Tell how many tokens the answer says were used."""
    return tokens_counted


@dataclass(frozen=True, slots=True)
class JinaParts:
    """Every replaceable rule of the mock.

    ``embedder`` makes one embedding function per mock; ``cached`` false computes every vector anew;
    ``fingerprint`` reduces a key to what the journal keeps; ``admits`` decides whether one more fits into a limit.
    """

    embedder: Callable[[], embedding.Embedder] = embedding.HashedFeatures
    cut: Callable[[embedding.Vector, int], embedding.Vector] = embedding.cut
    cached: bool = True
    count_tokens: Callable[[str], int] = tokens.count_tokens
    key_problem: Callable[[Key | None], str | None] = key_problem
    admits: Callable[[int, int], bool] = quota.admits
    can_pay: Callable[[int, int], bool] = can_pay
    balance_after: Callable[[int, int], int] = balance_after
    reported: Callable[[int], int] = reported
    order: Callable[[int], Sequence[int]] = in_order
    fingerprint: Callable[[str], tuple[str, str]] = field(default=accounts.fingerprint)
