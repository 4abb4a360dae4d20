"""The control API of everything at once: ``/__mock__/state``, out of one mock and into another.

What is under way and what the journal holds stay where they are, and callers that name themselves begin anew. Times
are told as seconds that are left.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from aiohttp import web

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.jina.accounts import Account, Accounts, ControlError, Key, fingerprint
from vectorproof.mocks.jina.control.routes import Route, flag_of, json_answer
from vectorproof.mocks.jina.control.vectors import VectorsControl, vector_wire
from vectorproof.mocks.jina.control.wishes import Wish, limits_wire, wish_of
from vectorproof.mocks.jina.geometry import Declared
from vectorproof.mocks.jina.plan import Entry, Plan
from vectorproof.mocks.jina.plan_reading import Names, read_wishes
from vectorproof.mocks.jina.quota import Meter, Window
from vectorproof.mocks.jina.rooms import Rooms
from vectorproof.mocks.jina.settings import KeyState

_FORM = 1
_HASH_DIGITS = 64
Read = TypeVar("Read")


class StateControl:
    """Writes the state of a mock down, and puts one in its place."""

    def __init__(
        self, accounts: Accounts, rooms: Rooms, plan: Plan, vectors: VectorsControl, *, clock: Clock, names: Names
    ) -> None:
        self._accounts = accounts
        self._rooms = rooms
        self._plan = plan
        self._vectors = vectors
        self._clock = clock
        self._names = names

    def routes(self) -> tuple[Route, ...]:
        """List the routes."""
        return (
            Route("GET", "/state", self.export, "State", query=("secrets",)),
            Route("PUT", "/state", self.take_over, "Done", wish="State"),
        )

    async def export(self, request: web.Request) -> web.Response:
        """Gives accounts, keys, faults and vectors as they are; the texts of keys only with ``secrets``."""
        secrets, now_s = flag_of(request.query, "secrets"), self._clock.monotonic_s()
        return json_answer(
            {
                "form": _FORM,
                "accounts": [_account_wire(account) for account in self._accounts.all_accounts()],
                "keys": [_key_wire(key, now_s, secrets=secrets) for key in self._accounts.all_keys()],
                "faults": [self._fault_wire(entry) for entry in self._plan.listed()],
                "vectors": [vector_wire(wish_id, wish) for wish_id, wish in self._vectors.declared().items()],
            }
        )

    async def take_over(self, request: web.Request) -> web.Response:
        """Puts an exported state in the place of this one, all of it or nothing."""
        wish = wish_of(await request.read())
        form, accounts, keys = wish.whole("form"), wish.items("accounts"), wish.items("keys")
        faults, vectors = wish.items("faults"), wish.items("vectors")
        wish.done()
        if form != _FORM:
            raise ControlError(400, f"form: found {form!r}, {_FORM} would be right")
        before = (self._accounts.all_accounts(), self._accounts.all_keys())
        try:
            self._settle(accounts, keys)
            entries = _each("faults", faults, self._fault)
            declared = dict(_each("vectors", vectors, self._vector))
            self._replace_vectors(declared)
        except Exception:
            self._accounts.settle(*before)
            raise
        self._rooms.clear()
        self._plan.clear()
        self._plan.add(entries)
        return json_answer({"taken": True})

    def _settle(self, accounts: Iterable[object], keys: Iterable[object]) -> None:
        made = {account.name: account for account in _each("accounts", accounts, self._account)}
        now_s = self._clock.monotonic_s()
        self._accounts.settle(made.values(), _each("keys", keys, lambda item: _key(Wish(item), made, now_s)))

    def _replace_vectors(self, declared: dict[str, Declared]) -> None:
        before = self._vectors.declared()
        self._vectors.clear()
        try:
            self._vectors.put(declared)
        except ControlError:
            self._vectors.put(before)
            raise

    def _account(self, item: object) -> Account:
        wish = Wish(item)
        name, tier, limits = wish.required_text("name"), wish.required_text("tier"), wish.limits("limits")
        balance, granted = wish.whole("balance_tokens"), wish.whole("granted_tokens")
        charged = wish.whole("charged_tokens")
        wish.done()
        own = self._accounts.tier(tier) if limits is None else limits
        left = balance or 0
        return Account(name, left, tier, own, charged or 0, left if granted is None else granted)

    def _fault(self, item: object) -> Entry:
        wish = Wish(item)
        entry_id, matched = wish.required_text("id"), wish.whole("matched")
        calls, planned = wish.numbers("calls"), wish.required("entry")
        wish.done()
        (entry,) = read_wishes([planned], self._names)
        entry.id, entry.seen, entry.calls = entry_id, matched or 0, calls
        return entry

    def _fault_wire(self, entry: Entry) -> dict[str, object]:
        """Write an entry as it was asked for; a key that was named by its text is named by its hash."""
        planned = dict(entry.wish)
        match = dict(planned.get("match", {}))
        if "key" in match:
            match["key"] = self._accounts.hash_of(match["key"])
            planned["match"] = match
        return {"id": entry.id, "entry": planned, "matched": entry.seen, "calls": list(entry.calls)}

    def _vector(self, item: object) -> tuple[str, Declared]:
        wish = Wish(item)
        wish_id = wish.required_text("id")
        return wish_id, self._vectors.read({name: value for name, value in wish.rest().items() if name != "id"})


def _each(place: str, items: Iterable[object], read: Callable[[Any], Read]) -> list[Read]:
    made: list[Read] = []
    for at, item in enumerate(items):
        try:
            made.append(read(item))
        except ControlError as error:
            raise ControlError(error.status, f"{place}[{at}].{error.text}") from error
    return made


def _account_wire(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "balance_tokens": account.balance_tokens,
        "granted_tokens": account.granted_tokens,
        "charged_tokens": account.charged_tokens,
        "tier": account.tier,
        "limits": limits_wire(account.limits),
    }


def _key_wire(key: Key, now_s: float, *, secrets: bool) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": key.id,
        "account": key.account.name,
        "state": key.state,
        "expires_in_s": key.left_s(now_s),
        "sha256": key.sha256,
        "hint": key.hint,
        "used": {
            "requests": _window_wire(key.meter.requests, now_s),
            "tokens": _window_wire(key.meter.tokens, now_s),
        },
    }
    return shown | ({"key": key.secret} if secrets else {})


def _key(wish: Wish, accounts: dict[str, Account], now_s: float) -> Key:
    key_id, name, state = wish.required_text("id"), wish.required_text("account"), wish.state("state")
    secret, digest, hint = wish.text("key"), wish.required_text("sha256"), wish.text("hint")
    life_s, used = wish.seconds("expires_in_s"), wish.part("used")
    wish.done()
    if name not in accounts:
        raise ControlError(400, f"account: found {name!r}, one of the accounts would be right")
    if len(digest) != _HASH_DIGITS or (secret is not None and fingerprint(secret)[0] != digest):
        raise ControlError(400, "sha256: the SHA-256 of the key in hex would be right")
    expires_s = None if life_s is None else now_s + life_s
    state = state or KeyState.ACTIVE
    return Key(key_id, digest, hint or "", accounts[name], state, _meter(used, now_s), expires_s, secret)


def _meter(used: Wish, now_s: float) -> Meter:
    meter = Meter(_window(used.part("requests"), now_s), _window(used.part("tokens"), now_s))
    used.done()
    return meter


def _window_wire(window: Window, now_s: float) -> dict[str, float]:
    return {"count": window.at(now_s), "left_s": round(window.left_s(now_s), 3)}


def _window(wish: Wish, now_s: float) -> Window:
    count, left_s = wish.whole("count") or 0, wish.seconds("left_s") or 0.0
    wish.done()
    return Window.begun(count, left_s, now_s)
