"""The embedding provider as suites speak to it: its keys, its faults, its journal, and itself.

The control routes below ``/__mock__`` are our mock's; ``embed`` is the provider's own API (jina-api 1).
"""

import secrets
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote

from vectorproof.harness.errors import Missing, TargetError
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import list_in, object_in, objects_in, texts_in
from vectorproof.harness.redaction import Redactor
from vectorproof.harness.surface import Surface

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_ALPHANUMERIC: Final = string.ascii_letters + string.digits
_SALT: Final = 20
_SALT_AT: Final = 10
_LONG: Final = 40
MODEL: Final = "jina-embeddings-v2-base-en"


@dataclass(frozen=True, slots=True)
class ProviderKey:
    """A key that exists at the provider; ``secret`` is what is presented, ``id`` what the journal calls it."""

    id: str
    secret: str = field(repr=False)
    account: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that the provider has seen; ``sha256`` and ``hint`` tell the secret that was presented.

    ``tokens`` is what was charged, ``started_s`` and ``ended_s`` are on the provider's own clock in seconds.
    """

    number: int
    key_id: str | None
    sha256: str
    hint: str
    model: str
    inputs: tuple[str, ...]
    parameters: Mapping[str, Any]
    tokens: int
    status: int
    fault: str | None
    started_s: float
    ended_s: float

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Call":
        """Read one entry of the journal; members that it leaves out are empty."""
        known = object_in(entry.get("key")) or {}
        started = float(entry.get("started_s") or 0)
        return cls(
            number=int(entry.get("n", 0)),
            key_id=known.get("id"),
            sha256=str(known.get("sha256", "")),
            hint=str(known.get("hint", "")),
            model=str(entry.get("model", "")),
            inputs=tuple(texts_in(entry.get("texts"))),
            parameters=object_in(entry.get("parameters")) or {},
            tokens=int(entry.get("tokens") or 0),
            status=int(entry.get("status") or 0),
            fault=_fault_name(entry.get("fault")),
            started_s=started,
            ended_s=float(entry.get("ended_s") or started),
        )


@dataclass(frozen=True, slots=True)
class Observed(Generic[T_co]):
    """What an action gave, and the provider's calls while it went on."""

    result: T_co
    calls: tuple[Call, ...]


class JournalMark:
    """The number of the latest call that a worker has read of: whatever a later space causes comes after it.

    The journal grows all through a run; reading from the mark keeps a reading as cheap as it was in the beginning.
    """

    def __init__(self) -> None:
        self.last = 0


