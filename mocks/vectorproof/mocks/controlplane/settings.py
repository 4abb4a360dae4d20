"""What of the control plane differs from world to world."""

from dataclasses import dataclass, field

from vectorproof.mocks.controlplane.rules import LimitRules
from vectorproof.mocks.core.tenants import ProviderPace


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
    load_max_bytes: int = 40_000_000
    load_batch_count: int = 50
