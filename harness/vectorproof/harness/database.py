"""A leased database as suites speak to it over the Data API: sends, remembers what it made, judges nothing."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

import orjson

from vectorproof.harness.collection import Collection, Headers
from vectorproof.harness.errors import Missing, TargetError
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.json_values import object_in, objects_in, texts_in
from vectorproof.harness.names import Names
from vectorproof.harness.relay import Relay, created_by
from vectorproof.harness.transcript import Steps

NOT_SIMULATED: Final = "NOT_SIMULATED"
_JSON: Final = "application/json"
_WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OF_THE_CLIENT: Final = frozenset({"token", "content-type"})


class Database:
    """One database: where it answers, who may speak to it, and the collections that were made in it.

    ``id`` is ``None`` where only an endpoint is known. ``fresh`` says that nobody else uses it: then a name that a
    case chooses cannot be anybody's, and nothing needs to be dropped one by one.
    """

    def __init__(
        self,
        steps: Steps,
        names: Names,
        *,
        origin: str,
        prefix: str,
        headers: Mapping[str, str],
        keyspace: str,
        id: str | None = None,  # noqa: A002  # the wire's own word
        name: str = "",
        region: str = "",
        fresh: bool = False,
    ) -> None:
        self.id = id
        self.name = name
        self.region = region
        self.keyspace = keyspace
        self.fresh = fresh
        self._steps = steps
        self._names = names
        self._origin = origin
        self._root = f"{prefix}/v1"
        self._headers = {**headers, "Content-Type": _JSON}
        self._made: dict[tuple[str, str], None] = {}
        self._keyspaces: dict[str, None] = {}
        self._foreign: dict[str, frozenset[str]] = {}

    def command(
        self,
        body: object,
        *,
        keyspace: str | None = None,
        collection: str | None = None,
        headers: Headers | None = None,
    ) -> Exchange:
        """Send a command: with neither keyspace nor collection to the general level, else one or two levels deeper.

        A collection without a keyspace is looked for in the database's own. A header of value ``None`` is left out.
        A command that the target says it does not simulate ends the case as SKIPPED.
        """
        exchange = self._steps.take(self._request(_encoded(body), _name_of(body), keyspace, collection, headers))
        return _judgeable(exchange)

    def send_text(
        self,
        text: str | bytes,
        *,
        keyspace: str | None = None,
        collection: str | None = None,
        headers: Headers | None = None,
        title: str = "send a body",
    ) -> Exchange:
        """Send a body just as it is written, JSON or not."""
        raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        return self._steps.take(self._request(raw, title, keyspace, collection, headers))

    def request(self, method: str, below: str, *, body: str = "{}", headers: Headers | None = None) -> Exchange:
        """Send a request of any method to a path below ``/v1`` just as it is written, such as ``/keyspace//name``."""
        raw = None if method in _WITHOUT_BODY else body.encode()
        title = f"{method} /v1{below}"
        return self._steps.take(
            Request(method, self._origin, f"{self._root}{below}", _merged(self._headers, headers or {}), raw, title)
        )

    def relay(self) -> Relay:
        """Give a local address at which any client finds this database, for a ``with`` statement.

        The token and the content type have to be the client's own. Collections that it creates are dropped afterwards.
        """
        return Relay(self._origin, self._leading(), self._relayed)

    def replay(self, method: str, path: str, headers: Mapping[str, str], body: str, *, title: str) -> Exchange:
        """Send what a client once sent: its own path from the root, its own headers, its body to the letter.

        As with ``relay``, only what leads to the leased database is added, and what it creates is dropped afterwards.
        """
        request = Request(method, self._origin, path, {**headers, **self._leading()}, body.encode(), title)
        return self._relayed(request)

    @property
    def token(self) -> str:
        """The application token, for a client that has to send it; it must not be shown."""
        return self._headers.get("Token", "")

    def in_keyspace(self, body: object, *, keyspace: str | None = None, headers: Headers | None = None) -> Exchange:
        """Send a command to the keyspace level; without a keyspace to the database's own."""
        return self.command(body, keyspace=keyspace or self.keyspace, headers=headers)

    def create_collection(
        self,
        name: str | None = None,
        options: Mapping[str, Any] | None = None,
        *,
        keyspace: str | None = None,
        headers: Headers | None = None,
    ) -> Exchange:
        """Send createCollection, with a name of our own if none is given, and remember what came of it.

        ``options`` are sent as they are. In a database that others use, a chosen name that exists already is not
        touched: the case is SKIPPED.
        """
        keyspace = keyspace or self.keyspace
        name = self.new_name() if name is None else name
        self._keep_off(name, keyspace)
        body: dict[str, Any] = {"name": name, **({} if options is None else {"options": options})}
        ours = (keyspace, name) in self._made
        self._made[keyspace, name] = None  # before the answer: a creation that times out may have happened
        exchange = self.command({"createCollection": body}, keyspace=keyspace, headers=headers)
        if exchange.errors and not ours:
            del self._made[keyspace, name]
        return exchange

    def collection(
        self,
        name: str | None = None,
        options: Mapping[str, Any] | None = None,
        *,
        keyspace: str | None = None,
        headers: Headers | None = None,
    ) -> Collection:
        """Make a collection that the case stands on, whose commands then carry ``headers``.

        Raises:
            TargetError: the target did not make it, so the case cannot be judged.

        """
        name = self.new_name() if name is None else name
        exchange = self.create_collection(name, options, keyspace=keyspace)
        if not exchange.ok:
            raise TargetError(f"the collection that the case stands on was not made: {exchange}")
        return Collection(self, name, keyspace or self.keyspace, headers)

    def existing(self, name: str, *, keyspace: str | None = None, headers: Headers | None = None) -> Collection:
        """Speak to a collection without making it."""
        return Collection(self, name, keyspace or self.keyspace, headers)

    def delete_collection(self, name: str, *, keyspace: str | None = None) -> Exchange:
        """Send deleteCollection for a collection that this space made; any other is refused as a bug of the suite."""
        keyspace = keyspace or self.keyspace
        if not self.fresh and (keyspace, name) not in self._made:
            raise AssertionError(f"{name} was not made by this case, so the case must not delete it")
        exchange = self.command({"deleteCollection": {"name": name}}, keyspace=keyspace)
        if exchange.ok:
            self._made.pop((keyspace, name), None)
        return exchange

    def find_collections(
        self, *, explain: bool | None = None, keyspace: str | None = None, headers: Headers | None = None
    ) -> Exchange:
        """Send findCollections; ``explain`` is sent only if it is given."""
        options = {} if explain is None else {"options": {"explain": explain}}
        return self.in_keyspace({"findCollections": options}, keyspace=keyspace, headers=headers)

    def collection_options(self, name: str, *, keyspace: str | None = None) -> Mapping[str, Any] | None:
        """Read back one collection's options as ``findCollections`` explains them; ``None`` if it is not listed."""
        listed = objects_in(self.find_collections(explain=True, keyspace=keyspace).status_member.get("collections"))
        return next((object_in(entry.get("options")) or {} for entry in listed if entry.get("name") == name), None)

    def create_keyspace(self, name: str | None = None) -> Exchange:
        """Send createKeyspace, with a name of our own if none is given; it is dropped afterwards if it was made."""
        name = self.new_name("ks") if name is None else name
        exchange = self.command({"createKeyspace": {"name": name}})
        if exchange.ok:
            self._keyspaces[name] = None
        return exchange

    def keyspace_made(self) -> str:
        """Make a second keyspace that the case stands on and tell its name.

        Raises:
            TargetError: the target did not make it.

        """
        name = self.new_name("ks")
        exchange = self.create_keyspace(name)
        if not exchange.ok:
            raise TargetError(f"the keyspace that the case stands on was not made: {exchange}")
        return name

    def new_name(self, kind: str = "collection") -> str:
        """Make a name that nobody uses; evidence shows it as ``collection_1`` and so on."""
        return self._names.new(kind)

    def tidy(self) -> tuple[str, ...]:
        """Drop what the case made and tell what could not be dropped; a fresh database goes as a whole."""
        if self.fresh:
            return ()
        left = [name for keyspace, name in self._made if not self._dropped("deleteCollection", name, keyspace)]
        left += [name for name in self._keyspaces if not self._dropped("dropKeyspace", name, None)]
        self._made.clear()
        self._keyspaces.clear()
        return tuple(left)

    def _dropped(self, command: str, name: str, keyspace: str | None) -> bool:
        try:
            request = self._request(_encoded({command: {"name": name}}), command, keyspace, None, None)
            return self._steps.quietly(request).ok
        except TargetError:
            return False

    def _leading(self) -> dict[str, str]:
        return {name: value for name, value in self._headers.items() if name.lower() not in _OF_THE_CLIENT}

    def _relayed(self, request: Request) -> Exchange:
        name = created_by(request.body)
        if name is not None:
            self._made[request.path.rpartition("/")[2], name] = None
        return _judgeable(self._steps.take(request))

    def _keep_off(self, name: str, keyspace: str) -> None:
        if self.fresh or (keyspace, name) in self._made or self._names.ours(name):
            return
        if keyspace not in self._foreign:
            request = self._request(_encoded({"findCollections": {}}), "findCollections", keyspace, None, None)
            listed = self._steps.quietly(request).status_member.get("collections")
            self._foreign[keyspace] = frozenset(texts_in(listed))
        if name in self._foreign[keyspace]:
            raise Missing("fresh-databases", f"a collection {name!r} of somebody else is in {keyspace}")

    def _request(
        self, raw: bytes, command: str, keyspace: str | None, collection: str | None, headers: Headers | None
    ) -> Request:
        if collection is not None:
            keyspace = keyspace or self.keyspace
        path = "/".join([self._root, *(quote(name, safe="") for name in (keyspace, collection) if name is not None)])
        merged = self._headers if not headers else _merged(self._headers, headers)
        where = f" on {collection}" if collection else f" in {keyspace}" if keyspace else ""
        return Request("POST", self._origin, path, merged, raw, command + where)


def _encoded(body: object) -> bytes:
    try:
        return orjson.dumps(body)
    except TypeError:  # whole numbers beyond 64 bits and lone surrogates, which JSON may carry all the same
        return json.dumps(body, ensure_ascii=True).encode()


def _name_of(body: object) -> str:
    members = object_in(body)
    return "send a body" if members is None else next(iter(members), "send an empty object")


def _merged(standing: Mapping[str, str], own: Headers) -> dict[str, str]:
    replaced = {name.lower() for name in own}
    kept = {name: value for name, value in standing.items() if name.lower() not in replaced}
    return kept | {name: value for name, value in own.items() if value is not None}


def _judgeable(exchange: Exchange) -> Exchange:
    error = exchange.error
    if error is not None and error.code == NOT_SIMULATED:
        raise Missing(NOT_SIMULATED, f"not simulated yet: {error.message}")
    if "x-sim-bug" in exchange.headers:
        raise TargetError(f"the simulator has a bug of its own at {exchange.request.title}")
    return exchange
