"""Faults of the Data API by HTTP: planned, told of and taken back by the organization whose requests they befall."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from aiohttp import web

from vectorproof.mocks.controlplane.access import READ_KEYS, WRITE_KEYS
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.plane import DataApiPlan, Plane
from vectorproof.mocks.controlplane.surface import Route, empty_response, invalid, json_response, members
from vectorproof.mocks.faults.contract import FaultError

_PATH: Final = "/sim/v1/control/faults"


@dataclass(frozen=True, slots=True)
class DataFaults:
    """The plan of the Data API; a token reaches the entries of its own organization only."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("GET", _PATH, self.told),
            Route("POST", _PATH, self.planned),
            Route("DELETE", _PATH, self.cleared),
            Route("DELETE", f"{_PATH}/{{fault}}", self.withdrawn),
        )

    async def told(self, request: web.Request) -> web.Response:
        """Give the account: which entries were met, by which calls, and which were not."""
        token = self.plane.access.portal(request, READ_KEYS)
        return json_response({"faults": self._plan.listed(token.organization_id)})

    async def planned(self, request: web.Request) -> web.Response:
        """Put entries at the end of the plan, all of them or none."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        body = await members(request, "faults")
        try:
            ids = self._plan.add(token.organization_id, body.get("faults"))
        except FaultError as error:
            raise invalid(str(error)) from None
        return json_response({"ids": ids}, HTTPStatus.CREATED)

    async def cleared(self, request: web.Request) -> web.Response:
        """Take all entries back."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        self._plan.clear(token.organization_id)
        return empty_response()

    async def withdrawn(self, request: web.Request) -> web.Response:
        """Take one entry back; a request that it holds goes on."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        if not self._plan.remove(token.organization_id, request.match_info["fault"]):
            raise ControlError("NOT_FOUND", detail="the organization has no such fault planned")
        return empty_response()

    @property
    def _plan(self) -> DataApiPlan:
        plan = self.plane.outside.data_faults()
        if plan is None:
            raise ControlError("NOT_FOUND", detail="there is no Data API here whose faults could be planned")
        return plan
