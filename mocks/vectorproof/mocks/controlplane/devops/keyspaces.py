"""Keyspaces of a database: added and dropped while the database is in maintenance. Source: control-plane B.1."""

import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from aiohttp import web

from vectorproof.mocks.controlplane.access import CREATE_KEYSPACES, DROP_KEYSPACES
from vectorproof.mocks.controlplane.devops.databases import devops_database
from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, empty_response
from vectorproof.mocks.core.tenants import Database, DatabaseStatus, Stage

_PATH: Final = "/v2/databases/{database}/keyspaces/{keyspace}"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]{0,47}")
_RESERVED: Final = frozenset({"dse", "system"})


@dataclass(frozen=True, slots=True)
class Keyspaces:
    """Adds and drops keyspaces: the database is in MAINTENANCE meanwhile, and refuses other work on keyspaces.

    A new keyspace is there when the work is done; what was in a dropped one is gone when the work begins.
    """

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (Route("POST", _PATH, self.added), Route("DELETE", _PATH, self.dropped))

    async def added(self, request: web.Request) -> web.Response:
        """Add a keyspace; one that exists stays as it is."""
        database = self._ready(request, CREATE_KEYSPACES)
        name = request.match_info["keyspace"]
        problem = check_keyspace_name(name)
        if problem is not None:
            raise ControlError("REQUEST_INVALID", scope=DEVOPS, detail=f"the keyspace's name {problem}")
        self._work(database.id, new_keyspace=name)
        return empty_response(HTTPStatus.CREATED)

    async def dropped(self, request: web.Request) -> web.Response:
        """Drop a keyspace and all that is in it; 204 when there is nothing to drop."""
        database = self._ready(request, DROP_KEYSPACES)
        name = request.match_info["keyspace"]
        if name not in database.keyspaces:
            return empty_response(HTTPStatus.NO_CONTENT)
        await self._run(database.id, {"dropKeyspace": {"name": name}})
        self._work(database.id)
        return empty_response(HTTPStatus.ACCEPTED)

    def _ready(self, request: web.Request, permission: str) -> Database:
        _, database = devops_database(self.plane, request, permission)
        if database.status is not DatabaseStatus.ACTIVE:
            raise ControlError("DATABASE_STATE", scope=DEVOPS)
        return database

    def _work(self, database_id: str, new_keyspace: str | None = None) -> None:
        """Put a database in MAINTENANCE for the time that the work takes."""
        database = self.plane.tenants.database(database_id)
        assert database is not None
        done_ms = self.plane.clock.now_ms() + self.plane.settings.lifecycle.maintenance_ms
        stages = (Stage(done_ms, DatabaseStatus.ACTIVE, new_keyspace),)
        self.plane.tenants.put(replace(database, status=DatabaseStatus.MAINTENANCE, stages=stages))

    async def _run(self, database_id: str, command: dict[str, object]) -> None:
        _, body = await self.plane.run_command(database_id, None, None, command)
        if body.get("errors"):
            raise ControlError("REQUEST_INVALID", scope=DEVOPS, detail=body["errors"][0]["message"].rstrip("."))


def check_keyspace_name(name: object) -> str | None:
    """Say what is wrong with a keyspace's name, or nothing (B.1)."""
    if isinstance(name, str) and _NAME.fullmatch(name) and name.lower() not in _RESERVED:
        return None
    return "has 1 to 48 letters, digits and underscores, begins with a letter or digit, and is not reserved"
