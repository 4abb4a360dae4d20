"""A world on real sockets: one port for the Data API and the control plane, one for Jina, one for each database.

If wished, another one speaks TLS and answers as Astra does, by Astra's own host names.
Knows sockets and aiohttp; what the routes do is the providers' business.
"""

import asyncio
import errno
import gc
import os
import ssl
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from aiohttp import web
from aiohttp.typedefs import Middleware

from vectorproof.mocks.astra import DEVOPS_HOST, Authority, as_astra, data_host, tunnel
from vectorproof.mocks.astra.clients import curl_settings
from vectorproof.mocks.astra.folders import own_folder
from vectorproof.mocks.config import DatabaseConfig
from vectorproof.mocks.core.reception import RECEPTION
from vectorproof.mocks.core.tokens import CASSANDRA_TOKEN
from vectorproof.mocks.dataapi import DATABASE
from vectorproof.mocks.jina.control.routes import PREFIX
from vectorproof.mocks.middleware import keeping, owning_up, rewriting
from vectorproof.mocks.world import World

Result = TypeVar("Result")
_GARBAGE: Final = (20_000, 20, 20)
_BODY_MAX_BYTES: Final = 64 * 2**20
# So many may knock at once; whoever is turned away tries again only after a second.
_WAITING_MAX: Final = 4096
# Open connections get this long to finish before they are cut.
_SHUTDOWN_S: Final = 1.0
# Addresses to listen on that are none to call.
_EVERYWHERE: Final[Mapping[str, str]] = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  # a name, not a binding


class ListeningError(OSError):
    """A port cannot be listened on; the text names host, port and cause."""


@dataclass(frozen=True, slots=True)
class Listener:
    """What an application answers on one port, and as whom: of one database, in TLS, or behind more middlewares."""

    routes: Iterable[web.RouteDef]
    port: int
    database_id: str | None = None
    tls: ssl.SSLContext | None = None
    middlewares: Sequence[Middleware] = ()


