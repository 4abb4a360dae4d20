"""The control API of who pays: ``/__mock__/accounts`` and ``/__mock__/keys``."""

from aiohttp import web

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.jina.accounts import Account, Accounts, ControlError, Key
from vectorproof.mocks.jina.control.routes import Route, client_of, json_answer, no_content
from vectorproof.mocks.jina.control.wishes import limits_wire, wish_of
from vectorproof.mocks.jina.rooms import Rooms
from vectorproof.mocks.jina.settings import FREE_TOKENS, AccountSpec, KeySpec, KeyState


class AccountsControl:
    """Opens and changes accounts and keys."""

    def __init__(self, accounts: Accounts, rooms: Rooms, clock: Clock) -> None:
        self._accounts = accounts
        self._rooms = rooms
        self._clock = clock

    def routes(self) -> tuple[Route, ...]:
        """List the routes."""
        view = ("client",)
        return (
            Route("GET", "/accounts", self.list_accounts, "Accounts", query=view),
            Route("POST", "/accounts", self.create_account, "Account", wish="NewAccount", status=201),
            Route("GET", "/accounts/{name}", self.show_account, "Account", query=view),
            Route("PATCH", "/accounts/{name}", self.change_account, "Account", wish="AccountChange", query=view),
            Route("GET", "/keys", self.list_keys, "Keys", query=view),
            Route("POST", "/keys", self.create_key, "MadeKey", wish="NewKey", status=201),
            Route("GET", "/keys/{key}", self.show_key, "Key", query=view),
            Route("PATCH", "/keys/{key}", self.change_key, "Key", wish="KeyChange", query=view),
            Route("DELETE", "/keys/{key}", self.delete_key, None, status=204),
        )

    async def list_accounts(self, request: web.Request) -> web.Response:
        """Lists every account."""
        client = client_of(request)
        shown = [account_wire(self._rooms.account(one, client)) for one in self._accounts.all_accounts()]
        return json_answer({"accounts": shown})

    async def create_account(self, request: web.Request) -> web.Response:
        """Opens an account."""
        wish = wish_of(await request.read())
        name, balance = wish.text("name"), wish.whole("balance_tokens")
        tier, limits = wish.text("tier") or "unlimited", wish.limits("limits")
        wish.done()
        if not name:
            raise ControlError(400, "name: missing, a text would be right")
        spec = AccountSpec(name, FREE_TOKENS if balance is None else balance, tier, limits)
        return json_answer(account_wire(self._accounts.add_account(spec)), 201)

    async def show_account(self, request: web.Request) -> web.Response:
        """Shows one account with its balance."""
        return json_answer(account_wire(self._account(request)))

    async def change_account(self, request: web.Request) -> web.Response:
        """Sets balance, tier or limits; limits given beside a tier win."""
        account = self._account(request)
        wish = wish_of(await request.read())
        balance, tier, limits = wish.whole("balance_tokens"), wish.text("tier"), wish.limits("limits")
        wish.done()
        if tier is not None:
            account.limits = self._accounts.tier(tier)
            account.tier = tier
        account.limits = account.limits if limits is None else limits
        if balance is not None:
            account.grant(balance)
        return json_answer(account_wire(account))

    async def list_keys(self, request: web.Request) -> web.Response:
        """Lists every key, without its text."""
        client = client_of(request)
        return json_answer({"keys": [self._wire(one, client) for one in self._accounts.all_keys()]})

    async def create_key(self, request: web.Request) -> web.Response:
        """Makes a key, fresh where none is given, in an account of its own where none is named."""
        wish = wish_of(await request.read())
        name, secret, state = wish.text("account"), wish.text("key"), wish.state("state")
        life_s = wish.seconds("expires_in_s")
        wish.done()
        secret = secret or self._accounts.new_secret()
        account = self._accounts.account(name) if name else self._accounts.open_account()
        key = self._accounts.add_key(KeySpec(secret, account.name, state=state or KeyState.ACTIVE))
        self._limit(key, life_s)
        return json_answer({"id": key.id, "key": secret, "account": account.name}, 201)

    async def show_key(self, request: web.Request) -> web.Response:
        """Shows one key, without its text."""
        return json_answer(self._wire(self._accounts.key(request.match_info["key"]), client_of(request)))

    async def change_key(self, request: web.Request) -> web.Response:
        """Disables, restricts, enables or limits a key in time, or gives it another text under the same id.

        What is given is checked whole before anything changes. Calls already under way end as they would have.
        """
        key = self._accounts.key(request.match_info["key"])
        wish = wish_of(await request.read())
        secret, state, life_s = wish.text("key"), wish.state("state"), wish.seconds("expires_in_s")
        wish.done()
        if secret is not None:
            self._accounts.replace(key, secret)
        key.state = state or key.state
        self._limit(key, life_s)
        return json_answer(self._wire(key, client_of(request)))

    async def delete_key(self, request: web.Request) -> web.Response:
        """Forgets a key; calls already under way end as they would have."""
        key = self._accounts.key(request.match_info["key"])
        self._accounts.delete(key)
        self._rooms.forget_key(key.id)
        return no_content()

    def _account(self, request: web.Request) -> Account:
        return self._rooms.account(self._accounts.account(request.match_info["name"]), client_of(request))

    def _limit(self, key: Key, life_s: float | None) -> None:
        if life_s is not None:
            key.expires_s = self._clock.monotonic_s() + life_s

    def _wire(self, key: Key, client: str | None) -> dict[str, object]:
        """Write a key as the control API shows it: all but its text; what is used of it is the caller's part."""
        return {
            "id": key.id,
            "account": key.account.name,
            "state": key.state,
            "expires_in_s": key.left_s(self._clock.monotonic_s()),
            "sha256": key.sha256,
            "hint": key.hint,
            "in_flight": self._rooms.key(key, client).meter.in_flight,
        }


def account_wire(account: Account) -> dict[str, object]:
    """Write an account as the control API shows it."""
    return {
        "name": account.name,
        "balance_tokens": account.balance_tokens,
        "charged_tokens": account.charged_tokens,
        "tier": account.tier,
        "limits": limits_wire(account.limits),
    }
