"""Databases as the DevOps API shows them: ``GET /v2/databases`` with its filters, and one by its id."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Final

from aiohttp import web

from vectorproof.mocks.controlplane.access import VIEW_DATABASES
from vectorproof.mocks.controlplane.devops.describing import datacenter, described
from vectorproof.mocks.controlplane.devops.regions import CLOUDS, cloud_of
from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError
from vectorproof.mocks.controlplane.plane import Plane, noted
from vectorproof.mocks.controlplane.surface import Route, json_response
from vectorproof.mocks.core.tenants import Database, DatabaseStatus
from vectorproof.mocks.core.tokens import Token

_PAGE_DEFAULT: Final = 25
_PAGE_MAX: Final = 100
_LIMIT: Final = re.compile(r"[0-9]{1,4}")
# States of the real service that no database of the simulator reaches: right as a filter, and empty (B.1).
_NEVER_REACHED: Final = (
    "preparing", "prepared", "parked", "parking", "unparking", "resizing", "error", "suspended", "unknown",
    "hibernating", "hibernated", "resuming",
)  # fmt: skip
_INCLUDES: Final[Mapping[str, frozenset[DatabaseStatus]]] = MappingProxyType(
    {
        "all": frozenset(DatabaseStatus),
        "nonterminated": frozenset(DatabaseStatus) - {DatabaseStatus.TERMINATED},
        **{status.lower(): frozenset({status}) for status in DatabaseStatus},
        **dict.fromkeys(_NEVER_REACHED, frozenset()),
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
            Route("GET", "/v2/databases/{database}/datacenters", self.datacenters),
        )

    async def listed(self, request: web.Request) -> web.Response:
        """List a page of databases, filtered by ``include`` and ``provider``, after ``starting_after``."""
        token = self.plane.access.devops(request, VIEW_DATABASES)
        found = _after(request, self.plane.tenants.databases_of(token.organization_id))
        wanted = filter(_included(request), filter(_of_cloud(request), found))
        return json_response([described(database) for database in islice(wanted, _page(request))])

    async def shown(self, request: web.Request) -> web.Response:
        """Show one database; a terminated one is still shown."""
        return json_response(described(devops_database(self.plane, request, VIEW_DATABASES)[1]))

    async def datacenters(self, request: web.Request) -> web.Response:
        """List the regions of one database: it has one."""
        return json_response([datacenter(devops_database(self.plane, request, VIEW_DATABASES)[1])])


def devops_database(plane: Plane, request: web.Request, permission: str) -> tuple[Token, Database]:
    """Admit the caller and find the database of the path, or refuse as the DevOps API does."""
    token = plane.access.devops(request, permission)
    database = plane.tenants.database(request.match_info["database"])
    if database is None or not plane.parts.is_own(database, token.organization_id):
        raise ControlError("DATABASE_NOT_FOUND", scope=DEVOPS, database=request.match_info["database"])
    return token, noted(database)


def _after(request: web.Request, databases: Sequence[Database]) -> Sequence[Database]:
    """Give those after ``starting_after``, which may have ended since it was listed; it counts all the same."""
    after = request.query.get("starting_after")
    if not after:
        return databases
    ids = [database.id for database in databases]
    if after not in ids:
        raise _invalid("starting_after is the id of a database of the organization")
    return databases[ids.index(after) + 1 :]


def _included(request: web.Request) -> Filter:
    wanted = request.query.get("include", "nonterminated").lower()
    if wanted not in _INCLUDES:
        raise _invalid(f"include is one of {', '.join(_INCLUDES)}")
    return lambda database: database.status in _INCLUDES[wanted]


def _of_cloud(request: web.Request) -> Filter:
    wanted = request.query.get("provider", "ALL").upper()
    if wanted not in (*CLOUDS, "ALL"):
        raise _invalid(f"provider is ALL or one of {', '.join(CLOUDS)}")
    return lambda database: wanted in ("ALL", cloud_of(database))


def _page(request: web.Request) -> int:
    limit = request.query.get("limit", str(_PAGE_DEFAULT))
    if not _LIMIT.fullmatch(limit) or not 1 <= int(limit) <= _PAGE_MAX:
        raise _invalid(f"limit is a number from 1 to {_PAGE_MAX}")
    return int(limit)


def _invalid(detail: str) -> ControlError:
    return ControlError("REQUEST_INVALID", scope=DEVOPS, detail=detail)
