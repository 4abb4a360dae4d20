"""A whole simulator for tests written in Python: ``with Simulator() as it`` or ``async with``, in a thread of its own.

``AstraMode`` is the same at Astra's own addresses: for clients in other processes by ``environment``, for those of
this very process by ``here``.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from vectorproof.mocks.astra import Client, variables_of
from vectorproof.mocks.astra.python.sitecustomize import lead_names_to
from vectorproof.mocks.config import WorldConfig, load_world
from vectorproof.mocks.core.background import Background
from vectorproof.mocks.serving import Serving
from vectorproof.mocks.world import World, make_world

Result = TypeVar("Result")


class Simulator(Background[Mapping[str, Any]]):
    """A world that listens on free ports while its block runs, for synchronous and asynchronous tests alike.

    ``world`` is the name of a ready one, a TOML file or a configuration; the same ``seed`` makes the same ids, tokens
    and keys; ``defects`` make it wrong in known ways.

    Raises:
        WorldError: the world's file is wrong, or there is no world of that name.
        UnknownDefectError: there is no defect of a name.

    """

    _TLS_PORT: int | None = None

    def __init__(
        self, world: str | Path | WorldConfig = "default", *, defects: Iterable[str] = (), seed: int = 0
    ) -> None:
        super().__init__("vectorproof-simulator")
        config = world if isinstance(world, WorldConfig) else load_world(str(world))
        self._world = self._made(config, defects, seed)
        self._serving = Serving(self._world, tls_port=self._TLS_PORT)

    @property
    def ready(self) -> Mapping[str, Any]:
        """What ``vectorproof serve --json`` prints: every address, and what opens it."""
        return self._told.result()

    @property
    def token(self) -> str:
        """The application token of the default database's organization."""
        return str(self.ready["token"])

    @property
    def api_endpoint(self) -> str:
        """The default database's own origin."""
        return str(self.ready["api_endpoint"])

    @property
    def keyspace(self) -> str:
        """The first keyspace of the default database."""
        return str(self.ready["keyspace"])

    def save_state(self, *, with_secrets: bool = False) -> bytes:
        """Give everything that it holds, as a file's content; tokens and keys made meanwhile only if they are wished.

        What the embedding provider knows is not part of it.
        """
        return self._inside(lambda: self._world.state.save(with_secrets=with_secrets))

    def load_state(self, state: bytes) -> None:
        """Make it what it was when ``state`` was saved, in milliseconds; ids that follow are the same each time.

        Raises:
            SnapshotError: this is no saved state.
            OtherWorldError: it is the state of another world or seed.

        """
        self._inside(lambda: self._world.state.load(state))

    def _inside(self, action: Callable[[], Result]) -> Result:
        """Do something between two requests."""
        loop, _ = self._ended.result()

        async def act() -> Result:
            return action()

        return asyncio.run_coroutine_threadsafe(act(), loop).result()

    def _made(self, config: WorldConfig, defects: Iterable[str], seed: int) -> World:
        return make_world(config, defects=defects, seed=seed)

    @asynccontextmanager
    async def _listening(self) -> AsyncGenerator[Mapping[str, Any]]:
        async with self._serving:
            yield self._serving.ready()


class AstraMode(Simulator):
    """A simulator that is there as Astra is: by Astra's host names, over TLS, signed by an authority of its own.

    Raises:
        TlsMissingError: the extra ``vectorproof[tls]`` is not installed.

    """

    _TLS_PORT = 0

    @property
    def api_endpoint(self) -> str:
        """The default database's address at Astra: ``https://<id>-<region>.apps.astra.datastax.com``."""
        return str(self.ready["tls"]["api_endpoint"])

    @property
    def ca_bundle(self) -> Path:
        """The certificate of the authority to trust, a PEM file that is there while the block runs."""
        return Path(self.ready["tls"]["ca_bundle"])

    def environment(self, *clients: Client | str) -> dict[str, str]:
        """Give the variables with which a process finds this; all clients' where none is named.

        Add them to a process' own environment. Java's proxy serves Astra's names only.
        """
        return variables_of(self.ready, [Client(name) for name in clients] or tuple(Client))

    @contextmanager
    def here(self) -> Generator[dict[str, str]]:
        """Lead Astra's names to this in the running process while the block runs, and set the variables for Python.

        Gives these variables. A loop that looks names up by itself, as uvloop does, is not led.
        """
        variables = self.environment(Client.PYTHON)
        before = {name: os.environ.get(name) for name in variables}
        host, _, port = str(self.ready["tls"]["address"]).rpartition(":")
        undo = lead_names_to(host.strip("[]"), int(port), str(self.ca_bundle))
        os.environ.update(variables)
        try:
            yield variables
        finally:
            undo()
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
