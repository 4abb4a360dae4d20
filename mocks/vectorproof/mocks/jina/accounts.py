"""Accounts and keys: who may embed, under which limits, and what it costs.

A key is known by its hash. Its text is kept only to be exported where somebody asks for that, and shown nowhere else.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.jina.models import tiers
from vectorproof.mocks.jina.quota import Meter
from vectorproof.mocks.jina.settings import FREE_TOKENS, AccountSpec, JinaConfig, KeySpec, KeyState, Limits

_SHA256 = re.compile(r"[0-9a-f]{64}")


class ControlError(Exception):
    """A wish of the control API that cannot be fulfilled; ``status`` is the HTTP status that says so."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


@dataclass(slots=True)
class Account:
    """Who pays: a prepaid balance in tokens and the limits of each of its keys.

    ``granted_tokens`` is the balance that was last set, by whoever made the account or changed it.
    """

    name: str
    balance_tokens: int
    tier: str
    limits: Limits
    charged_tokens: int = 0
    granted_tokens: int = 0

    def grant(self, tokens: int) -> None:
        """Set the balance."""
        self.balance_tokens = self.granted_tokens = tokens

    def pay(self, tokens: int, balance_after: int) -> None:
        """Book a charge."""
        self.balance_tokens = balance_after
        self.charged_tokens += tokens


@dataclass(slots=True)
class Key:
    """One key by its hash: ``hint`` is its last three characters, all that is ever shown.

    From ``expires_s`` on, a time of the mock's monotonic clock, it is answered like a key that never was. ``secret`` is
    its text, ``None`` where only the hash is known.
    """

    id: str
    sha256: str
    hint: str
    account: Account
    state: KeyState
    meter: Meter = field(default_factory=Meter)
    expires_s: float | None = None
    secret: str | None = field(default=None, repr=False)

    def has_expired(self, now_s: float) -> bool:
        """Tell whether its time is over."""
        return self.expires_s is not None and now_s >= self.expires_s

    def left_s(self, now_s: float) -> float | None:
        """Tell how many seconds it has left, ``None`` where its time has no end."""
        return None if self.expires_s is None else round(max(0.0, self.expires_s - now_s), 3)


def fingerprint(secret: str) -> tuple[str, str]:
    """Reduce a key to what may be recorded: the SHA-256 of it in hex, and its last three characters."""
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest(), secret[-3:]