class Serving:
    """A world that listens while the ``async with`` block runs; a port of 0 takes a free one.

    With a ``tls_port`` it is also there as Astra is: by Astra's host names, over TLS, with an authority of its own.

    Raises:
        TlsMissingError: what makes certificates is not installed.

    """

    def __init__(
        self, world: World, host: str = "127.0.0.1", port: int = 0, jina_port: int = 0, tls_port: int | None = None
    ) -> None:
        self._world = world
        self._host = host
        self._ports = (port, jina_port, tls_port)
        self._authority = None if tls_port is None else Authority()
        self._tls: dict[str, str] | None = None
        self._stack = AsyncExitStack()
        self._origins: dict[str, str] = {}
        self._data_api = ""
        self._jina = ""
        self._jina_control = ""

    async def __aenter__(self) -> Self:
        """Listen on every port, the provider's first.

        Raises:
            ListeningError: a port is in use, or the host is none of this machine's.

        """
        async with AsyncExitStack() as stack:
            port, jina_port, tls_port = self._ports
            stack.push_async_callback(self._world.data_api.close)
            await self._listen_as_jina(stack, jina_port)
            self._world.jina_listens_at(self._jina)
            self._data_api = await self._listen(stack, Listener(self._shared_routes(), port))
            for database in self._world.config.databases:
                own = Listener(self._data_routes(), 0, self._id(database))
                self._origins[database.name] = await self._listen(stack, own)
            if self._authority is not None and tls_port is not None:
                self._tls = await self._listen_as_astra(stack, self._authority, tls_port)
            # Undone first: a provider that hangs on purpose must not hold up the end.
            stack.callback(self._world.jina.release)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def ready(self) -> dict[str, Any]:
        """Tell where everything is and with which secrets it is reached; they are made up and local.

        ``data_api``, ``jina`` and ``api_endpoint`` are origins; the last is the default database's own. ``tls``, where
        it is served, tells the same database's address at Astra, the place that this stands for, and whom to trust.
        """
        config, people = self._world.config, self._world.people
        default = config.default
        return {
            "data_api": self._data_api,
            "devops": f"{self._data_api}/v2",
            "control": f"{self._data_api}/sim/v1",
            "jina": self._jina,
            "jina_control": self._jina_control,
            "token": people.default_token,
            "cassandra_token": CASSANDRA_TOKEN if config.features.cassandra_token else None,
            "database_id": self._id(default),
            "api_endpoint": self._origins[default.name],
            "databases": [self._shown(database) for database in config.databases],
            "keyspace": default.keyspaces[0] if default.keyspaces else None,
            **self._key(default),
            **({} if self._tls is None else {"tls": self._tls}),
        }

    def _shown(self, database: DatabaseConfig) -> dict[str, str]:
        return {
            "id": self._id(database),
            "region": database.region,
            "name": database.name,
            "data_api": self._origins[database.name],
        }

    def _key(self, default: DatabaseConfig) -> dict[str, str | None]:
        """Name a stored key of the default database and the provider's key behind it, or any provider's key."""
        secrets = self._world.people.provider_secrets
        scoped = (k for k in self._world.config.keys if default.name in k.databases and k.provider_key is not None)
        key = next(scoped, None)
        if key is None:
            return {"provider_key": next(iter(secrets.values()), None), "key_name": None}
        return {"provider_key": secrets[str(key.provider_key)], "key_name": key.name}

    def _id(self, database: DatabaseConfig) -> str:
        return self._world.people.database_ids[database.name]

    def _data_routes(self) -> list[web.RouteDef]:
        return [*self._world.data_api.routes(""), *self._world.data_api.routes("/api/json")]

    def _shared_routes(self) -> list[web.RouteDef]:
        return [*self._world.control_plane.routes(), *self._data_routes()]

    async def _listen_as_jina(self, stack: AsyncExitStack, port: int) -> None:
        """Listen as the embedding provider, with its control API beside it or, if wished, on a port of its own."""
        jina, control_port = self._world.jina, self._world.config.jina.control_port
        stack.callback(jina.close)
        if control_port is None:
            self._jina = control = await self._listen(stack, Listener(jina.routes(), port))
        else:
            control = await self._listen(stack, Listener(jina.control.routes(), control_port))
            self._jina = await self._listen(stack, Listener(jina.provider_routes(), port))
        self._jina_control = control + PREFIX

    async def _listen_as_astra(self, stack: AsyncExitStack, authority: Authority, port: int) -> dict[str, str]:
        """Listen by Astra's names, with the proxy that leads there, and lay down what clients must trust meanwhile."""
        listener = Listener(self._shared_routes(), port, tls=authority.context(), middlewares=(as_astra,))
        origin = await self._listen(stack, listener)
        address = origin.removeprefix("https://")
        called, _, listening = address.rpartition(":")
        host = self._host if self._host in _EVERYWHERE else called.strip("[]")
        proxy_port = await stack.enter_async_context(tunnel(host, called.strip("[]"), int(listening)))
        folder = stack.enter_context(own_folder())
        trust = authority.write(folder)
        (folder / ".curlrc").write_text(curl_settings(trust.ca_bundle, address), encoding="utf-8")
        default = self._world.config.default
        return {
            "origin": origin,
            "address": address,
            "proxy": f"http://{called}:{proxy_port}",
            "ca_bundle": str(trust.ca_bundle),
            "trust_store": str(trust.trust_store),
            "api_endpoint": f"https://{data_host(self._id(default), default.region)}",
            "devops": f"https://{DEVOPS_HOST}/v2",
        }

    async def _listen(self, stack: AsyncExitStack, listener: Listener) -> str:
        """Serve one application until the stack unwinds, and give its origin."""
        inner = [owning_up, keeping(self._world.ledger), *rewriting(self._world.parts)]
        application = web.Application(client_max_size=_BODY_MAX_BYTES, middlewares=[*listener.middlewares, *inner])
        if listener.database_id is not None:
            application[DATABASE] = listener.database_id
        application.add_routes(list(listener.routes))
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=_SHUTDOWN_S, **RECEPTION)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        try:
            site = web.TCPSite(runner, self._host, listener.port, ssl_context=listener.tls, backlog=_WAITING_MAX)
            await site.start()
        except OSError as error:
            raise ListeningError(_cause(error, self._host, listener.port)) from error
        # A name may stand for several addresses, of which each has a port of its own where any free one is taken.
        address = min(runner.addresses, key=lambda bound: ":" in bound[0])
        return _origin("http" if listener.tls is None else "https", address[0], address[1])


class ServingJina(Serving):
    """Only the embedding provider of a world, listening while the ``async with`` block runs."""

    async def __aenter__(self) -> Self:
        """Listen on the provider's port.

        Raises:
            ListeningError: the port is in use, or the host is none of this machine's.

        """
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._world.data_api.close)
            await self._listen_as_jina(stack, self._ports[1])
            stack.callback(self._world.jina.release)
            self._stack = stack.pop_all()
        return self

    def ready(self) -> dict[str, Any]:
        """Tell where the provider is, and a key of it if the world has one."""
        key = next(iter(self._world.people.provider_secrets.values()), None)
        return {"jina": self._jina, "jina_control": self._jina_control, "provider_key": key}


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on the fastest event loop that there is here, with as many connections as the system allows."""
    _allow_connections()
    _look_for_garbage_less_often()
    try:
        import uvloop  # noqa: PLC0415  # it does not exist everywhere
    except ImportError:
        return asyncio.run(main)
    return uvloop.run(main)


def _look_for_garbage_less_often() -> None:
    """Tell the collector that what is there stays, and that requests leave hardly a cycle behind.

    It would go through all stored documents again and again.
    """
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


def _allow_connections() -> None:
    try:
        import resource  # noqa: PLC0415  # it does not exist everywhere
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _cause(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is in use; another --port, or 0 for any free one, is right"
    return f"cannot listen on port {port} of {host}: {os.strerror(error.errno) if error.errno else error}"


def _origin(scheme: str, host: str, port: int) -> str:
    called = _EVERYWHERE.get(host, host)
    return f"{scheme}://[{called}]:{port}" if ":" in called else f"{scheme}://{called}:{port}"
