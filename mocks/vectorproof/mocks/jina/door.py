"""The front door: authorization, rates and balance, before a byte of the body is read (jina-api 2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.jina.accounts import Account, Accounts, Key, fingerprint
from vectorproof.mocks.jina.journal import Call
from vectorproof.mocks.jina.parts import JinaParts
from vectorproof.mocks.jina.quota import Meter, rate_headers
from vectorproof.mocks.jina.refusals import Refusal
from vectorproof.mocks.jina.rooms import Rooms
from vectorproof.mocks.jina.settings import Dialect

SCHEME = "Bearer "
_LENGTH = 65
_START = SCHEME + "jina_"
_MAY_NOT_EMBED = "AUTHZ_ACCESS_DENIED"


@dataclass(slots=True)
class Inside:
    """A call that was let in; leaving the ``with`` block counts it out again."""

    meter: Meter

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None:
        self.meter.leave()


class Door:
    """Lets calls in, and takes their tokens."""

    def __init__(self, accounts: Accounts, rooms: Rooms, parts: JinaParts, dialect: Dialect, clock: Clock) -> None:
        self.accounts = accounts
        self._rooms = rooms
        self._parts = parts
        self._dialect = dialect
        self._clock = clock

    def authenticate(self, authorization: str | None, call: Call, *, embeds: bool = True) -> Key:
        """Find the key that a caller sent, noting in the call what may be recorded of it.

        A key that somebody made here is one, whatever its form; the real service has none but of its own form.
        ``embeds`` false lets a key in that may do everything but embed.

        Raises:
            Refusal: none was sent, it has not the form of one, or it may not embed.

        """
        secret = secret_of({"Authorization": authorization or ""})
        if not (authorization and secret):
            raise Refusal("AUTH_MISSING_API_KEY")
        digest, hint = fingerprint(secret)
        recorded = self._parts.fingerprint
        call.key_sha256, call.key_hint = (digest, hint) if recorded is fingerprint else recorded(secret)
        is_bearer = authorization.startswith(SCHEME)
        key = self.accounts.find(digest) if is_bearer else None
        if key is None and not (is_bearer and is_well_formed(SCHEME + secret)):
            raise Refusal("AUTH_INVALID_FORMAT")
        if key is not None:
            call.key_id, call.account = key.id, key.account.name
        living = None if key is None or key.has_expired(self._clock.monotonic_s()) else key
        problem = self._parts.key_problem(living)
        if living is None or (problem is not None and (embeds or problem != _MAY_NOT_EMBED)):
            raise Refusal(problem or "AUTH_INVALID_API_KEY")
        return self._rooms.key(living, call.client)

    def entered(self, key: Key, call: Call) -> "Inside":
        """Let a call in and count it as in flight until the ``with`` block of what this gives ends.

        Raises:
            Refusal: a rate is used up, or nothing is left to pay with.

        """
        if self._dialect.balance_first:
            self._check_balance(key.account, 0)
        call.in_flight = key.meter.in_flight + 1
        key.meter.enter(key.account.limits, call.address, self._clock.monotonic_s(), self._parts.admits)
        try:
            self._check_balance(key.account, 0)
        except Refusal:
            key.meter.leave()
            raise
        return Inside(key.meter)

    def check(self, key: Key, tokens: int) -> None:
        """Refuse a call whose tokens do not fit the minute or the balance; counts nothing.

        Raises:
            Refusal: it does not fit.

        """
        key.meter.check_tokens(key.account.limits, tokens, self._clock.monotonic_s(), self._parts.admits)
        self._check_balance(key.account, tokens)

    def charge(self, key: Key, tokens: int) -> None:
        """Count tokens against the minute and the balance, both at once or, where they no longer fit, neither.

        Raises:
            Refusal: they do not fit.

        """
        self.check(key, tokens)
        key.meter.tokens.add(tokens, self._clock.monotonic_s())
        account = key.account
        account.pay(tokens, self._parts.balance_after(account.balance_tokens, tokens))

    def headers(self, key: Key, status: int, call: Call) -> tuple[tuple[str, str], ...]:
        """Write the rate headers of the answer to a call with a known key: only 200 and 429 carry them."""
        if status not in _RATED:
            return ()
        now_s = self._clock.monotonic_s()
        rates = rate_headers(key.meter, key.account.limits, now_s)
        if status == _LIMITED and self._dialect.retry_after:
            return (*rates, ("Retry-After", str(key.meter.retry_s(call.code, call.address, now_s))))
        return rates

    def _check_balance(self, account: Account, tokens: int) -> None:
        if not self._parts.can_pay(account.balance_tokens, tokens):
            raise Refusal("AUTHZ_INSUFFICIENT_BALANCE")


_LIMITED = 429
_RATED = frozenset({200, _LIMITED})


def secret_of(headers: Mapping[str, str]) -> str:
    """Give what a caller sent as its key, empty when it sent none."""
    return headers.get("Authorization", "").removeprefix(SCHEME.rstrip()).strip()


def is_well_formed(authorization: str) -> bool:
    """Tell whether a header holds a key in its usual form, with nothing around it."""
    length = len(SCHEME) + _LENGTH
    return len(authorization) == length and authorization.startswith(_START) and authorization == authorization.strip()
