"""What a Jina mock is started with: accounts, keys, tiers and the dialect it speaks.

Frozen values only; reading them from a file is the business of whoever has a file.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

# What a new user of Jina gets for nothing (source: jina-api 1.8).
FREE_TOKENS = 10_000_000


class SettingError(ValueError):
    """A mock cannot begin with what it was given; the text says what would be right."""


class KeyState(StrEnum):
    """What a key may do: all, nothing (answered like an unknown key), or everything but embeddings."""

    ACTIVE = "active"
    DISABLED = "disabled"
    RESTRICTED = "restricted"


class Generation(StrEnum):
    """Which generation of error bodies is spoken: A until the end of 2025, B from then on (jina-api 1.1)."""

    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one key may use: per minute, at once, and per address; ``None`` means that no limit is set."""

    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrency: int | None = None
    requests_per_minute_and_address: int | None = None


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """An account to begin with; ``limits`` replaces those of its tier as a whole."""

    name: str
    balance_tokens: int = FREE_TOKENS
    tier: str = "unlimited"
    limits: Limits | None = None


@dataclass(frozen=True, slots=True)
class KeySpec:
    """A key to begin with; ``secret`` is the whole text that a client sends, and never shown."""

    secret: str = field(repr=False)
    account: str
    id: str | None = None
    state: KeyState = KeyState.ACTIVE


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where observers of the real service disagree, or its generations differ: each is a switch.

    ``balance_first`` looks at the balance before the rates; ``nested_id_inside`` puts a nested error's request id
    into the object; ``retry_after`` adds that header to a 429; ``prompt_tokens`` false never sends that count.
    """

    generation: Generation = Generation.B
    balance_first: bool = False
    nested_id_inside: bool = True
    retry_after: bool = False
    prompt_tokens: bool = True


@dataclass(frozen=True, slots=True)
class JinaConfig:
    """All that a mock starts with.

    ``tiers`` adds to the presets; ``journal_calls`` bounds what is remembered, and every call is appended to
    ``journal_file``, too, as a line of JSON. With a ``control_token`` only those who send it may use the control API.
    ``embedder`` is the name of an installed embedding function, or a function, in the place of the mock's own.
    """

    accounts: tuple[AccountSpec, ...] = (AccountSpec("default"),)
    keys: tuple[KeySpec, ...] = ()
    tiers: dict[str, Limits] = field(default_factory=dict[str, Limits])
    dialect: Dialect = field(default_factory=Dialect)
    journal_calls: int = 20_000
    cache_bytes: int = 64 * 1024 * 1024
    control_token: str | None = field(default=None, repr=False)
    journal_file: Path | None = None
    embedder: str | Callable[[Sequence[str], str, str, int], Iterable[Sequence[float]]] | None = None
