"""Which collections live by which stored key: read from a target, so that whoever rotates a key knows what hangs on it.

A collection is bound to a key by its name alone, and the scope is looked at when the key is used (ROTATE-003,
SCOPE-013): what breaks follows from names and scopes, and this module only reads and compares them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

import orjson

from vectorproof.harness.client import Client
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import TargetError, UsageError
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.json_values import object_in, objects_in, texts_in

_OF_A_COLLECTION: Final = ".providerKey"
_UNSERVED: Final = frozenset({"TERMINATING", "TERMINATED", "PENDING", "INITIALIZING"})


@dataclass(frozen=True, slots=True)
class Place:
    """One database: its id, and what people call it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored key as the target tells it: never its secret, but the hint to it; ``scope`` in the target's order."""

    name: str
    hint: str
    created_at: str
    scope: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class BoundCollection:
    """One collection that embeds by a stored key."""

    database: Place
    keyspace: str
    name: str
    model: str
    key_name: str

    @property
    def full_name(self) -> str:
        """Say where it is: database, keyspace, collection."""
        return f"{self.database.name}/{self.keyspace}/{self.name}"


@dataclass(frozen=True, slots=True)
class Break:
    """A collection that will not embed any more, and why; ``for_good`` where no later change of keys can mend it."""

    collection: BoundCollection
    why: str
    for_good: bool


@dataclass(frozen=True, slots=True)
class Keyring:
    """What an organization stores, and what is bound to it."""

    provider: str
    databases: tuple[Place, ...]
    keys: tuple[Stored, ...]
    collections: tuple[BoundCollection, ...]

    def key(self, name: str) -> Stored | None:
        """Find a key by its name."""
        return next((key for key in self.keys if key.name == name), None)

    def bound_to(self, name: str) -> tuple[BoundCollection, ...]:
        """List the collections that name this key, in its scope or not, stored or not."""
        return tuple(found for found in self.collections if found.key_name == name)

    def names_in_use(self) -> tuple[str, ...]:
        """List every key name that a collection is bound to, also of keys that are stored no more."""
        return tuple(sorted({found.key_name for found in self.collections}))


def breaks(keyring: Keyring, name: str, new_name: str, new_scope: Sequence[Place]) -> Iterator[Break]:
    """Tell which collections fail when the key ``name`` is replaced by one of this name and scope.

    A binding is immutable, so that another name cannot be followed by any collection (COLL-015, ROTATE-003).
    """
    scoped = {place.id for place in new_scope}
    for collection in keyring.bound_to(name):
        if new_name != name:
            yield Break(collection, f"it names {name}, and a collection's key name cannot be changed", for_good=True)
        elif collection.database.id not in scoped:
            yield Break(collection, f"its database {collection.database.name} is not in the scope", for_good=False)


def read_keyring(endpoint: Endpoint, client: Client, provider: str) -> Keyring:
    """Read keys, scopes and bindings of the organization that the endpoint's token belongs to.

    Raises:
        UsageError: the target has no provider of that name.
        TargetError: a surface that is needed is missing or refuses; or an answer cannot be read.

    """
    reader = _Reader(endpoint, client)
    organization = str(reader.devops("/currentOrg").get("id"))
    databases = tuple(reader.databases())
    reader.know(organization, provider)
    keys = reader.keys(organization, provider)
    found = (collection for place, keyspaces in databases for collection in reader.bound(place, keyspaces, provider))
    return Keyring(provider, tuple(place for place, _ in databases), tuple(keys), tuple(found))


class _Reader:
    """Asks the surfaces of one endpoint; every refusal is a ``TargetError`` that says what was asked."""

    def __init__(self, endpoint: Endpoint, client: Client) -> None:
        self._endpoint = endpoint
        self._client = client

    def devops(self, path: str) -> Mapping[str, Any]:
        answer = self._got(self._endpoint.devops, path, "the DevOps API, --devops-url")
        return object_in(answer.body) or {}

    def databases(self) -> Iterator[tuple[Place, tuple[str, ...]]]:
        answer = self._got(self._endpoint.devops, "/databases?limit=100", "the DevOps API, --devops-url")
        for told in objects_in(answer.body):
            info = object_in(told.get("info")) or {}
            if told.get("status") not in _UNSERVED:
                yield Place(str(told["id"]), str(info.get("name", told["id"]))), tuple(texts_in(info.get("keyspaces")))

    def know(self, organization: str, provider: str) -> None:
        known = sorted(str(told.get("provider")) for told in objects_in(self._integrations(organization, "").body))
        if provider not in known:
            raise UsageError(f"--provider {provider!r} is unknown there; there are {', '.join(known) or 'none'}")

    def keys(self, organization: str, provider: str) -> Iterator[Stored]:
        answer = self._integrations(organization, f"/{quote(provider, safe='')}/keys")
        for told in objects_in(answer.body):
            scope = tuple(Place(entry["databaseId"], entry["databaseName"]) for entry in objects_in(told["scope"]))
            yield Stored(told["name"], told["secretHint"], told["createdAt"], scope)

    def _integrations(self, organization: str, below: str) -> Exchange:
        path = f"/organizations/{quote(organization, safe='')}/integrations{below}"
        return self._got(self._endpoint.control, path, "the control API for keys, --control-url")

    def bound(self, place: Place, keyspaces: Sequence[str], provider: str) -> Iterator[BoundCollection]:
        for keyspace in keyspaces:
            for told in self._collections(place, keyspace):
                service = _service(told)
                key = (object_in(service.get("authentication")) or {}).get("providerKey")
                if service.get("provider") == provider and isinstance(key, str):
                    model, name = str(service.get("modelName")), key.removesuffix(_OF_A_COLLECTION)
                    yield BoundCollection(place, keyspace, str(told.get("name")), model, name)

    def _collections(self, place: Place, keyspace: str) -> Sequence[Mapping[str, Any]]:
        headers = {
            "Token": self._endpoint.token.reveal(),
            "X-Sim-Database": place.id,
            "Content-Type": "application/json",
        }
        path = f"{self._endpoint.prefix or ''}/v1/{quote(keyspace, safe='')}"
        body = orjson.dumps({"findCollections": {"options": {"explain": True}}})
        request = Request("POST", self._endpoint.data_api, path, headers, body, "findCollections")
        answer = self._client.send(request)
        if not answer.ok or answer.errors:
            raise TargetError(f"the collections of {place.name}/{keyspace} cannot be listed: {answer}")
        return objects_in(answer.status_member.get("collections"))

    def _got(self, base: str | None, path: str, what: str) -> Exchange:
        if base is None:
            raise TargetError(f"this target has no address for {what}: without it no key can be looked at")
        parts = urlsplit(base)
        headers = {"Authorization": f"Bearer {self._endpoint.token.reveal()}"}
        origin = f"{parts.scheme}://{parts.netloc}"
        answer = self._client.send(Request("GET", origin, parts.path.rstrip("/") + path, headers, None, what))
        if not answer.ok:
            raise TargetError(f"{what} does not tell {path}: {answer}")
        return answer


def _service(told: Mapping[str, Any]) -> Mapping[str, Any]:
    options = object_in(told.get("options")) or {}
    vector = object_in(options.get("vector")) or {}
    return object_in(vector.get("service")) or {}