class Provider:
    """The provider of one space; keys made here are this space's own, and so are their faults and their journal."""

    def __init__(self, redactor: Redactor, control: Surface | None, origin: Surface | None, mark: JournalMark) -> None:
        self._redactor = redactor
        self._control = control
        self._origin = origin
        self._mark = mark
        self._since = mark.last
        self._secrets: dict[str, str] = {}
        self._invented: dict[str, str] = {}
        self._made: list[str] = []
        self._planned: dict[str, None] = {}

    @property
    def controlled(self) -> bool:
        """Tell whether keys can be created here."""
        return self._control is not None

    def new_key(self, *, account: str | None = None) -> ProviderKey:
        """Create a key that works; without an account on one of its own, so that nobody shares its limits."""
        body = {} if account is None else {"account": account}
        made = self._surface("provider-control").made("/keys", body, title="create a key at the provider")
        key = ProviderKey(str(made["id"]), str(made["key"]), str(made.get("account", "")))
        self._redactor.number(key.secret, "$KEY")
        self._redactor.number(key.id, "$KEY_ID")
        self._redactor.number(key.account, "$ACCOUNT")
        self._made.append(key.id)
        self._secrets[key.id] = key.secret
        return key

    def invent_key(self, secret: str) -> ProviderKey:
        """Make a secret like this one that the provider does not know and nobody else presents.

        Drawn secrets repeat among examples that run side by side, and the journal is read by secret; so the middle of
        a long one is replaced. Use what is given back.
        """
        if secret not in self._invented:
            self._invented[secret] = _unlike_others(secret)
        return self.note_key(self._invented[secret])

    def note_key(self, secret: str) -> ProviderKey:
        """Take note of a secret as it is, so that calls with it are seen too."""
        self._redactor.number(secret, "$KEY")
        self._secrets.setdefault(secret, secret)
        return ProviderKey(secret, secret)

    def new_account(self, name: str, **settings: Any) -> Mapping[str, Any]:
        """Create an account with a balance, a tier or limits, whose keys ``new_key(account=name)`` makes."""
        surface = self._surface("provider-control")
        return surface.made("/accounts", {"name": name, **settings}, title="create an account at the provider")

    def change_account(self, name: str, **settings: Any) -> Exchange:
        """Change an account's balance, tier or limits."""
        path = f"/accounts/{quote(name, safe='')}"
        return self._must(self._surface("provider-control").send("PATCH", path, settings, title="change an account"))

    def set_balance(self, key: ProviderKey, tokens: int) -> Exchange:
        """Set how many tokens the account of a key has left."""
        return self.change_account(key.account, balance_tokens=tokens)

    def delete_key(self, key: ProviderKey) -> Exchange:
        """Delete a key at the provider: what its owner does there."""
        surface = self._surface("provider-control")
        return self._must(
            surface.send("DELETE", f"/keys/{quote(key.id, safe='')}", title="delete a key at the provider")
        )

    def plan(self, *faults: Mapping[str, Any], key: ProviderKey, times: int = 1, **match: Any) -> tuple[str, ...]:
        """Plan faults for calls with this key, each met ``times`` times; a fault never met makes the case INCONCLUSIVE.

        A fault is ``{"name": "rate-rpm", …}``; ``match`` narrows it by ``model``, ``text_contains`` or ``nth``.
        """
        entries = [{"match": {"key": key.id, **match}, "times": times, "fault": dict(fault)} for fault in faults]
        made = self._surface("provider-faults").made("/faults", {"faults": entries}, title="plan faults")
        self._planned[key.id] = None
        ids = tuple(str(fault_id) for fault_id in made.get("ids", ()))
        for fault_id in ids:
            self._redactor.number(fault_id, "$FAULT")
        return ids

    def journal(self, *keys: ProviderKey, since: int = 0) -> tuple[Call, ...]:
        """Read the calls with these keys, or with every key of this space, in the order in which they were made."""
        wanted = [key.id for key in keys] or list(self._secrets)
        calls = [call for key_id in wanted for call in self._calls(key_id, since)]
        return tuple(sorted(calls, key=lambda call: call.number))

    def during(self, action: Callable[[], T], *keys: ProviderKey) -> Observed[T]:
        """Run an action and tell which calls with these keys, or any of this space, the provider saw meanwhile."""
        before = {call.number for call in self.journal(*keys)}
        result = action()
        after = self.journal(*keys)
        return Observed(result, tuple(call for call in after if call.number not in before))

    def embed(
        self, texts: Sequence[str], *, key: ProviderKey | str, model: str = MODEL, dimensions: int | None = None
    ) -> Exchange:
        """Ask the provider itself for embeddings, past the target."""
        if self._origin is None:
            raise Missing("provider-control")
        secret = key if isinstance(key, str) else key.secret
        self._redactor.number(secret, "$KEY")
        body: dict[str, Any] = {"model": model, "input": list(texts)}
        body |= {} if dimensions is None else {"dimensions": dimensions}
        headers = {"Authorization": f"Bearer {secret}"}
        return self._origin.send("POST", "/v1/embeddings", body, title="embed at the provider", headers=headers)

    def unmet(self) -> tuple[str, ...]:
        """Name the planned faults that were never met: an example with one of them has proven nothing."""
        return tuple(name for key_id in self._planned for name in self._unmet(key_id))

    def tidy(self) -> None:
        """Delete the keys that were made; one that is gone already is no trouble."""
        if self._control is not None:
            for key_id in self._made:
                self._control.forget(f"/keys/{quote(key_id, safe='')}", title="delete a key")
        self._made.clear()

    def _unmet(self, key_id: str) -> list[str]:
        path = f"/faults?key={quote(key_id, safe='')}"
        answer = self._surface("provider-faults").send("GET", path, title="read the fault plan", counted=False)
        faults = objects_in((object_in(answer.body) or {}).get("faults"))
        return [str(fault.get("name")) for fault in faults if fault.get("unmet")]

    def _calls(self, key_id: str, since: int) -> tuple[Call, ...]:
        path = f"/journal?key={quote(key_id, safe='')}&since={max(since, self._since)}"
        answer = self._must(self._surface("provider-journal").send("GET", path, title="read the provider's journal"))
        body = object_in(answer.body) or {}
        if list_in(body.get("calls")) is None:
            raise TargetError(f"the provider's journal cannot be read: {answer}")
        last = body.get("last")
        self._mark.last = max(self._mark.last, last if isinstance(last, int) else 0)
        return tuple(Call.of(entry) for entry in objects_in(body["calls"]))

    def _surface(self, capability: str) -> Surface:
        if self._control is None:
            raise Missing(capability)
        return self._control

    @staticmethod
    def _must(exchange: Exchange) -> Exchange:
        if not exchange.ok:
            raise TargetError(f"{exchange.request.title} did not work: {exchange}")
        return exchange


def _unlike_others(secret: str) -> str:
    """Replace the middle of a text that is long enough by letters and digits that no other space has."""
    if len(secret) < _LONG:
        return secret
    salt = "".join(secrets.choice(_ALPHANUMERIC) for _ in range(_SALT))
    return secret[:_SALT_AT] + salt + secret[_SALT_AT + _SALT :]


def _fault_name(fault: object) -> str | None:
    named = object_in(fault)
    if named is not None:
        return str(named.get("name"))
    return None if fault is None else str(fault)
