"""Worlds of their own for tests that run side by side: a fresh organization, its tokens and databases, and its end."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from aiohttp import web

from vectorproof.mocks.controlplane.access import CREATE_DATABASES, TERMINATE_DATABASES
from vectorproof.mocks.controlplane.births import born
from vectorproof.mocks.controlplane.devops.keyspaces import check_keyspace_name
from vectorproof.mocks.controlplane.devops.lifecycle import check_database_name
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, empty_response, invalid, json_response, members, text, texts
from vectorproof.mocks.controlplane.times import parsed
from vectorproof.mocks.core.roles import READ_ONLY
from vectorproof.mocks.core.tenants import Database, Organization, ProviderPace
from vectorproof.mocks.core.tokens import Token

_PATH = "/sim/v1/control/worlds"
_DATABASE_MEMBERS = frozenset({"name", "region", "vector", "creationTime", "keyspaces", "provider"})
_KEYSPACE = "default_keyspace"
_REGION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Worlds:
    """Makes and ends organizations that see nothing of each other."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (Route("POST", _PATH, self.made), Route("DELETE", f"{_PATH}/{{world}}", self.ended))

    async def made(self, request: web.Request) -> web.Response:
        """Make an organization with the databases that the body describes; one plain database if it names none."""
        self.plane.access.portal(request, CREATE_DATABASES)
        wanted = _wanted(await members(request, "databases"))
        world_id = self.plane.ids.uuid4()
        databases = [self._database(world_id, index, members_) for index, members_ in enumerate(wanted)]
        organization = Organization(world_id, f"world {world_id[:8]}", made=True)
        token = Token(self.plane.ids.astra_token(), world_id)
        unprivileged = Token(self.plane.ids.astra_token(), world_id, (READ_ONLY,))
        self.plane.tenants.add_organization(organization)
        for database in databases:
            self.plane.tenants.put(database)
        for made in (token, unprivileged):
            self.plane.tokens.add(made)
        body = {
            "id": world_id,
            "organization": {"id": world_id, "name": organization.name},
            "token": token.secret,
            "unprivilegedToken": unprivileged.secret,
            "databases": [_shown(database) for database in databases],
            "keyspace": _KEYSPACE,
            "providerKey": self.plane.outside.open_account(_account(world_id)),
        }
        return json_response(body, HTTPStatus.CREATED, location=f"{_PATH}/{world_id}")

    async def ended(self, request: web.Request) -> web.Response:
        """End a world: its documents, keys, tokens and databases are gone."""
        token = self.plane.access.portal(request, TERMINATE_DATABASES)
        world_id = request.match_info["world"]
        self._refuse_foreign(token, world_id)
        for database in self.plane.tenants.databases_of(world_id):
            self.plane.forget(database.id)
            self.plane.loads.forget(database.id)
        self.plane.vault.forget(world_id)
        self.plane.propagation.forget(world_id)
        self.plane.profiles.forget(world_id)
        self.plane.faults.clear(world_id)
        plan = self.plane.outside.data_faults()
        if plan is not None:
            plan.clear(world_id)
        self.plane.outside.close_account(_account(world_id))
        self.plane.tokens.revoke_of(world_id)
        self.plane.tenants.remove_organization(world_id)
        return empty_response()

    def _refuse_foreign(self, token: Token, world_id: str) -> None:
        """Refuse to end what was not made, and to let one made world end another."""
        wanted = self.plane.tenants.organization(world_id)
        own = self.plane.tenants.organization(token.organization_id)
        if wanted is None or not wanted.made or (own is not None and own.made and own != wanted):
            raise ControlError("NOT_FOUND", detail="no such world was made here, or it is another test's")

    def _database(self, world_id: str, index: int, wanted: dict[str, Any]) -> Database:
        unknown = sorted(wanted.keys() - _DATABASE_MEMBERS)
        if unknown:
            raise invalid(f"databases[{index}] has no member {unknown[0][:40]!r}")
        name = text(wanted, "name", f"database-{index + 1}")
        region, keyspaces = text(wanted, "region", "us-east-2"), texts(wanted, "keyspaces") or (_KEYSPACE,)
        _examine_name(f"databases[{index}]", name)
        _examine(f"databases[{index}]", region, keyspaces, wanted.get("vector", True))
        return born(
            self.plane,
            world_id,
            created_ms=self._created_ms(index, wanted),
            name=name,
            region=region,
            vector=wanted.get("vector", True),
            keyspaces=keyspaces,
            pace=self._pace(index, wanted),
        )

    def _created_ms(self, index: int, wanted: dict[str, Any]) -> int:
        given = wanted.get("creationTime")
        try:
            return self.plane.clock.now_ms() if given is None else parsed(given)
        except (TypeError, ValueError):
            raise invalid(f"databases[{index}].creationTime is a time such as 2024-06-23T00:00:00Z") from None

    def _pace(self, index: int, wanted: dict[str, Any]) -> ProviderPace:
        given = wanted.get("provider", {})
        usual = self.plane.settings.pace
        at = f"databases[{index}].provider"
        if not isinstance(given, dict) or not cast("dict[str, Any]", given).keys() <= {"timeoutMs", "backoffMs"}:
            raise invalid(f"{at} has the members timeoutMs and backoffMs")
        found = cast("dict[str, Any]", given)
        timeout_s = _seconds(found, "timeoutMs", usual.timeout_s, at)
        return ProviderPace(timeout_s, _seconds(found, "backoffMs", usual.backoff_s, at), usual.retries)


def _account(world_id: str) -> str:
    """Name a world's account at the provider, which nobody else uses."""
    return f"world-{world_id}"


def _wanted(body: dict[str, Any]) -> list[dict[str, Any]]:
    databases = body.get("databases", [{}])
    if not isinstance(databases, list) or not databases:
        raise invalid("databases is a list of at least one object")
    items = cast("list[object]", databases)
    if not all(isinstance(item, dict) for item in items):
        raise invalid("databases is a list of objects")
    return cast("list[dict[str, Any]]", items)


def _examine_name(place: str, name: str) -> None:
    problem = check_database_name(name)
    if problem is not None:
        raise invalid(f"{place}.name {problem}")


def _examine(place: str, region: str, keyspaces: tuple[str, ...], vector: object) -> None:
    """Refuse what no database could have; a region is a part of its host name, known to us or not."""
    if not _REGION.fullmatch(region):
        raise invalid(f"{place}.region has letters, digits and hyphens, such as us-east-2")
    if not isinstance(vector, bool):
        raise invalid(f"{place}.vector is true or false")
    for keyspace in keyspaces:
        problem = check_keyspace_name(keyspace)
        if problem is not None:
            raise invalid(f"{place}.keyspaces: a name {problem}")
    if len(set(keyspaces)) != len(keyspaces):
        raise invalid(f"{place}.keyspaces has a name twice")


def _seconds(found: dict[str, Any], name: str, usual: float, at: str) -> float:
    value = found.get(name)
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise invalid(f"{at}.{name} is a number of milliseconds, 0 or more")
    return value / 1000


def _shown(database: Database) -> dict[str, Any]:
    keyspaces = list(database.keyspaces)
    return {"id": database.id, "name": database.name, "region": database.region, "keyspaces": keyspaces}
