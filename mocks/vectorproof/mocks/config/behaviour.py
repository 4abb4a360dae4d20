"""What a world declares of how it behaves: edition, era, limits, features, times, and what the page leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from vectorproof.mocks.config.shapes import Law


class Edition(StrEnum):
    """Which of the two systems a world imitates."""

    ASTRA = "astra"
    SELF_MANAGED = "self-managed"


class Era(StrEnum):
    """Which generation of error codes and texts a world answers with (control-plane A.9)."""

    E1 = "E1"
    E2 = "E2"
    E3 = "E3"


class KeyNames(StrEnum):
    """Among which keys a name has to be unique (control-plane D-1)."""

    PROVIDER = "provider"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class UnknownsConfig:
    """What the page leaves open about keys, scopes and loading: each is a switch (control-plane D)."""

    key_names: Annotated[KeyNames, Law("Among which keys a name is unique")] = KeyNames.PROVIDER
    key_name_case: Annotated[bool, Law("Whether upper and lower case make another key name")] = True
    empty_scope: Annotated[bool, Law("Whether a key can be added without any database")] = True
    doubled_scope: Annotated[bool, Law("Whether adding a database that is in the scope already succeeds")] = True
    scope_max: Annotated[int | None, Law("Databases in the scope of one key; no limit when missing", 1)] = None
    keys_max: Annotated[int | None, Law("Keys of one provider; no limit when missing", 1)] = None
    loaded_text_kept: Annotated[bool, Law("Whether a loaded document also keeps the field that is embedded")] = True


@dataclass(frozen=True, slots=True)
class LimitsConfig:
    """Limits; a missing one is the documented one of the edition."""

    indexes: Annotated[int | None, Law("Indexes of a database; later than indexes_from on Astra", 0)] = None
    indexes_before: Annotated[int | None, Law("Indexes of a database created before indexes_from on Astra", 0)] = None
    indexes_from: Annotated[datetime, Law("From when on a new database has the larger number of indexes")] = datetime(
        2024, 6, 24, tzinfo=UTC
    )
    collections: Annotated[int | None, Law("Collections of a database; none on Astra", 0)] = None
    collection_name: Annotated[
        int,
        Law("Characters of a collection's name: 48 as every Data API has it, 50 as the page says", choices=(48, 50)),
    ] = 48
    insert_many: Annotated[int | None, Law("Documents of one insertMany", 1)] = None
    page: Annotated[int | None, Law("Documents of one page", 1)] = None
    sort: Annotated[int | None, Law("Documents sorted in memory", 1)] = None
    count: Annotated[int | None, Law("Documents counted by countDocuments", 1)] = None
    delete: Annotated[int | None, Law("Documents deleted by one deleteMany", 1)] = None
    in_operator: Annotated[int | None, Law("Values of one $in", 1)] = None
    filter_expressions: Annotated[int | None, Law("Comparisons in one filter", 1)] = None
    string_bytes: Annotated[int | None, Law("Bytes of one text in a document", 1)] = None
    array_elements: Annotated[int | None, Law("Elements of one array in a document", 1)] = None
    depth: Annotated[int | None, Law("Levels of a document", 1)] = None
    path_characters: Annotated[int | None, Law("Characters of one path in a document", 1)] = None
    object_properties: Annotated[int | None, Law("Properties of one object in a document", 1)] = None
    document_properties: Annotated[int | None, Law("Properties of a whole document", 1)] = None
    document_characters: Annotated[int | None, Law("Characters of a whole document", 1)] = None


@dataclass(frozen=True, slots=True)
class FeaturesConfig:
    """Which optional features the Data API of a world has; a missing one is as on the edition."""

    vectorize: Annotated[bool, Law("Whether the Data API embeds texts")] = True
    lexical: Annotated[bool | None, Law("Whether collections are searched by words, too")] = None
    tables: Annotated[bool, Law("Whether there are tables")] = True
    reranking: Annotated[bool | None, Law("Whether results can be reranked")] = None
    stored_keys: Annotated[bool | None, Law("Whether keys stored in the organization can be used")] = None
    cassandra_token: Annotated[bool, Law("Whether the default database takes Cassandra:<user>:<password>")] = True


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """How a database calls its embedding providers; real values by default."""

    timeout_ms: Annotated[int, Law("Milliseconds until an answer counts as late", 1)] = 5000
    backoff_ms: Annotated[int, Law("Milliseconds between two tries", 0)] = 1000
    retries: Annotated[int, Law("Tries after the first one, when the provider is late", 0)] = 3
    urls: Annotated[Mapping[str, str], Law("A complete http or https URL", pattern=r"https?://\S+")] = field(
        default_factory=dict[str, str]
    )


@dataclass(frozen=True, slots=True)
class CredentialsConfig:
    """How stored keys come to a Data API, in milliseconds of the world's clock."""

    delay_ms: Annotated[int, Law("Milliseconds until a change of keys or scopes takes effect", 0)] = 0
    cache_ms: Annotated[
        int, Law("Milliseconds after its last use that a Data API remembers a credential; the real one 300000", 0)
    ] = 0


@dataclass(frozen=True, slots=True)
class LifecycleConfig:
    """How long databases and collections take to change, in milliseconds of the world's clock; quick by default."""

    pending_ms: Annotated[int, Law("Milliseconds that a new database is PENDING", 0)] = 50
    initializing_ms: Annotated[int, Law("Milliseconds that a new database is then INITIALIZING", 0)] = 50
    maintenance_ms: Annotated[int, Law("Milliseconds of MAINTENANCE while a keyspace is added or dropped", 0)] = 50
    terminating_ms: Annotated[int, Law("Milliseconds that a database is TERMINATING", 0)] = 50
    collection_ms: Annotated[int, Law("Milliseconds until commands see a new collection", 0)] = 0
