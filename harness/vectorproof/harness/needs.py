"""What a case asks of a target before it starts, and which capability each wish stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

CAPABILITIES: Final[Mapping[str, str]] = {
    "data-api": "answers Data API commands",
    "devops": "answers the DevOps API (/v2)",
    "key-control": "stores, scopes and removes provider keys on request",
    "fresh-databases": "gives every example databases that nobody has used",
    "two-databases": "has more than one database",
    "provider-control": "the embedding provider creates and deletes keys on request",
    "provider-journal": "the embedding provider tells which calls it has seen",
    "provider-faults": "the embedding provider fails on request",
    "embedding-key": "a provider key is known that can be sent with each request",
    "stored-key": "a provider key is stored for the database under a known name",
    "create-collection-form": "offers the create-collection dialog as a form",
    "load-data": "offers the load-data dialog as a form",
    "credential-service": "answers the internal credential service",
    "credential-faults": "the credential service fails on request",
}


@dataclass(frozen=True, slots=True)
class DatabaseOptions:
    """How a fresh database is to be; ``None`` leaves the choice to the target.

    ``creation_time`` is ISO 8601 in UTC, such as ``2024-06-23T00:00:00Z``. The provider's time-out and back-off are
    milliseconds; the defaults are short so that retries do not make a run long, and long enough for a busy machine.
    """

    name: str | None = None
    region: str | None = None
    vector: bool = True
    creation_time: str | None = None
    keyspaces: tuple[str, ...] = ()
    provider_timeout_ms: int = 5000
    provider_backoff_ms: int = 20

    def wire(self) -> dict[str, Any]:
        """Give the members that a lease sends."""
        members: dict[str, Any] = {
            "name": self.name,
            "region": self.region,
            "creationTime": self.creation_time,
            "keyspaces": list(self.keyspaces) or None,
        }
        chosen = {name: value for name, value in members.items() if value is not None}
        pace = {"timeoutMs": self.provider_timeout_ms, "backoffMs": self.provider_backoff_ms}
        return {**chosen, "vector": self.vector, "provider": pace}


@dataclass(frozen=True, slots=True)
class Needs:
    """The wishes of a case; each names a capability, and a target that lacks it gives SKIPPED.

    ``databases`` is how many; ``options`` describes the first of them and asks for fresh ones, as ``fresh`` does:
    databases that nobody has used, whose limits may be filled. ``embedding`` asks for any way at all to embed a text
    (see ``Space.binding``). ``key_control`` gives an organization of its own.
    """

    databases: int = 1
    options: tuple[DatabaseOptions, ...] = ()
    fresh: bool = False
    embedding: bool = False
    key_control: bool = False
    provider_control: bool = False
    provider_journal: bool = False
    provider_faults: bool = False
    stored_key: bool = False
    devops: bool = False
    create_collection_form: bool = False
    load_data: bool = False
    credential_service: bool = False
    credential_faults: bool = False

    def capabilities(self) -> tuple[str, ...]:
        """Name what the target must have, in the order in which a missing one is reported."""
        wishes = {
            "fresh-databases": self.fresh or bool(self.options),
            "two-databases": self.database_count > 1,
            "key-control": self.key_control,
            "provider-control": self.provider_control,
            "provider-journal": self.provider_journal,
            "provider-faults": self.provider_faults,
            "embedding-key": self.embedding,
            "stored-key": self.stored_key,
            "devops": self.devops,
            "create-collection-form": self.create_collection_form,
            "load-data": self.load_data,
            "credential-service": self.credential_service,
            "credential-faults": self.credential_faults,
        }
        return tuple(name for name, wished in wishes.items() if wished)

    @property
    def database_count(self) -> int:
        """How many databases to lease: as many as wished, and one for each description."""
        return max(self.databases, len(self.options))

    def database_options(self) -> tuple[DatabaseOptions, ...]:
        """Describe every database wished for; those beyond ``options`` are ordinary."""
        ordinary = DatabaseOptions()
        return self.options + (ordinary,) * (self.database_count - len(self.options))
