"""The configuration of a world: read strictly from TOML, frozen, and published as JSON Schema."""

from vectorproof.mocks.config.behaviour import (
    CredentialsConfig,
    Edition,
    Era,
    FeaturesConfig,
    KeyNames,
    LifecycleConfig,
    LimitsConfig,
    ProviderConfig,
    UnknownsConfig,
)
from vectorproof.mocks.config.inhabitants import DatabaseConfig, KeyConfig, OrganizationConfig, Role, TokenConfig
from vectorproof.mocks.config.jina import JinaAccountConfig, JinaKeyConfig, JinaTierConfig, JinaWorldConfig
from vectorproof.mocks.config.model import WorldConfig
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
    "JinaTierConfig",
    "JinaWorldConfig",
    "KeyConfig",
    "KeyNames",
    "LifecycleConfig",
    "LimitsConfig",
    "OrganizationConfig",
    "ProviderConfig",
    "Role",
    "TokenConfig",
    "UnknownsConfig",
    "WorldConfig",
    "WorldError",
    "load_world",
    "schema_of",
    "world_names",
]
