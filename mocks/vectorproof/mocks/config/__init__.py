"""The configuration of a world: read strictly from TOML, frozen, and published as JSON Schema."""

from vectorproof.mocks.config.model import (
    CredentialsConfig,
    DatabaseConfig,
    Edition,
    Era,
    FeaturesConfig,
    JinaAccountConfig,
    JinaKeyConfig,
    JinaWorldConfig,
    KeyConfig,
    LifecycleConfig,
    LimitsConfig,
    OrganizationConfig,
    ProviderConfig,
    Role,
    TokenConfig,
    WorldConfig,
)
from vectorproof.mocks.config.reading import load_world, world_names
from vectorproof.mocks.config.shapes import WorldError, schema_of

__all__ = [
    "CredentialsConfig",
    "DatabaseConfig",
    "Edition",
    "Era",
    "FeaturesConfig",
    "JinaAccountConfig",
    "JinaKeyConfig",
    "JinaWorldConfig",
    "KeyConfig",
    "LifecycleConfig",
    "LimitsConfig",
    "OrganizationConfig",
    "ProviderConfig",
    "Role",
    "TokenConfig",
    "WorldConfig",
    "WorldError",
    "load_world",
    "schema_of",
    "world_names",
]
