"""Leasing: what a target gives an example to work in, and how it is given back.

Where the target makes fresh databases, every example gets an organization of its own, and giving it back is one call.
Elsewhere it gets the one database there is, under names that nobody uses, and what it made is dropped.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from vectorproof.harness.database import Database
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import TargetError
from vectorproof.harness.json_values import object_in
from vectorproof.harness.names import Names
from vectorproof.harness.needs import Needs
from vectorproof.harness.organization import Organization
from vectorproof.harness.provider import JournalMark, Provider
from vectorproof.harness.surface import Surface
from vectorproof.harness.transcript import Steps

_DATABASE_HEADER: Final = "X-Sim-Database"


@dataclass(frozen=True, slots=True)
class Lease:
    """What was leased; ``world`` is the id of a fresh world, ``None`` where the target is everybody's."""

    databases: tuple[Database, ...]
    organization: Organization | None
    provider: Provider
    devops: Surface | None
    credential_service: Surface | None
    world: str | None


class Leasing:
    """Leases from one target; ``prefix`` makes the names of this run and worker unique among others'."""

    def __init__(self, endpoint: Endpoint, capabilities: frozenset[str], prefix: str) -> None:
        self._endpoint = endpoint
        self._capabilities = capabilities
        self._prefix = prefix
        self._counter = itertools.count(1)
        self._mark = JournalMark()

    def lease(self, steps: Steps, needs: Needs) -> Lease:
        """Lease what is needed, of fresh databases where the target has them."""
        return self._fresh(steps, needs) if "fresh-databases" in self._capabilities else self._shared(steps)

    def give_back(self, steps: Steps, lease: Lease) -> tuple[str, ...]:
        """Give everything back and tell what could not be; never fails a case."""
        lease.provider.tidy()
        if lease.world is not None:
            gone = self._administration(steps).forget(f"/control/worlds/{lease.world}", title="give the world back")
            return () if gone else (f"world {lease.world}",)
        return tuple(name for database in lease.databases for name in database.tidy())

    def _shared(self, steps: Steps) -> Lease:
        names = Names(steps.redactor, prefix=self._prefix, counter=self._counter)
        database = Database(
            steps,
            names,
            origin=self._endpoint.data_api,
            prefix=self._endpoint.prefix or "",
            headers={"Token": self._endpoint.token.reveal()},
            keyspace=self._endpoint.keyspace,
            id=self._endpoint.database_id,
        )
        devops = self._surface(steps, self._endpoint.devops, self._endpoint.token.reveal())
        return Lease((database,), None, self._provider(steps), devops, None, None)

    def _fresh(self, steps: Steps, needs: Needs) -> Lease:
        wishes = {"databases": [options.wire() for options in needs.database_options()]}
        world = self._administration(steps).made("/control/worlds", wishes, title="lease a world", counted=False)
        try:
            return self._leased(steps, world)
        except (KeyError, TypeError) as error:
            raise TargetError(f"the leased world cannot be read: {error!r} is missing") from error

    def _leased(self, steps: Steps, world: Mapping[str, Any]) -> Lease:
        token, organization = world["token"], world["organization"]
        steps.redactor.know(token, "$WORLD_TOKEN")
        steps.redactor.know(world["unprivilegedToken"], "$UNPRIVILEGED_TOKEN")
        given = object_in(world.get("providerKey")) or {}
        steps.redactor.know(str(given.get("key", "")), "$WORLD_KEY")
        steps.redactor.know(str(given.get("id", "")), "$WORLD_KEY_ID")
        steps.redactor.number(organization["id"], "$ORGANIZATION")
        steps.redactor.number(world["id"], "$WORLD")
        steps.redactor.number(organization.get("name", ""), "$ORGANIZATION_NAME")
        names = Names(steps.redactor)
        keyspace = world.get("keyspace", self._endpoint.keyspace)
        databases = tuple(self._database(steps, names, token, keyspace, entry) for entry in world["databases"])
        return Lease(
            databases,
            self._organization(steps, world) if "key-control" in self._capabilities else None,
            self._provider(steps),
            self._surface(steps, self._endpoint.devops, token),
            self._credential_service(steps, token),
            world["id"],
        )

    def _organization(self, steps: Steps, world: Mapping[str, Any]) -> Organization:
        control = self._endpoint.control or ""
        return Organization(
            self._present(steps, control, world["token"]),
            world["organization"]["id"],
            name=world["organization"].get("name", ""),
            unprivileged=self._present(steps, control, world["unprivilegedToken"]),
        )

    def _database(self, steps: Steps, names: Names, token: str, keyspace: str, entry: Mapping[str, Any]) -> Database:
        steps.redactor.number(entry["id"], "$DATABASE")
        return Database(
            steps,
            names,
            origin=self._endpoint.data_api,
            prefix=self._endpoint.prefix or "",
            headers={"Token": token, _DATABASE_HEADER: entry["id"]},
            keyspace=keyspace,
            id=entry["id"],
            name=entry.get("name", ""),
            region=entry.get("region", ""),
            fresh=True,
        )

    def _provider(self, steps: Steps) -> Provider:
        control, origin = self._endpoint.jina_control, self._endpoint.jina
        return Provider(
            steps.redactor,
            Surface(steps, control, {}) if control else None,
            Surface(steps, origin, {}) if origin else None,
            self._mark,
        )

    def _credential_service(self, steps: Steps, token: str) -> Surface | None:
        base = self._endpoint.credential_service
        return None if base is None else self._present(steps, base, token)

    def _administration(self, steps: Steps) -> Surface:
        return self._present(steps, self._endpoint.control or "", self._endpoint.token.reveal())

    def _surface(self, steps: Steps, base: str | None, token: str) -> Surface | None:
        return None if base is None else self._present(steps, base, token)

    @staticmethod
    def _present(steps: Steps, base: str, token: str) -> Surface:
        return Surface(steps, base, {"Authorization": f"Bearer {token}"})
