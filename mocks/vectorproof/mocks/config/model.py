"""What a world declares, as frozen dataclasses: the fields are the members of the TOML file.

Holds no behaviour and no default that depends on another member; ``reading`` checks what one table cannot know.
"""

from dataclasses import dataclass, field
from typing import Annotated

from vectorproof.mocks.config.behaviour import (
    CredentialsConfig,
    Edition,
    Era,
    FeaturesConfig,
    LifecycleConfig,
    LimitsConfig,
    ProviderConfig,
    UnknownsConfig,
)
from vectorproof.mocks.config.inhabitants import DatabaseConfig, KeyConfig, OrganizationConfig, TokenConfig
from vectorproof.mocks.config.jina import JinaWorldConfig
from vectorproof.mocks.config.shapes import Law


@dataclass(frozen=True, slots=True)
class WorldConfig:
    """A world of the simulator: who exists, what they own, and how their Data API behaves."""

    summary: Annotated[str, Law("One line on what the world is for", pattern=r".+")]
    organizations: Annotated[tuple[OrganizationConfig, ...], Law("The organizations")]
    databases: Annotated[tuple[DatabaseConfig, ...], Law("The databases")]
    tokens: Annotated[tuple[TokenConfig, ...], Law("The application tokens")] = ()
    keys: Annotated[tuple[KeyConfig, ...], Law("The stored keys")] = ()
    edition: Annotated[Edition, Law("Which system is imitated")] = Edition.ASTRA
    era: Annotated[Era, Law("The generation of error codes and texts")] = Era.E3
    default_database: Annotated[str | None, Law("The name of the database that a request without one means")] = None
    jina: Annotated[JinaWorldConfig, Law("The embedding provider")] = field(default_factory=JinaWorldConfig)
    limits: Annotated[LimitsConfig, Law("Limits that differ")] = field(default_factory=LimitsConfig)
    features: Annotated[FeaturesConfig, Law("Optional features")] = field(default_factory=FeaturesConfig)
    provider: Annotated[ProviderConfig, Law("How providers are called")] = field(default_factory=ProviderConfig)
    credentials: Annotated[CredentialsConfig, Law("How stored keys come to a Data API")] = field(
        default_factory=CredentialsConfig
    )
    unknowns: Annotated[UnknownsConfig, Law("What the page leaves open")] = field(default_factory=UnknownsConfig)
    lifecycle: Annotated[LifecycleConfig, Law("How long databases take to change")] = field(
        default_factory=LifecycleConfig
    )

    @property
    def default(self) -> DatabaseConfig:
        """The database that a request means when it names none: the one declared so, else the first."""
        return next((d for d in self.databases if d.name == self.default_database), self.databases[0])
