"""The control API of what happened: ``/__mock__/journal``."""

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from vectorproof.mocks.faults.reading import PlanError
from vectorproof.mocks.jina.accounts import ControlError
from vectorproof.mocks.jina.control.routes import Route, client_of, json_answer, number_of
from vectorproof.mocks.jina.journal import Call, Journal
from vectorproof.mocks.jina.plan_reading import MATCHERS, Names, read_match

WAIT_MAX_S = 60
_WAIT_S = 5
_RESULTS = ("status", "code", "fault", "trace")
_RANGE = ("since", "latest", "at_least", "within_s")
_NO_STATUS = "none"


class JournalControl:
    """Answers questions about calls, at once or when enough of them have ended."""

    def __init__(self, journal: Journal, names: Names) -> None:
        self._journal = journal
        self._names = names

    def routes(self) -> tuple[Route, ...]:
        """List the routes."""
        return (Route("GET", "/journal", self.read, "Calls", query=(*sorted(MATCHERS), *_RESULTS, *_RANGE)),)

    async def read(self, request: web.Request) -> web.Response:
        """Lists the calls that match; ``at_least`` waits until so many have ended, ``within_s`` at most."""
        query = request.query
        since, at_least = number_of(query, "since", 0), number_of(query, "at_least", 0)
        within_s = min(number_of(query, "within_s", _WAIT_S), WAIT_MAX_S)
        latest = number_of(query, "latest", 0)
        wanted = self._wanted(query, client_of(request))
        if at_least:
            calls = await self._journal.wait_for(wanted, since, at_least, within_s)
        else:
            calls = self._journal.matching(wanted, since)
        shown = calls[-latest:] if latest else calls
        return json_answer({"calls": [call.wire() for call in shown], "last": self._journal.last})

    def _wanted(self, query: Mapping[str, str], client: str | None) -> Callable[[Call], bool]:
        asked: dict[str, Any] = {name: query[name] for name in MATCHERS & query.keys()}
        if client is not None:
            asked["client"] = client
        if "batch_size" in asked:
            asked["batch_size"] = number_of(query, "batch_size", 0)
        try:
            match = read_match(asked, "query", self._names)
        except PlanError as error:
            raise ControlError(400, str(error)) from error
        results = {name: query[name] for name in _RESULTS if name in query}
        if "status" in results and results["status"] != _NO_STATUS:
            number_of(query, "status", 0)

        def wanted(call: Call) -> bool:
            return match.fits(call, call.texts) and all(_as_text(call, name) == sent for name, sent in results.items())

        return wanted


def _as_text(call: Call, name: str) -> str:
    value = getattr(call, name)
    return _NO_STATUS if value is None else str(value)
