"""What a world declares of its embedding provider: tiers, accounts and keys, and how it speaks."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from vectorproof.mocks.config.shapes import Law


class JinaGeneration(StrEnum):
    """The generations of the embedding provider's errors."""

    A = "A"
    B = "B"


class JinaKeyState(StrEnum):
    """What a key of the embedding provider may do: all, nothing, or everything but embed."""

    ACTIVE = "active"
    DISABLED = "disabled"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class JinaTierConfig:
    """A tier of the embedding provider beside those that it has; a missing limit is none."""

    name: Annotated[str, Law("A name that accounts refer to", pattern=r".+")]
    requests_per_minute: Annotated[int | None, Law("Requests of one key in a minute", 1)] = None
    tokens_per_minute: Annotated[int | None, Law("Tokens of one key in a minute", 1)] = None
    concurrency: Annotated[int | None, Law("Requests of one key at once", 1)] = None
    requests_per_minute_and_address: Annotated[int | None, Law("Requests of one key and address in a minute", 1)] = None


@dataclass(frozen=True, slots=True)
class JinaAccountConfig:
    """An account at the embedding provider."""

    name: Annotated[str, Law("A name that the provider's keys refer to", pattern=r".+")]
    balance_tokens: Annotated[int | None, Law("Tokens left to spend; the mock's own figure when missing", 0)] = None
    tier: Annotated[str | None, Law("The rate-limit tier; the mock's own when missing", pattern=r".+")] = None


@dataclass(frozen=True, slots=True)
class JinaKeyConfig:
    """A key at the embedding provider."""

    name: Annotated[str, Law("A name inside this file; on the wire only the secret counts", pattern=r".+")]
    account: Annotated[str, Law("The name of a declared account")]
    secret: Annotated[
        str | None, Law("The key itself; made from the seed when missing", pattern=r"\S+", secret=True)
    ] = field(default=None, repr=False)
    state: Annotated[JinaKeyState, Law("What the key may do")] = JinaKeyState.ACTIVE


@dataclass(frozen=True, slots=True)
class JinaDialectConfig:
    """How the embedding provider speaks, where its generations differ or observers disagree."""

    generation: Annotated[JinaGeneration, Law("Error bodies until the end of 2025 (A), or those since (B)")] = (
        JinaGeneration.B
    )
    balance_first: Annotated[bool, Law("Whether the balance is looked at before the rates")] = False
    nested_id_inside: Annotated[bool, Law("Whether a nested error holds its request id")] = True
    retry_after: Annotated[bool, Law("Whether a 429 says when to try again")] = False
    prompt_tokens: Annotated[bool, Law("Whether that count is sent where the real provider sends it")] = True


@dataclass(frozen=True, slots=True)
class JinaWorldConfig:
    """The embedding provider: tiers, accounts and keys that exist from the start, and how it behaves."""

    tiers: Annotated[tuple[JinaTierConfig, ...], Law("Tiers beside the provider's own")] = ()

    accounts: Annotated[tuple[JinaAccountConfig, ...], Law("The accounts")] = ()
    keys: Annotated[tuple[JinaKeyConfig, ...], Law("The keys")] = ()
    dialect: Annotated[JinaDialectConfig, Law("How it speaks")] = field(default_factory=JinaDialectConfig)
    embedder: Annotated[str | None, Law("An installed embedding function, instead of its own", pattern=r".+")] = None
    control_port: Annotated[
        int | None, Law("A port for its control API alone; 0 takes a free one", 0, maximum=65_535)
    ] = None
    control_token: Annotated[
        str | None, Law("Who does not send this may not use its control API", pattern=r"\S+", secret=True)
    ] = field(default=None, repr=False)
    journal_file: Annotated[str | None, Law("A file that each call is appended to, as JSON", pattern=r".+")] = None
