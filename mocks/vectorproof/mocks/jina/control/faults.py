"""The control API of trouble: ``/__mock__/faults``."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from aiohttp import web

from vectorproof.mocks.jina.accounts import Accounts, ControlError
from vectorproof.mocks.jina.control.routes import Route, client_of, json_answer, no_content
from vectorproof.mocks.jina.control.wishes import wish_of
from vectorproof.mocks.jina.plan import Entry, Plan
from vectorproof.mocks.jina.plan_reading import Names, read_wishes

_FILTERS = ("key", "account", "client", "name")


class FaultsControl:
    """Plans faults, tells what was met, and takes them back."""

    def __init__(self, plan: Plan, accounts: Accounts, names: Names) -> None:
        self._plan = plan
        self._accounts = accounts
        self._names = names

    def routes(self) -> tuple[Route, ...]:
        """List the routes."""
        return (
            Route("GET", "/faults", self.list_faults, "Faults", query=_FILTERS),
            Route("POST", "/faults", self.add_faults, "MadeIds", wish="NewFaults", query=("client",), status=201),
            Route("DELETE", "/faults", self.remove_faults, None, query=_FILTERS, status=204),
            Route("GET", "/faults/{id}", self.show_fault, "Fault"),
            Route("DELETE", "/faults/{id}", self.remove_fault, None, status=204),
        )

    async def list_faults(self, request: web.Request) -> web.Response:
        """Lists the plan with what was met and what was not."""
        return json_answer({"faults": [entry.wire() for entry in self._plan.listed(self._wanted(request))]})

    async def add_faults(self, request: web.Request) -> web.Response:
        """Puts entries into the plan, all of them or none."""
        wish = wish_of(await request.read())
        items = wish.items("faults")
        wish.done()
        client = client_of(request)
        entries = read_wishes([_for(client, item) for item in items], self._names)
        self._plan.add(entries)
        return json_answer({"ids": [entry.id for entry in entries]}, 201)

    async def show_fault(self, request: web.Request) -> web.Response:
        """Shows one entry with what was met and what was not."""
        entry = self._plan.find(request.match_info["id"])
        if entry is None:
            raise _unknown()
        return json_answer(entry.wire())

    async def remove_fault(self, request: web.Request) -> web.Response:
        """Takes an entry back; calls that it holds go on."""
        if not self._plan.remove(request.match_info["id"]):
            raise _unknown()
        return no_content()

    async def remove_faults(self, request: web.Request) -> web.Response:
        """Takes every entry back that is meant; calls that they hold go on."""
        self._plan.clear(self._wanted(request))
        return no_content()

    def _wanted(self, request: web.Request) -> Callable[[Entry], bool]:
        query, client = request.query, client_of(request)
        keys = self._accounts.names_of(query["key"]) if "key" in query else None

        def wanted(entry: Entry) -> bool:
            match = entry.match
            return (
                (keys is None or (match.key is not None and not keys.isdisjoint(match.key)))
                and (client is None or match.client == client)
                and ("account" not in query or match.account == query["account"])
                and ("name" not in query or entry.name == query["name"])
            )

        return wanted


def _for(client: str | None, item: object) -> object:
    """Let an entry be met by the calls of whoever plans it, unless it says whose."""
    if client is None or not isinstance(item, Mapping):
        return item
    members = cast("Mapping[str, Any]", item)
    match: object = members.get("match", {})
    if not isinstance(match, dict):
        return members
    return {**members, "match": {"client": client, **cast("dict[str, Any]", match)}}


def _unknown() -> ControlError:
    return ControlError(404, "no such fault; an id that adding it gave would be right")
