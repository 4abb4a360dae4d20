"""What went wrong on purpose, and what was asked: faults of the credential service, and the call log (C.4)."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from aiohttp import web

from vectorproof.mocks.controlplane.access import READ_KEYS, WRITE_KEYS
from vectorproof.mocks.controlplane.credential_faults import read_entries
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, empty_response, invalid, json_response, members
from vectorproof.mocks.core.calls import Call, mark_of
from vectorproof.mocks.core.tokens import Token
from vectorproof.mocks.faults.contract import FaultError

_FAULTS: Final = "/sim/v1/control/credential-faults"
_CALLS: Final = "/sim/v1/control/calls"
_KINDS: Final = ("dataapi", "devops", "portal", "sync")
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_CAUSING: Final = frozenset({"dataapi", "portal"})
_FILTERS: Final = ("kind", "trace", "database", "command")


@dataclass(frozen=True, slots=True)
class Tracing:
    """Plans faults of the credential service, and tells what was asked and what that caused at the provider."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("GET", _FAULTS, self.faults),
            Route("POST", _FAULTS, self.planned),
            Route("DELETE", _FAULTS, self.cleared),
            Route("DELETE", f"{_FAULTS}/{{fault}}", self.withdrawn),
            Route("GET", _CALLS, self.calls),
        )

    async def faults(self, request: web.Request) -> web.Response:
        """Give the account of the organization's faults: which were met, by which calls, and which were not."""
        token = self.plane.access.portal(request, READ_KEYS)
        return json_response({"faults": [entry.wire() for entry in self.plane.faults.listed(token.organization_id)]})

    async def planned(self, request: web.Request) -> web.Response:
        """Put entries into the plan, all of them or none."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        body = await members(request, "faults")
        entries = read_entries(
            body.get("faults"),
            token.organization_id,
            lambda database_id: self._is_own(token, database_id),
            lambda: f"fault-{self.plane.ids.hex(12)}",
        )
        try:
            self.plane.faults.add(entries)
        except FaultError as error:
            raise invalid(str(error)) from None
        return json_response({"ids": [entry.id for entry in entries]}, HTTPStatus.CREATED)

    async def cleared(self, request: web.Request) -> web.Response:
        """Take all of the organization's entries back."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        self.plane.faults.clear(token.organization_id)
        return empty_response()

    async def withdrawn(self, request: web.Request) -> web.Response:
        """Take one entry back."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        if not self.plane.faults.remove(token.organization_id, request.match_info["fault"]):
            raise ControlError("NOT_FOUND", detail="the organization has no such fault planned")
        return empty_response()

    async def calls(self, request: web.Request) -> web.Response:
        """List what the organization asked, each with the provider's calls that it caused; newest last."""
        token = self.plane.access.portal(request, READ_KEYS)
        query = request.query
        unknown = sorted(query.keys() - {*_FILTERS, "since"})
        if unknown:
            raise invalid(f"{unknown[0][:40]!r} is unknown, {', '.join((*_FILTERS, 'since'))} are known")
        wanted = {name: query[name] for name in _FILTERS if name in query}
        if wanted.get("kind", _KINDS[0]) not in _KINDS:
            raise invalid(f"kind is one of {', '.join(_KINDS)}; the provider's calls stand with those that caused them")
        organization = self.plane.tenants.organization(token.organization_id)
        everybody = organization is not None and not organization.made

        def fits(call: Call) -> bool:
            nobody = call.organization_id is None and everybody
            if call.organization_id != token.organization_id and not nobody:
                return False
            found = {"kind": call.kind, "trace": call.trace, "database": call.database_id, "command": call.command}
            return all(found[name] == value for name, value in wanted.items())

        calls = self.plane.calls.matching(fits, _since(query.get("since", "0")))
        return json_response({"calls": [self._joined(call) for call in calls], "last": self.plane.calls.last})

    def _joined(self, call: Call) -> dict[str, object]:
        """Show a call of a Data API, or of the portal that goes through one, with what it caused at the provider."""
        if call.kind not in _CAUSING:
            return call.wire()
        return {**call.wire(), "provider": self.plane.outside.provider_calls(mark_of(call))}

    def _is_own(self, token: Token, database_id: str) -> bool:
        database = self.plane.tenants.database(database_id)
        return database is not None and database.organization_id == token.organization_id


def _since(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise invalid("since is a whole number from 0, of 18 digits at most")
    return int(text)
