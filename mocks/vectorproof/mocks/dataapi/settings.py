"""How a Data API is set up: edition, era, limits, features. Values only; the defaults are the real server's.

Source: data-api 0; which database has how many indexes and collections is said by the database itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from vectorproof.mocks.core.profiles import Profile
from vectorproof.specs.errors import Era

Edition: TypeAlias = Literal["astra", "self-managed"]


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """What a document may measure (data-api 7.4)."""

    max_characters: int = 4_000_000
    max_depth: int = 16
    max_path_length: int = 1000
    max_object_properties: int = 1000
    max_document_properties: int = 2000
    max_number_length: int = 100
    max_array_length: int = 1000
    max_vector_length: int = 4096
    max_string_bytes: int = 8000


@dataclass(frozen=True, slots=True)
class CommandLimits:
    """How much one command may do."""

    page_size: int = 50
    sort: int = 10_000
    insert: int = 100
    delete: int = 20
    count: int = 1000
    filter_comparisons: int = 64
    in_values: int = 100
    vector_search: int = 1000
    #: How often a write that lost a race is tried again (data-api 14).
    conflict_retries: int = 3
    max_body_bytes: int = 20 * 2**20


@dataclass(frozen=True, slots=True)
class DataApiSettings:
    """One Data API; ``None`` for a feature: the server leaves it to the request's header, else to the default."""

    edition: Edition = "astra"
    era: Era = "E3"
    default_database_id: str | None = None
    #: Whether ``Cassandra:<user>:<password>`` reaches the default database (user and password ``cassandra``).
    cassandra_tokens: bool = True
    vectorize_enabled: bool = True
    shared_secret_enabled: bool = True
    lexical: bool | None = None
    reranking: bool | None = None
    tables: bool = True
    system_keyspaces: tuple[str, ...] = ()
    collection_name_max: int = 48
    #: How long a new collection is not seen by commands; it can be created again, and dropped, at once.
    collection_delay_ms: int = 0
    commands: CommandLimits = field(default_factory=CommandLimits)
    documents: DocumentLimits = field(default_factory=DocumentLimits)

    def with_profile(self, profile: Profile) -> "DataApiSettings":
        """Give the settings that an organization's profile makes of these; stored keys go with the edition."""
        other = profile.edition != self.edition
        shared = profile.edition == "astra" if other else self.shared_secret_enabled
        return replace(
            self,
            edition=profile.edition,
            era=profile.era,
            shared_secret_enabled=shared,
            collection_name_max=profile.collection_name_max,
        )

    def feature(self, name: str, headers: Mapping[str, str]) -> bool:
        """Tell whether a feature is on: the server's word, else the request's header, else the default (data-api 0)."""
        configured: bool | None = {"lexical": self.lexical, "reranking": self.reranking}[name]
        if configured is not None:
            return configured
        asked = headers.get(f"feature-flag-{name}")
        return asked == "true" if asked in {"true", "false"} else name == "lexical"
