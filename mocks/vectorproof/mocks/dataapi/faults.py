"""Faults of the Data API itself, for those who test its clients: which requests meet which, and what then happens.

An entry has an owner, an organization, and befalls requests to that organization's databases only. Whether the command
has run before is part of the fault: an answer that is lost on the wire leaves what was written.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias, cast

from aiohttp import web

from vectorproof.mocks.core.tenants import Database
from vectorproof.mocks.dataapi.dispatch import Reply
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import write
from vectorproof.mocks.faults import catalogue
from vectorproof.mocks.faults.contract import Fault, FaultError, adjusted
from vectorproof.mocks.faults.files import read_file
from vectorproof.mocks.faults.plan import Entry, Plan
from vectorproof.mocks.faults.reading import PlanError, chance, shown, table, text, whole
from vectorproof.mocks.faults.wire import Answer, Exchange
from vectorproof.specs import commands
from vectorproof.specs.errors import catalogue as errors
from vectorproof.specs.loading import SpecError

HTTP_STATUS: Final = "http-status"
ERROR: Final = "error"
_ENTRY: Final = frozenset({"match", "times", "probability", "seed", "fault", "command_runs"})
_MATCHERS: Final = frozenset({"database", "command", "keyspace", "collection"})
_STATUS_MIN, _STATUS_MAX = 400, 599
_RETRY_AFTER_MAX_S: Final = 86_400
Run: TypeAlias = Callable[[], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is to the plan; ``command`` is ``None`` where the body names none."""

    database: Database
    command: str | None
    keyspace: str | None
    collection: str | None


class Doing(Protocol):
    """What befalls a request that meets an entry."""

    async def befall(self, request: web.Request, run: Run) -> web.StreamResponse:
        """Answer, or fail to; ``run`` does the command."""
        ...


@dataclass(frozen=True, slots=True)
class _Status:
    """Answers with an HTTP status as a gateway in front of the server does."""

    status: int
    retry_after_s: int | None
    body: str
    runs: bool

    async def befall(self, request: web.Request, run: Run) -> web.StreamResponse:
        """Answer by the status alone."""
        del request
        if self.runs:
            await run()
        headers = {} if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}
        return web.Response(status=self.status, text=self.body, headers=headers)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Answers with an error of the catalogue, as the server itself does."""

    code: str
    scope: str | None
    facts: Mapping[str, str]
    refuse: Callable[[WireError], Reply]
    runs: bool

    async def befall(self, request: web.Request, run: Run) -> web.StreamResponse:
        """Answer by the error."""
        del request
        if self.runs:
            await run()
        return _written(self.refuse(WireError(self.code, self.scope, **self.facts)))


@dataclass(frozen=True, slots=True)
class _OnTheWire:
    """Answers rightly, and lets the wire spoil it."""

    fault: Fault
    runs: bool
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def befall(self, request: web.Request, run: Run) -> web.StreamResponse:
        """Spoil the right answer, or the silence in its place."""
        reply = await run() if self.runs else None
        answer = Answer(HTTPStatus.OK, b"") if reply is None else Answer(reply.status, write(reply.body))
        return await self.fault.play(Exchange(request, answer, self.released))


class DataApiFaults:
    """The plan of a Data API; ``refuse`` makes the reply of an error."""

    def __init__(self, refuse: Callable[[WireError], Reply], new_id: Callable[[], str]) -> None:
        self._plan: Plan[Asked, Doing] = Plan()
        self._refuse = refuse
        self._new_id = new_id
        self.are_planned = False

    def add_file(self, owner: str, path: Path) -> None:
        """Put the entries of a file's list ``data_api`` at the end, if it has one.

        Raises:
            FaultError: names the file, the line and the member, and what would be right.

        """
        read_file(path, lambda members: self._add_list(owner, table(members, "the plan", None)))

    def _add_list(self, owner: str, members: Mapping[str, Any]) -> None:
        if "data_api" in members:
            self.add(owner, members["data_api"], name="data_api")

    def add(self, owner: str, wishes: object, *, name: str = "faults") -> list[str]:
        """Put entries at the end, all of them or none; gives their ids. ``name`` is what their list is called.

        Raises:
            FaultError: names the entry and member that is wrong, and what would be right.

        """
        items = list(cast("Sequence[object]", wishes)) if isinstance(wishes, list | tuple) else []
        if not items:
            raise PlanError(name, f"found {shown(wishes)}, a list of one or more entries would be right")
        entries = [self._entry(owner, wish, f"{name}[{at}]") for at, wish in enumerate(items)]
        self._plan.add(entries)
        self.are_planned = True
        return [entry.id for entry in entries]

    def listed(self, owner: str) -> list[dict[str, object]]:
        """Give the account of an owner's entries."""
        return [entry.wire() for entry in self._plan.listed(owner)]

    def remove(self, owner: str, entry_id: str) -> bool:
        """Take an entry back; tell whether there was one. Requests that it holds go on."""
        entry = next((one for one in self._plan.listed(owner) if one.id == entry_id), None)
        if entry is not None:
            _release(entry)
        return self._plan.remove(owner, entry_id)

    def clear(self, owner: str | None = None) -> None:
        """Take all entries of an owner back, or all there are."""
        for entry in self._plan.listed(owner):
            _release(entry)
        self._plan.clear(owner)

    def meet(self, asked: Asked, number: int) -> tuple[str, Doing] | None:
        """Find what befalls a request, by its name, and write the request's number into the account."""
        return self._plan.meet(asked, number)

    def _entry(self, owner: str, wish: object, place: str) -> Entry[Asked, Doing]:
        entry = table(wish, place, _ENTRY)
        match = table(entry.get("match", {}), f"{place}.match", _MATCHERS | {"nth"})
        name, doing = self._doing(entry, f"{place}.fault")
        return Entry(
            f"fault-{self._new_id()}",
            owner,
            name,
            _fits(owner, {name: value for name, value in match.items() if name != "nth"}, f"{place}.match"),
            doing,
            times=whole(entry.get("times", 1), f"{place}.times"),
            nth=whole(match.get("nth", 1), f"{place}.match.nth"),
            chance=chance(entry, place),
        )

    def _doing(self, entry: Mapping[str, Any], place: str) -> tuple[str, Doing]:
        if "fault" not in entry:
            raise PlanError(place, 'missing, an object with a name would be right: {"name": "http-status"}')
        fault = table(entry["fault"], place, None)
        name = text(fault.get("name"), f"{place}.name")
        given = {key: value for key, value in fault.items() if key != "name"}
        if name == HTTP_STATUS:
            return name, _status(given, place, runs=_runs(entry, place, usual=False))
        if name == ERROR:
            return name, self._error(given, place, runs=_runs(entry, place, usual=False))
        return name, _OnTheWire(_transport(name, given, place), _runs(entry, place, usual=True))

    def _error(self, given: Mapping[str, Any], place: str, *, runs: bool) -> _Refusal:
        members = table(given, place, frozenset({"code", "scope", "facts"}))
        code = text(members.get("code"), f"{place}.code")
        scope = text(members["scope"], f"{place}.scope") if "scope" in members else None
        try:
            needed = errors().find(code, scope).facts
        except SpecError as error:
            raise PlanError(f"{place}.code", str(error)) from error
        facts = table(members.get("facts", {}), f"{place}.facts", needed)
        return _Refusal(code, scope, {fact: str(facts.get(fact, f"<{fact}>")) for fact in needed}, self._refuse, runs)


