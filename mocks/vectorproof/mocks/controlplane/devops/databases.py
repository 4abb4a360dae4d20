"""Databases as the DevOps API shows them: ``GET /v2/databases`` with its filters, and one by its id."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from aiohttp import web

from vectorproof.mocks.controlplane.access import VIEW_DATABASES
from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, json_response
from vectorproof.mocks.controlplane.times import written
from vectorproof.mocks.core.tenants import Database, DatabaseStatus
from vectorproof.mocks.core.tokens import Token

_PAGE_DEFAULT: Final = 25
_PAGE_MAX: Final = 100
# The API's word for "never": a Go program's zero time.
_NEVER: Final = "0001-01-01T00:00:00Z"
_AWS_REGION: Final = re.compile(r"[a-z]+(-[a-z]+)+-\d")
_CLOUDS: Final = ("AWS", "GCP", "AZURE")
_INCLUDES: Final[Mapping[str, frozenset[DatabaseStatus]]] = MappingProxyType(
    {
        "all": frozenset(DatabaseStatus),
        "nonterminated": frozenset(DatabaseStatus) - {DatabaseStatus.TERMINATED},
        **{status.lower(): frozenset({status}) for status in DatabaseStatus},
    }
)

Filter = Callable[[Database], bool]


@dataclass(frozen=True, slots=True)
class Databases:
    """Lists and shows the databases of the token's organization."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("GET", "/v2/databases", self.listed),
            Route("GET", "/v2/databases/{database}", self.shown),
        )

    async def listed(self, request: web.Request) -> web.Response:
        """List a page of databases, filtered by ``include`` and ``provider``, after ``starting_after``."""
        token = self.plane.access.devops(request, VIEW_DATABASES)
        found = self.plane.tenants.databases_of(token.organization_id)
        found = tuple(filter(_included(request), filter(_of_cloud(request), found)))
        ids = [database.id for database in found]
        after = request.query.get("starting_after")
        start = ids.index(after) + 1 if after in ids else 0
        return json_response([described(database) for database in found[start : start + _page(request)]])

    async def shown(self, request: web.Request) -> web.Response:
        """Show one database; a terminated one is still shown."""
        return json_response(described(devops_database(self.plane, request, VIEW_DATABASES)[1]))


def devops_database(plane: Plane, request: web.Request, permission: str) -> tuple[Token, Database]:
    """Admit the caller and find the database of the path, or refuse as the DevOps API does."""
    token = plane.access.devops(request, permission)
    database = plane.tenants.database(request.match_info["database"])
    if database is None or not plane.parts.is_own(database, token.organization_id):
        raise ControlError("DATABASE_NOT_FOUND", scope=DEVOPS, database=request.match_info["database"])
    return token, database


def described(database: Database) -> dict[str, Any]:
    """Describe a database; ``dbType`` is missing where it is no vector database (control-plane B.1)."""
    keyspaces = list(database.keyspaces)
    cloud = cloud_of(database.region)
    status = str(database.status)
    info: dict[str, Any] = {
        "name": database.name,
        "cloudProvider": cloud,
        "tier": "serverless",
        "capacityUnits": 1,
        "region": database.region,
        "datacenters": [_datacenter(database, cloud)],
        "keyspaces": keyspaces,
    }
    info |= {"keyspace": keyspaces[0], "additionalKeyspaces": keyspaces[1:]} if keyspaces else {}
    info |= {"dbType": "vector"} if database.vector else {}
    return {
        "id": database.id,
        "orgId": database.organization_id,
        "ownerId": database.organization_id,
        "info": info,
        "creationTime": written(database.created_ms),
        "terminationTime": _NEVER,
        "lastUsageTime": written(database.created_ms),
        "status": status,
        "observedStatus": status,
        "availableActions": ["terminate", "getCreds"] if database.status is DatabaseStatus.ACTIVE else [],
        "storage": {"nodeCount": 0, "replicationFactor": 1, "totalStorage": 0},
        "dataEndpointUrl": f"https://{database.id}-{database.region}.apps.astra.datastax.com/api/rest",
    }


def cloud_of(region: str) -> str:
    """Tell a cloud by the way it names regions: ``us-east-2``, ``us-east1``, ``eastus``."""
    if _AWS_REGION.fullmatch(region):
        return "AWS"
    return "GCP" if "-" in region else "AZURE"


def _datacenter(database: Database, cloud: str) -> dict[str, Any]:
    return {
        "id": f"{database.id}-1",
        "name": "dc-1",
        "cloudProvider": cloud,
        "region": database.region,
        "tier": "serverless",
        "capacityUnits": 1,
        "dateCreated": written(database.created_ms),
        "isPrimary": True,
        "status": str(database.status),
    }


def _included(request: web.Request) -> Filter:
    wanted = request.query.get("include", "nonterminated").lower()
    if wanted not in _INCLUDES:
        raise _invalid(f"include is one of {', '.join(_INCLUDES)}")
    return lambda database: database.status in _INCLUDES[wanted]


def _of_cloud(request: web.Request) -> Filter:
    wanted = request.query.get("provider", "ALL").upper()
    if wanted not in (*_CLOUDS, "ALL"):
        raise _invalid(f"provider is ALL or one of {', '.join(_CLOUDS)}")
    return lambda database: wanted in ("ALL", cloud_of(database.region))


def _page(request: web.Request) -> int:
    limit = request.query.get("limit", str(_PAGE_DEFAULT))
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit) <= _PAGE_MAX:
        raise _invalid(f"limit is a number from 1 to {_PAGE_MAX}")
    return int(limit)


def _invalid(detail: str) -> ControlError:
    return ControlError("REQUEST_INVALID", scope=DEVOPS, detail=detail)
