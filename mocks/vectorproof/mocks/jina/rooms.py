"""What one caller has of an account and its keys, where several that share a key keep apart by a name.

A room begins as the account was set up: the balance that was last set, nothing charged, no minute begun. Who is a key
and what it may do is the same in every room.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace

from vectorproof.mocks.jina.accounts import Account, Key
from vectorproof.mocks.jina.quota import Meter

ROOMS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class _Room:
    accounts: dict[str, Account] = field(default_factory=dict[str, Account])
    keys: dict[str, Key] = field(default_factory=dict[str, Key])


class Rooms:
    """The rooms of all callers that name themselves; beyond ``ROOMS_MAX`` the one used longest ago is forgotten."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[str, _Room] = OrderedDict()

    def account(self, account: Account, client: str | None) -> Account:
        """Give what a caller has of an account; without a name, the account itself."""
        if client is None:
            return account
        room = self._room(client)
        found = room.accounts.get(account.name)
        if found is None:
            found = replace(account, balance_tokens=account.granted_tokens, charged_tokens=0)
            room.accounts[account.name] = found
        return found

    def key(self, key: Key, client: str | None) -> Key:
        """Give the key with what a caller has used of it; without a name, the key itself."""
        if client is None:
            return key
        room = self._room(client)
        found = room.keys.get(key.id)
        if found is None:
            found = room.keys[key.id] = replace(key, account=self.account(key.account, client), meter=Meter())
        return found

    def named(self) -> tuple[str, ...]:
        """List the callers that have a room, the one longest unheard of first."""
        return tuple(self._rooms)

    def within(self, client: str) -> tuple[tuple[Account, ...], tuple[Key, ...]]:
        """List what a caller has of accounts and of keys."""
        room = self._rooms.get(client, _Room())
        return tuple(room.accounts.values()), tuple(room.keys.values())

    def forget_key(self, key_id: str) -> None:
        """Forget a key in every room."""
        for room in self._rooms.values():
            room.keys.pop(key_id, None)

    def forget(self, client: str) -> None:
        """Let a caller begin anew."""
        self._rooms.pop(client, None)

    def clear(self) -> None:
        """Let every caller begin anew."""
        self._rooms.clear()

    def _room(self, client: str) -> _Room:
        room = self._rooms.get(client)
        if room is None:
            room = self._rooms[client] = _Room()
            if len(self._rooms) > ROOMS_MAX:
                self._rooms.popitem(last=False)
        else:
            self._rooms.move_to_end(client)
        return room
