"""What a world declares, as frozen dataclasses: the fields are the members of the TOML file.

Holds no behaviour and no default that depends on another member; ``reading`` checks what one table cannot know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from vectorproof.mocks.config.shapes import Law
from vectorproof.mocks.core import roles

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,48}[A-Za-z0-9])?"


class Edition(StrEnum):
    """Which of the two systems a world imitates."""

    ASTRA = "astra"
    SELF_MANAGED = "self-managed"


class Era(StrEnum):
    """Which generation of error codes and texts a world answers with (control-plane A.9)."""

    E1 = "E1"
    E2 = "E2"
    E3 = "E3"


class Role(StrEnum):
    """The roles a token can have."""

    ADMINISTRATOR = roles.ADMINISTRATOR
    ADMIN_USER = roles.ADMIN_USER
    API_ADMIN_USER = roles.API_ADMIN_USER
    READ_WRITE_SERVICE = roles.READ_WRITE_SERVICE
    READ_SERVICE = roles.READ_SERVICE
    READ_ONLY = roles.READ_ONLY


@dataclass(frozen=True, slots=True)
class OrganizationConfig:
    """An organization: the owner of databases, tokens and keys."""

    name: Annotated[str, Law("A name that other tables refer to", pattern=r".+")]
    id: Annotated[str | None, Law("A UUID; made from the seed when it is missing", pattern=_UUID)] = None


@dataclass(frozen=True, slots=True)
class TokenConfig:
    """An application token of an organization."""

    organization: Annotated[str, Law("The name of a declared organization")]
    role: Annotated[Role, Law("What the token may do; only an administrator manages keys")] = Role.ADMINISTRATOR
    secret: Annotated[
        str | None, Law("The whole token; made from the seed when it is missing", pattern=r"\S+", secret=True)
    ] = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DatabaseConfig:
    """A database of an organization."""

    name: Annotated[str, Law("A name that other tables refer to, of 1 to 50 characters", pattern=r".{1,50}")]
    organization: Annotated[str, Law("The name of a declared organization")]
    created: Annotated[datetime, Law("When it was created: decides the number of its indexes")]
    id: Annotated[str | None, Law("A UUID; made from the seed when it is missing", pattern=_UUID)] = None
    region: Annotated[
        str, Law("A region of lower-case letters, digits and single hyphens", pattern=r"[a-z0-9]+(-[a-z0-9]+)*")
    ] = "us-east-2"
    vector: Annotated[bool, Law("Whether it is a vector database; only these can be put in a key's scope")] = True
    keyspaces: Annotated[
        tuple[str, ...],
        Law("A keyspace name of 1 to 48 letters, digits and underscores", pattern=r"[A-Za-z0-9][A-Za-z0-9_]{0,47}"),
    ] = ("default_keyspace",)


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


@dataclass(frozen=True, slots=True)
class KeyConfig:
    """A provider key that an organization has stored, and the databases that may use it."""

    organization: Annotated[str, Law("The name of a declared organization")]
    name: Annotated[str, Law("A name of 1 to 50 letters, digits, - and _, the latter two inside", pattern=_KEY_NAME)]
    databases: Annotated[tuple[str, ...], Law("Names of databases of the same organization")] = ()
    provider: Annotated[str, Law("The provider's id, as the Data API names it", pattern=r"\w+")] = "jinaAI"
    provider_key: Annotated[str | None, Law("The name of a declared key at Jina, whose secret is stored")] = None
    secret: Annotated[str | None, Law("The secret itself, instead of provider_key", pattern=r"\S+", secret=True)] = (
        field(default=None, repr=False)
    )


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