class Accounts:
    """All accounts and keys of one mock."""

    def __init__(self, config: JinaConfig, ids: Ids) -> None:
        self._config = config
        self._ids = ids
        self._tiers: Mapping[str, Limits] = {**tiers(), **config.tiers}
        self._accounts: dict[str, Account] = {}
        self._keys: dict[str, Key] = {}
        self._hash_of: dict[str, str] = {}
        self.reset()

    def reset(self) -> None:
        """Go back to what the configuration says."""
        self._accounts.clear()
        self._keys.clear()
        self._hash_of.clear()
        for account in self._config.accounts:
            self.add_account(account)
        for key in self._config.keys:
            self.add_key(key)

    def add_account(self, spec: AccountSpec) -> Account:
        """Open an account.

        Raises:
            ControlError: the name is taken, or the tier unknown.

        """
        if spec.name in self._accounts:
            raise ControlError(409, f"account {spec.name!r} exists already; another name would be right")
        limits = spec.limits if spec.limits is not None else self.tier(spec.tier)
        account = Account(spec.name, spec.balance_tokens, spec.tier, limits, granted_tokens=spec.balance_tokens)
        self._accounts[spec.name] = account
        return account

    def tier(self, name: str) -> Limits:
        """Give the limits of a tier.

        Raises:
            ControlError: no such tier.

        """
        if name not in self._tiers:
            raise ControlError(400, f"tier {name!r} is unknown; one of {', '.join(self._tiers)} would be right")
        return self._tiers[name]

    def account(self, name: str) -> Account:
        """Find an account.

        Raises:
            ControlError: no such account.

        """
        if name not in self._accounts:
            raise ControlError(404, f"account {name!r} does not exist")
        return self._accounts[name]

    def all_accounts(self) -> tuple[Account, ...]:
        """List the accounts in the order of their creation."""
        return tuple(self._accounts.values())

    def all_keys(self) -> tuple[Key, ...]:
        """List the keys in the order of their creation."""
        return tuple(self._keys.values())

    def open_account(self) -> Account:
        """Open an account with a name of its own, ten million free tokens, and no limits."""
        return self.add_account(AccountSpec(f"account-{self._ids.hex(12)}", FREE_TOKENS))

    def close_account(self, name: str) -> tuple[Key, ...]:
        """Forget an account and its keys, if there is such an account; gives these keys."""
        keys = tuple(key for key in self._keys.values() if key.account.name == name)
        for key in keys:
            self.delete(key)
        self._accounts.pop(name, None)
        return keys

    def new_secret(self) -> str:
        """Make the text of a key that does not exist yet."""
        return self._ids.provider_key()

    def add_key(self, spec: KeySpec) -> Key:
        """Register a key of an existing account.

        Raises:
            ControlError: the account is missing, or the key or its id exists already.

        """
        digest, hint = fingerprint(spec.secret)
        key_id = spec.id or f"key-{self._ids.hex(16)}"
        return self.put_key(Key(key_id, digest, hint, self.account(spec.account), spec.state, secret=spec.secret))

    def put_key(self, key: Key) -> Key:
        """Register a key as it is.

        Raises:
            ControlError: the key or its id exists already.

        """
        if key.sha256 in self._keys or key.id in self._hash_of:
            raise ControlError(409, "this key or its id exists already; another would be right")
        self._keys[key.sha256] = key
        self._hash_of[key.id] = key.sha256
        return key

    def settle(self, accounts: Iterable[Account], keys: Iterable[Key]) -> None:
        """Put these accounts and keys in the place of all that there are.

        Raises:
            ControlError: two have one name; nothing has changed.

        """
        named, listed = list(accounts), list(keys)
        held = {account.name: account for account in named}
        by_hash, hashes = {key.sha256: key for key in listed}, {key.id: key.sha256 for key in listed}
        if len(held) != len(named) or not len(by_hash) == len(hashes) == len(listed):
            raise ControlError(409, "two accounts or two keys have one name; names of their own would be right")
        self._accounts, self._keys, self._hash_of = held, by_hash, hashes

    def key(self, id_or_secret: str) -> Key:
        """Find a key by its id or by itself.

        Raises:
            ControlError: no such key.

        """
        digest = self.hash_of(id_or_secret)
        if digest not in self._keys:
            raise ControlError(404, "no such key; the id or the text of an existing key would be right")
        return self._keys[digest]

    def find(self, digest: str) -> Key | None:
        """Find a key by its hash."""
        return self._keys.get(digest)

    def delete(self, key: Key) -> None:
        """Forget a key: from now on it is answered like one that never was."""
        del self._keys[key.sha256]
        del self._hash_of[key.id]

    def replace(self, key: Key, secret: str) -> None:
        """Give a key another text under the same id, account and use; the old text is dead at once.

        Raises:
            ControlError: the new text is a key already.

        """
        digest, hint = fingerprint(secret)
        if digest in self._keys:
            raise ControlError(409, "this key exists already; another would be right")
        del self._keys[key.sha256]
        key.sha256, key.hint, key.secret = digest, hint, secret
        self._keys[digest] = key
        self._hash_of[key.id] = digest

    def hash_of(self, name: str) -> str:
        """Give the hash of a key named by its id, by its hash, or by its text: a key need not exist."""
        known = self._hash_of.get(name)
        if known is not None:
            return known
        return name if _SHA256.fullmatch(name) else fingerprint(name)[0]

    def names_of(self, name: str) -> frozenset[str]:
        """Give every name under which calls with a key are recorded: its hash, and its id where it exists."""
        digest = self.hash_of(name)
        key = self._keys.get(digest)
        return frozenset({digest} if key is None else {digest, key.id})
