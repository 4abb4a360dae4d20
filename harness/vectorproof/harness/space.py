"""What one example of a case works in: leased databases, an organization, a provider, and the one door for checks."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from vectorproof.harness.caserun import CaseRun
from vectorproof.harness.collection import Collection, Headers
from vectorproof.harness.database import Database
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import Missing, TargetError
from vectorproof.harness.judging import Judge
from vectorproof.harness.organization import JINA, Organization
from vectorproof.harness.provider import MODEL, Provider, ProviderKey
from vectorproof.harness.surface import Surface

T = TypeVar("T")
EMBEDDING_HEADER = "x-embedding-api-key"
_TOGETHER_TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key that is stored in the organization under a name, and the provider's key behind it."""

    name: str
    key: ProviderKey


@dataclass(frozen=True, slots=True)
class Binding:
    """One way to embed on this target: by a stored key's name, or by a header with every request.

    ``authentication`` goes into a collection's service, ``headers`` with its commands. ``key`` is ``None`` where the
    secret is not ours to know.
    """

    authentication: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    key: ProviderKey | None = None

    def service(self, model: str = MODEL, provider: str = JINA) -> dict[str, Any]:
        """Give a collection's ``service`` member for this binding."""
        service: dict[str, Any] = {"provider": provider, "modelName": model}
        return service | ({"authentication": dict(self.authentication)} if self.authentication else {})


class Space:
    """The leased ground of one example; nothing in it outlives the example."""

    def __init__(
        self,
        case: CaseRun,
        endpoint: Endpoint,
        databases: tuple[Database, ...],
        *,
        organization: Organization | None,
        provider: Provider,
        devops: Surface | None,
        credential_service: Surface | None,
    ) -> None:
        self.databases = databases
        self.provider = provider
        self._case = case
        self._endpoint = endpoint
        self._organization = organization
        self._devops = devops
        self._credential_service = credential_service

    @property
    def database(self) -> Database:
        """The first database."""
        return self.databases[0]

    @property
    def organization(self) -> Organization:
        """The organization that owns the databases; ask for ``key_control``."""
        return self._present(self._organization, "key-control")

    @property
    def devops(self) -> Surface:
        """The DevOps API, spoken to with the organization's token; ask for ``devops``."""
        return self._present(self._devops, "devops")

    @property
    def credential_service(self) -> Surface:
        """The internal credential service, spoken to with the database's token; ask for ``credential_service``."""
        return self._present(self._credential_service, "credential-service")

    def check(self, requirement_id: str, seen: T, judge: Judge[T]) -> None:
        """Judge what was seen against one requirement; a mismatch ends the example as a finding."""
        self._case.check(requirement_id, seen, judge)

    def stored_key(self, name: str | None = None, *databases: Database, secret: str | None = None) -> StoredKey:
        """Store a working provider key (or this secret) for these databases, or for all of the space.

        Raises:
            TargetError: it was not stored, so the case cannot be judged.

        """
        name = self.database.new_name("key") if name is None else name
        key = self.provider.new_key() if secret is None else self.provider.note_key(secret)
        exchange = self.organization.add_key(name, key.secret, databases or self.databases)
        if not exchange.ok:
            raise TargetError(f"the key that the case stands on was not stored: {exchange}")
        return StoredKey(name, key)

    def key_name(self, name: str, secret: str) -> str:
        """Store a key by this name for all databases and tell it; where none can be stored, tell the one that exists.

        Raises:
            Missing: no key can be stored, and none is known to exist.

        """
        if self._organization is not None:
            return self.stored_key(name, secret=secret).name
        return self._present(self._endpoint.key_name, "stored-key")

    def bound_to(self, key: StoredKey) -> Binding:
        """Give the binding that uses a stored key."""
        return Binding(authentication={"providerKey": key.name}, key=key.key)

    def by_header(self, key: ProviderKey | None = None) -> Binding:
        """Give the binding that sends a provider key, or the one that the caller gave, with every request."""
        if key is None and self._endpoint.embedding_key is not None:
            key = self.provider.note_key(self._endpoint.embedding_key.reveal())
        key = self.provider.new_key() if key is None else key
        return Binding(headers={EMBEDDING_HEADER: key.secret}, key=key)

    def binding(self) -> Binding:
        """Give the best way this target has to embed a text: a stored key of our own, a header, a key that is there.

        Ask for ``embedding``; where the space has ``key_control`` and ``provider_control`` it is a stored key.
        """
        if self._organization is not None and self.provider.controlled:
            return self.bound_to(self.stored_key())
        if self._endpoint.embedding_key is not None or self.provider.controlled:
            return self.by_header()
        if self._endpoint.key_name is not None:
            return Binding(authentication={"providerKey": self._endpoint.key_name})
        raise Missing("embedding-key")

    def vectorize_collection(
        self,
        binding: Binding | None = None,
        *,
        name: str | None = None,
        model: str = MODEL,
        dimension: int | None = None,
        metric: str | None = None,
        database: Database | None = None,
        keyspace: str | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Collection:
        """Make a collection that embeds by this binding, or by ``binding()``; its commands carry what that needs."""
        binding = binding or self.binding()
        vector: dict[str, Any] = {"service": binding.service(model)}
        vector |= {"dimension": dimension} if dimension is not None else {}
        vector |= {"metric": metric} if metric is not None else {}
        whole = {"vector": vector, **(options or {})}
        headers: Headers = dict(binding.headers)
        return (database or self.database).collection(name, whole, keyspace=keyspace, headers=headers)

    def together(self, *actions: Callable[[], T]) -> tuple[T, ...]:
        """Run actions at the same time, each in a thread of its own; give their results in the order given.

        The transcript lists their exchanges in a stable order, not in the order in which they happened to end.
        """
        before = len(self._case.transcript.exchanges)
        with ThreadPoolExecutor(max_workers=len(actions)) as pool:
            futures = [pool.submit(action) for action in actions]
            results = tuple(future.result(timeout=_TOGETHER_TIMEOUT_S) for future in futures)
        exchanges = self._case.transcript.exchanges
        exchanges[before:] = sorted(exchanges[before:], key=lambda e: (e.request.title, e.request.body or b""))
        return results

    @staticmethod
    def _present(part: T | None, capability: str) -> T:
        if part is None:
            raise Missing(capability)
        return part
