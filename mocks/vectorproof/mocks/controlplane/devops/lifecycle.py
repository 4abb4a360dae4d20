"""Databases come and go: made PENDING, then INITIALIZING, then ACTIVE; ended TERMINATING, then TERMINATED (B.1)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from aiohttp import web

from vectorproof.mocks.controlplane.access import CREATE_DATABASES, TERMINATE_DATABASES
from vectorproof.mocks.controlplane.births import born
from vectorproof.mocks.controlplane.devops.bodies import invalid, members
from vectorproof.mocks.controlplane.devops.databases import devops_database
from vectorproof.mocks.controlplane.devops.keyspaces import check_keyspace_name
from vectorproof.mocks.controlplane.devops.regions import REGIONS
from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, empty_response
from vectorproof.mocks.core.tenants import Database, DatabaseStatus, Stage

_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9&+\-_()<>.,@]{0,48}[A-Za-z0-9])?", re.ASCII)
_NAME_LAW: Final = "has 1 to 50 characters, a letter or digit at both ends, inside also & + - _ ( ) < > . , @"
_KEYSPACE: Final = "default_keyspace"
_VECTOR: Final = "vector"

Problem = Callable[[Any], str | None]


@dataclass(frozen=True, slots=True)
class Lifecycles:
    """Makes and terminates databases; both are accepted at once and take their time (``lifecycle`` of the world)."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("POST", "/v2/databases", self.created),
            Route("POST", "/v2/databases/{database}/terminate", self.terminated),
        )

    async def created(self, request: web.Request) -> web.Response:
        """Make a database; its id is in ``Location``, and nothing is in the body."""
        token = self.plane.access.devops(request, CREATE_DATABASES)
        wanted = _examined(await members(request, *_MEMBERS))
        now_ms, lasts = self.plane.clock.now_ms(), self.plane.settings.lifecycle
        database = born(
            self.plane,
            token.organization_id,
            created_ms=now_ms,
            name=wanted["name"],
            region=wanted["region"],
            cloud=wanted["cloudProvider"].upper(),
            vector=wanted.get("dbType") == _VECTOR,
            keyspaces=(wanted.get("keyspace") or _KEYSPACE,),
            status=DatabaseStatus.PENDING,
            stages=(
                Stage(now_ms + lasts.pending_ms, DatabaseStatus.INITIALIZING),
                Stage(now_ms + lasts.pending_ms + lasts.initializing_ms, DatabaseStatus.ACTIVE),
            ),
        )
        self.plane.tenants.put(database)
        response = empty_response(HTTPStatus.CREATED)
        response.headers["Location"] = database.id
        return response

    async def terminated(self, request: web.Request) -> web.Response:
        """Terminate a database: its documents, and its places in the scopes of keys, are gone at once."""
        _, database = devops_database(self.plane, request, TERMINATE_DATABASES)
        if database.status is not DatabaseStatus.ACTIVE:
            raise ControlError("DATABASE_STATE", scope=DEVOPS)
        self.plane.tenants.put(self._ending(database))
        self.plane.forget(database.id)
        self.plane.loads.forget(database.id)
        self.plane.keychain.unscope(database.organization_id, database.id)
        return empty_response(HTTPStatus.ACCEPTED)

    def _ending(self, database: Database) -> Database:
        ends_ms = self.plane.clock.now_ms() + self.plane.settings.lifecycle.terminating_ms
        last = Stage(ends_ms, DatabaseStatus.TERMINATED)
        return replace(database, status=DatabaseStatus.TERMINATING, stages=(last,))


def _examined(body: dict[str, Any]) -> dict[str, Any]:
    for name, problem_of in _MEMBERS.items():
        problem = problem_of(body.get(name))
        if problem is not None:
            raise invalid(f"{name} {problem}")
    region = REGIONS[body["region"]]
    if body["cloudProvider"].upper() != region.cloud:
        raise invalid(f"region {region.name} is one of {region.cloud}, not of {body['cloudProvider']}")
    return body


def check_database_name(value: object) -> str | None:
    """Say what is wrong with a database's name, or nothing (B.1)."""
    return None if isinstance(value, str) and _NAME.fullmatch(value) else _NAME_LAW


def _cloud(value: Any) -> str | None:
    known = {region.cloud for region in REGIONS.values()}
    return None if isinstance(value, str) and value.upper() in known else f"is one of {', '.join(sorted(known))}"


def _region(value: Any) -> str | None:
    right = isinstance(value, str) and value in REGIONS
    return None if right else "is one of those that GET /v2/regions/serverless lists"


def _tier(value: Any) -> str | None:
    return None if value == "serverless" else "is serverless: the classic tiers are not simulated"


def _units(value: Any) -> str | None:
    right = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    return None if right else "is a whole number from 1"


def _kind(value: Any) -> str | None:
    return None if value in (None, _VECTOR) else "is vector, or missing"


def _keyspace(value: Any) -> str | None:
    return None if value in (None, "") else check_keyspace_name(value)


def _group(value: Any) -> str | None:
    return None if value in (None, "") else "names no group of capacity units of the organization"


_MEMBERS: Final[Mapping[str, Problem]] = MappingProxyType(
    {
        "name": check_database_name,
        "cloudProvider": _cloud,
        "tier": _tier,
        "capacityUnits": _units,
        "region": _region,
        "dbType": _kind,
        "keyspace": _keyspace,
        "pcuGroupUUID": _group,
    }
)
"""What each member of a wish for a database must be; the first five are required (B.1)."""
