"""Test control of a whole world: start over, look at everything, and set the clock (control-plane C.4)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from vectorproof.mocks.controlplane.access import CREATE_DATABASES, READ_KEYS
from vectorproof.mocks.controlplane.devops.describing import described
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.providers import PROVIDERS
from vectorproof.mocks.controlplane.simulator.profiles import shown_profile
from vectorproof.mocks.controlplane.simulator.views import shown_integration, shown_key
from vectorproof.mocks.controlplane.surface import Route, empty_response, invalid, json_response, members
from vectorproof.mocks.controlplane.times import LAST_MS, parsed, written
from vectorproof.mocks.core.calls import caller_of
from vectorproof.mocks.core.tenants import Database, Organization
from vectorproof.mocks.core.tokens import Token

_PATH = "/sim/v1/control"
_STEP_S_MAX = 100 * 366 * 86_400


@dataclass(frozen=True, slots=True)
class Control:
    """Resets, shows and dates a world; a token of a parallel test's own world reaches that world only."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("POST", f"{_PATH}/reset", self.reset),
            Route("GET", f"{_PATH}/state", self.state),
            Route("GET", f"{_PATH}/clock", self.clock),
            Route("POST", f"{_PATH}/clock", self.stepped),
        )

    async def reset(self, request: web.Request) -> web.Response:
        """Put everything back to the beginning, the provider too; a parallel test's own world is ended instead."""
        token = self.plane.access.portal(request, CREATE_DATABASES)
        if self._is_made(token):
            raise ControlError("WORLD_SHARED", detail="end it by DELETE /sim/v1/control/worlds/ID, and make another")
        self.plane.outside.restart()
        return empty_response()

    async def state(self, request: web.Request) -> web.Response:
        """Show everything that exists, and no secret: the caller's organization, or all where that is the world's."""
        token = self.plane.access.portal(request, READ_KEYS)
        everybody = self.plane.tenants.organizations()
        seen = [o for o in everybody if o.id == token.organization_id or not self._is_made(token)]
        now = written(self.plane.clock.now_ms())
        return json_response({"now": now, "organizations": [self._organization(one) for one in seen]})

    async def clock(self, request: web.Request) -> web.Response:
        """Tell the world's time."""
        self.plane.access.portal(request, READ_KEYS)
        return json_response({"now": written(self.plane.clock.now_ms())})

    async def stepped(self, request: web.Request) -> web.Response:
        """Step the one clock of the world forward, by seconds or to a date; the provider's goes along."""
        token = self.plane.access.portal(request, CREATE_DATABASES)
        if self._is_made(token):
            raise ControlError("WORLD_SHARED", detail="only a token of the whole world steps its clock")
        body = await members(request, "advance_s", "to")
        self.plane.clock.advance(self._step(body))
        return json_response({"now": written(self.plane.clock.now_ms())}, HTTPStatus.OK)

    def _step(self, body: dict[str, Any]) -> float:
        if len(body) != 1:
            raise invalid("advance_s, a number of seconds, or to, a time such as 2030-01-01T00:00:00Z, is needed")
        step = body.get("advance_s")
        if "to" in body:
            try:
                step = (parsed(str(body["to"])) - self.plane.clock.now_ms()) / 1000
            except ValueError:
                raise invalid("to is a time such as 2030-01-01T00:00:00Z") from None
        if isinstance(step, bool) or not isinstance(step, int | float) or not 0 <= step <= _STEP_S_MAX:
            raise invalid("a clock goes forward, by a hundred years at most")
        if self.plane.clock.now_ms() + step * 1000 > LAST_MS:
            raise invalid(f"a clock goes to {written(LAST_MS)} at most")
        return step

    def _is_made(self, token: Token) -> bool:
        organization = self.plane.tenants.organization(token.organization_id)
        return organization is not None and organization.made

    def _organization(self, organization: Organization) -> dict[str, Any]:
        keys = self.plane.vault.all_keys(organization.id)
        return {
            "id": organization.id,
            "name": organization.name,
            "profile": shown_profile(self.plane, organization.id),
            "databases": [self._database(d) for d in self.plane.tenants.databases_of(organization.id)],
            "integrations": [shown_integration(self.plane, organization.id, p) for p in PROVIDERS.values()],
            "keys": [shown_key(self.plane, key) for key in keys],
            "tokens": [_shown_token(token) for token in self.plane.tokens.of(organization.id)],
        }

    def _database(self, database: Database) -> dict[str, Any]:
        limits = {"indexes": database.index_budget, "collections": database.collection_max}
        return {**described(database), "limits": limits, "collections": self.plane.outside.collections(database.id)}


def _shown_token(token: Token) -> dict[str, Any]:
    return {"caller": caller_of(token.secret), "roles": list(token.roles), "createdAt": written(token.created_ms)}
