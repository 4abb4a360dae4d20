"""The control API under ``/__mock__``: what a test does to the mock behind its clients' back.

Only a simulator has it. Every wish is read strictly, and every refusal is ``{"error": text}`` with what would be right.
Where several share one server and one key, the header ``X-Mock-Client`` or ``client`` in the query asks for one
caller's view.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version

from aiohttp import web

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.jina.accounts import Accounts, ControlError
from vectorproof.mocks.jina.control.accounts import AccountsControl
from vectorproof.mocks.jina.control.faults import FaultsControl
from vectorproof.mocks.jina.control.journal import JournalControl
from vectorproof.mocks.jina.control.openapi import document
from vectorproof.mocks.jina.control.routes import PREFIX, Route, client_of, json_answer
from vectorproof.mocks.jina.control.state import StateControl
from vectorproof.mocks.jina.control.vectors import VectorsControl
from vectorproof.mocks.jina.control.wishes import wish_of
from vectorproof.mocks.jina.journal import Journal
from vectorproof.mocks.jina.plan import Plan
from vectorproof.mocks.jina.plan_reading import Names
from vectorproof.mocks.jina.rooms import Rooms
from vectorproof.mocks.jina.vectors import EncodedVectors

__all__ = ["PREFIX", "Control", "Controlled"]

CAPABILITIES = ("provider-control", "provider-journal", "provider-faults")


@dataclass(frozen=True, slots=True)
class Controlled:
    """Everything of a mock that can be changed from outside."""

    accounts: Accounts
    rooms: Rooms
    plan: Plan
    journal: Journal
    vectors: EncodedVectors
    clock: Clock
    ids: Ids

    def reset(self) -> None:
        """Go back to the beginning: accounts and keys as configured, no fault, no vector, an empty journal."""
        self.plan.clear()
        self.accounts.reset()
        self.rooms.clear()
        self.journal.forget(lambda _: True)
        self.vectors.remove(lambda _: True)

    def reset_client(self, client: str) -> None:
        """Let one caller begin anew; nobody else notices."""
        self.plan.clear(lambda entry: entry.match.client == client)
        self.rooms.forget(client)
        self.journal.forget(lambda call: call.client == client)
        self.vectors.remove(lambda wish: wish.whose.client == client)


class Control:
    """The routes of the control API, put together."""

    def __init__(self, of: Controlled, names: Names, token: str | None) -> None:
        self._of = of
        self._token = token
        vectors = VectorsControl(of.vectors, of.accounts, of.ids)
        self._routes: tuple[Route, ...] = (
            *self._own_routes(),
            *AccountsControl(of.accounts, of.rooms, of.clock).routes(),
            *FaultsControl(of.plan, of.accounts, names).routes(),
            *vectors.routes(),
            *JournalControl(of.journal, names).routes(),
            *StateControl(of.accounts, of.rooms, of.plan, vectors, clock=of.clock, names=names).routes(),
        )

    def routes(self) -> list[web.RouteDef]:
        """List the server's routes."""
        return [route.definition(self._token) for route in self._routes]

    def document(self) -> dict[str, object]:
        """Give the OpenAPI document of all of them."""
        return document(self._routes, version("vectorproof"), secured=self._token is not None)

    def _own_routes(self) -> Iterable[Route]:
        return (
            Route("GET", "", self.about, "About"),
            Route("GET", "/openapi.json", self.describe, "Document"),
            Route("GET", "/clock", self.show_clock, "ClockTime"),
            Route("POST", "/clock", self.advance, "ClockTime", wish="ClockStep"),
            Route("POST", "/reset", self.reset, "Done", query=("client",)),
        )

    async def about(self, request: web.Request) -> web.Response:
        """Tells what this is and what it can."""
        del request
        return json_answer(
            {"product": "vectorproof", "version": version("vectorproof"), "capabilities": list(CAPABILITIES)}
        )

    async def describe(self, request: web.Request) -> web.Response:
        """Gives the OpenAPI 3.1 document of the control API."""
        del request
        return json_answer(self.document())

    async def show_clock(self, request: web.Request) -> web.Response:
        """Tells the time of the mock."""
        del request
        return json_answer({"monotonic_s": self._of.clock.monotonic_s()})

    async def advance(self, request: web.Request) -> web.Response:
        """Steps the clock forward, over the minutes that quotas count and the lives of keys."""
        wish = wish_of(await request.read())
        seconds = wish.seconds("advance_s")
        wish.done()
        if seconds is None:
            raise ControlError(400, "advance_s: missing, a number of seconds from 0 would be right")
        self._of.clock.advance(seconds)
        return json_answer({"monotonic_s": self._of.clock.monotonic_s()})

    async def reset(self, request: web.Request) -> web.Response:
        """Goes back to the beginning, or lets one caller begin anew."""
        client = client_of(request)
        if client is None:
            self._of.reset()
        else:
            self._of.reset_client(client)
        return json_answer({"reset": True})