def names() -> Mapping[str, str]:
    """Give the name of every fault that the Data API can have, and what it does."""
    own = {
        HTTP_STATUS: "Answers with an HTTP status as a gateway in front does: 429, 500, 502, 503, 504 and the like.",
        ERROR: "Answers with an error of the Data API by its code, as the server itself does.",
    }
    return own | {name: fault.summary() for name, fault in catalogue().items()}


def _written(reply: Reply) -> web.Response:
    return web.Response(status=reply.status, body=write(reply.body), content_type="application/json")


def _release(entry: Entry[Asked, Doing]) -> None:
    if isinstance(entry.doing, _OnTheWire):
        entry.doing.released.set()


def _status(given: Mapping[str, Any], place: str, *, runs: bool) -> _Status:
    members = table(given, place, frozenset({"status", "retry_after_s", "body"}))
    status = whole(members.get("status", 500), f"{place}.status", _STATUS_MIN, _STATUS_MAX)
    waited: int | None = None
    if "retry_after_s" in members:
        waited = min(whole(members["retry_after_s"], f"{place}.retry_after_s", 0), _RETRY_AFTER_MAX_S)
    body = text(members["body"], f"{place}.body") if "body" in members else ""
    return _Status(status, waited, body, runs)


def _transport(name: str, given: Mapping[str, Any], place: str) -> Fault:
    known = catalogue()
    if name not in known:
        listed = ", ".join([HTTP_STATUS, ERROR, *known])
        raise PlanError(f"{place}.name", f"found {shown(name)}, one of {listed} would be right")
    try:
        return adjusted(known[name], given)
    except FaultError as error:
        raise PlanError(place, str(error)) from error


def _runs(entry: Mapping[str, Any], place: str, *, usual: bool) -> bool:
    found: object = entry.get("command_runs", usual)
    if not isinstance(found, bool):
        raise PlanError(f"{place.removesuffix('.fault')}.command_runs", f"found {shown(found)}, true or false is right")
    return found


def _fits(owner: str, match: Mapping[str, object], place: str) -> Callable[[Asked], bool]:
    wanted = {name: text(value, f"{place}.{name}") for name, value in match.items()}
    command = wanted.get("command")
    if command is not None and command not in commands.commands():
        raise PlanError(f"{place}.command", f"found {shown(command)}, the name of a command such as find is right")

    def fits(asked: Asked) -> bool:
        found = {
            "database": asked.database.id,
            "command": asked.command,
            "keyspace": asked.keyspace,
            "collection": asked.collection,
        }
        return asked.database.organization_id == owner and all(found[name] == value for name, value in wanted.items())

    return fits
