"""What of the control plane differs from world to world."""

from dataclasses import dataclass, field

from vectorproof.mocks.controlplane.rules import LimitRules
from vectorproof.mocks.core.tenants import ProviderPace


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """How long a database stays in each of the states that it only passes through, in milliseconds."""

    pending_ms: int = 0
    initializing_ms: int = 0
    maintenance_ms: int = 0
    terminating_ms: int = 0


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What the page leaves open, each with the outcome that is taken for the likely one (control-plane D)."""

    names_unique_in_organization: bool = False
    names_differ_by_case: bool = True
    empty_scope: bool = True
    doubled_scope: bool = True
    scope_max: int | None = None
    keys_max: int | None = None
    loaded_text_kept: bool = True


@dataclass(frozen=True, slots=True)
class ControlPlaneSettings:
    """Settings of one world; ``cassandra_token`` admits a self-hosted Data API to the credential service.

    ``stored_keys`` is false on a self-managed edition: nothing stores keys there, so no surface pretends to.
    """

    limits: LimitRules
    default_database: str
    stored_keys: bool = True
    cassandra_token: str | None = field(default=None, repr=False)
    pace: ProviderPace = field(default_factory=ProviderPace)
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    unknowns: Unknowns = field(default_factory=Unknowns)
    load_max_bytes: int = 40_000_000
    load_batch_count: int = 50
