"""Keyspaces of a database: made and dropped through the database's own Data API, so that both know the same ones."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from aiohttp import web

from vectorproof.mocks.controlplane.access import CREATE_KEYSPACES, DROP_KEYSPACES
from vectorproof.mocks.controlplane.devops.databases import devops_database
from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, empty_response
from vectorproof.mocks.core.tenants import DatabaseStatus

_PATH: Final = "/v2/databases/{database}/keyspaces/{keyspace}"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]{0,47}")
_RESERVED: Final = frozenset({"dse", "system"})


@dataclass(frozen=True, slots=True)
class Keyspaces:
    """Adds and drops keyspaces; both take effect at once, and neither waits for a maintenance window."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (Route("POST", _PATH, self.added), Route("DELETE", _PATH, self.dropped))

    async def added(self, request: web.Request) -> web.Response:
        """Add a keyspace; one that exists stays as it is."""
        database_id, name = self._named(request, CREATE_KEYSPACES)
        if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
            detail = "a keyspace name has 1 to 48 letters, digits and underscores and is not reserved"
            raise ControlError("REQUEST_INVALID", scope=DEVOPS, detail=detail)
        await self._run(database_id, {"createKeyspace": {"name": name}})
        return empty_response(HTTPStatus.CREATED)

    async def dropped(self, request: web.Request) -> web.Response:
        """Drop a keyspace and all that is in it; 204 when there is nothing to drop."""
        database_id, name = self._named(request, DROP_KEYSPACES)
        database = self.plane.tenants.database(database_id)
        if database is None or name not in database.keyspaces:
            return empty_response(HTTPStatus.NO_CONTENT)
        await self._run(database_id, {"dropKeyspace": {"name": name}})
        return empty_response(HTTPStatus.ACCEPTED)

    def _named(self, request: web.Request, permission: str) -> tuple[str, str]:
        _, database = devops_database(self.plane, request, permission)
        if database.status is not DatabaseStatus.ACTIVE:
            raise ControlError("DATABASE_STATE", scope=DEVOPS)
        return database.id, request.match_info["keyspace"]

    async def _run(self, database_id: str, command: dict[str, object]) -> None:
        _, body = await self.plane.run_command(database_id, None, None, command)
        if body.get("errors"):
            raise ControlError("REQUEST_INVALID", scope=DEVOPS, detail=body["errors"][0]["message"].rstrip("."))
