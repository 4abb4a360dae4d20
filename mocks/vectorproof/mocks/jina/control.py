"""The control API under ``/__mock__``: accounts, keys, faults, journal, clock. Only a simulator has it.

Every wish is read strictly, and every refusal is ``{"error": text}`` with what would be right.
"""

from collections.abc import Awaitable, Callable, Mapping
from importlib.metadata import version

import orjson
from aiohttp import web

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.faults.contract import FaultError
from vectorproof.mocks.jina.accounts import Account, Accounts, ControlError, Key
from vectorproof.mocks.jina.journal import Call, Journal
from vectorproof.mocks.jina.plan import Plan
from vectorproof.mocks.jina.plan_reading import Names, read_wishes
from vectorproof.mocks.jina.settings import FREE_TOKENS, AccountSpec, KeySpec, KeyState
from vectorproof.mocks.jina.vectors import EncodedVectors
from vectorproof.mocks.jina.wishes import limits_wire, wish_of

PREFIX = "/__mock__"
CAPABILITIES = ("provider-control", "provider-journal", "provider-faults")
_WAIT_MAX_S = 60.0
_MARK = {"X-Sim-Fidelity": "simulator-only"}

Handler = Callable[[web.Request], Awaitable[web.Response]]


class Control:
    """What a test does to the mock behind its clients' back."""

    def __init__(
        self, accounts: Accounts, plan: Plan, journal: Journal, vectors: EncodedVectors, *, clock: Clock, names: Names
    ) -> None:
        self._accounts = accounts
        self._plan = plan
        self._journal = journal
        self._vectors = vectors
        self._clock = clock
        self._names = names

    def routes(self) -> list[web.RouteDef]:
        """List the routes of the control API."""
        table: tuple[tuple[str, str, Handler], ...] = (
            ("GET", "", self.about),
            ("GET", "/accounts", self.list_accounts),
            ("POST", "/accounts", self.create_account),
            ("GET", "/accounts/{name}", self.show_account),
            ("PATCH", "/accounts/{name}", self.change_account),
            ("GET", "/keys", self.list_keys),
            ("POST", "/keys", self.create_key),
            ("PATCH", "/keys/{key}", self.change_key),
            ("DELETE", "/keys/{key}", self.delete_key),
            ("GET", "/faults", self.list_faults),
            ("POST", "/faults", self.add_faults),
            ("DELETE", "/faults/{id}", self.remove_fault),
            ("GET", "/journal", self.read_journal),
            ("POST", "/reset", self.reset),
            ("POST", "/clock", self.advance),
        )
        return [web.route(method, PREFIX + path, guarded(handler)) for method, path, handler in table]

    async def about(self, request: web.Request) -> web.Response:
        """GET: what this is and what it can."""
        del request
        return json_answer(
            {"product": "vectorproof", "version": version("vectorproof"), "capabilities": list(CAPABILITIES)}
        )

    async def list_accounts(self, request: web.Request) -> web.Response:
        """GET: every account."""
        del request
        return json_answer({"accounts": [_account(account) for account in self._accounts.all_accounts()]})

    async def create_account(self, request: web.Request) -> web.Response:
        """POST: open an account; 201 with what it is."""
        wish = wish_of(await request.read())
        name, balance = wish.text("name"), wish.whole("balance_tokens")
        tier, limits = wish.text("tier") or "unlimited", wish.limits("limits")
        wish.done()
        if not name:
            raise ControlError(400, "name: missing, a text would be right")
        spec = AccountSpec(name, FREE_TOKENS if balance is None else balance, tier, limits)
        return json_answer(_account(self._accounts.add_account(spec)), 201)

    async def show_account(self, request: web.Request) -> web.Response:
        """GET: one account with its balance."""
        return json_answer(_account(self._accounts.account(request.match_info["name"])))

    async def change_account(self, request: web.Request) -> web.Response:
        """PATCH: set balance, tier or limits; limits given beside a tier win."""
        account = self._accounts.account(request.match_info["name"])
        wish = wish_of(await request.read())
        balance, tier, limits = wish.whole("balance_tokens"), wish.text("tier"), wish.limits("limits")
        wish.done()
        if tier is not None:
            account.limits = self._accounts.tier(tier)
            account.tier = tier
        account.limits = account.limits if limits is None else limits
        account.balance_tokens = account.balance_tokens if balance is None else balance
        return json_answer(_account(account))

    async def list_keys(self, request: web.Request) -> web.Response:
        """GET: every key, without its text."""
        del request
        return json_answer({"keys": [_key(key) for key in self._accounts.all_keys()]})

    async def create_key(self, request: web.Request) -> web.Response:
        """POST: a key, fresh where none is given, in an account of its own where none is named."""
        wish = wish_of(await request.read())
        name, secret, state = wish.text("account"), wish.text("key"), wish.state("state")
        wish.done()
        secret = secret or self._accounts.new_secret()
        account = self._accounts.account(name) if name else self._accounts.open_account()
        key = self._accounts.add_key(KeySpec(secret, account.name, state=state or KeyState.ACTIVE))
        return json_answer({"id": key.id, "key": secret, "account": account.name}, 201)

    async def change_key(self, request: web.Request) -> web.Response:
        """PATCH: disable, restrict or enable a key, or give it another text under the same id."""
        key = self._accounts.key(request.match_info["key"])
        wish = wish_of(await request.read())
        secret, state = wish.text("key"), wish.state("state")
        wish.done()
        if secret is not None:
            self._accounts.replace(key, secret)
        key.state = state or key.state
        return json_answer(_key(key))

    async def delete_key(self, request: web.Request) -> web.Response:
        """DELETE: forget a key; calls already under way end as they would have."""
        self._accounts.delete(self._accounts.key(request.match_info["key"]))
        return no_content()

    async def list_faults(self, request: web.Request) -> web.Response:
        """GET: the plan with what was met and what was not, if wished of one key."""
        named = request.query.get("key")
        known = None if named is None else self._accounts.names_of(named)
        entries = self._plan.listed(lambda entry: known is None or bool(known & (entry.match.key or set())))
        return json_answer({"faults": [entry.wire() for entry in entries]})

    async def add_faults(self, request: web.Request) -> web.Response:
        """POST: put entries into the plan, all of them or none; 201 with their ids."""
        wish = wish_of(await request.read())
        items = wish.items("faults")
        wish.done()
        entries = read_wishes(items, self._names)
        self._plan.add(entries)
        return json_answer({"ids": [entry.id for entry in entries]}, 201)

    async def remove_fault(self, request: web.Request) -> web.Response:
        """DELETE: take an entry back; calls that it holds go on."""
        if not self._plan.remove(request.match_info["id"]):
            raise ControlError(404, "no such fault; an id that adding it gave would be right")
        return no_content()

    async def read_journal(self, request: web.Request) -> web.Response:
        """GET: calls by key, model and number; ``at_least`` waits until so many have ended, ``within_s`` at most."""
        query = request.query
        since, at_least = _number(query, "since", 0), _number(query, "at_least", 0)
        within_s = min(_number(query, "within_s", 5), _WAIT_MAX_S)
        wanted = self._wanted(query.get("key"), query.get("model"))
        if at_least:
            calls = await self._journal.wait_for(wanted, since, at_least, within_s)
        else:
            calls = self._journal.matching(wanted, since)
        return json_answer({"calls": [call.wire() for call in calls], "last": self._journal.last})

    async def reset(self, request: web.Request) -> web.Response:
        """POST: accounts and keys as configured, no fault, an empty journal."""
        del request
        self.begin_again()
        return json_answer({"reset": True})

    def begin_again(self) -> None:
        """Put everything back to what the configuration says."""
        self._plan.clear()
        self._accounts.reset()
        self._journal.reset()
        self._vectors.reset()

    async def advance(self, request: web.Request) -> web.Response:
        """POST: step the clock forward."""
        wish = wish_of(await request.read())
        seconds = wish.number("advance_s")
        wish.done()
        try:
            self._clock.advance(seconds)
        except ValueError as error:
            raise ControlError(400, str(error)) from error
        return json_answer({"monotonic_s": self._clock.monotonic_s()})

    def _wanted(self, key: str | None, model: str | None) -> Callable[[Call], bool]:
        digest = None if key is None else self._accounts.hash_of(key)
        known = None if key is None else {key, digest}

        def wanted(call: Call) -> bool:
            return (known is None or call.key_sha256 in known or call.key_id in known) and (
                model is None or call.model == model
            )

        return wanted


def guarded(handler: Handler) -> Handler:
    """Let a handler refuse by raising: the answer is ``{"error": text}``."""

    async def guarded(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except ControlError as error:
            return json_answer({"error": error.text}, error.status)
        except FaultError as error:
            return json_answer({"error": str(error)}, 400)

    return guarded


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdecimal()):
        raise ControlError(400, f"{name}: found {text[:50]!r}, a whole number from 0 would be right")
    return int(text)


def _account(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "balance_tokens": account.balance_tokens,
        "charged_tokens": account.charged_tokens,
        "tier": account.tier,
        "limits": limits_wire(account.limits),
    }


def _key(key: Key) -> dict[str, object]:
    return {
        "id": key.id,
        "account": key.account.name,
        "state": key.state,
        "sha256": key.sha256,
        "hint": key.hint,
        "in_flight": key.meter.in_flight,
    }


def json_answer(body: object, status: int = 200) -> web.Response:
    """Answer in JSON, marked as something that only a simulator says."""
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json", headers=_MARK)


def no_content() -> web.Response:
    """Answer that something is done, marked likewise."""
    return web.Response(status=204, headers=_MARK)
