"""How a change of keys and scopes reaches those who look them up: at once, or after the delay of a profile.

The portal shows a change at once in any case; only look-ups are late (control-plane D-9).
"""

from collections import deque
from dataclasses import dataclass

from vectorproof.mocks.controlplane.vault import StoredKey, Vault
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.profiles import Profiles

_CHANGES_MAX = 1_000
_At = tuple[str, str]
_Keys = tuple[StoredKey, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    at_ms: int
    before: _Keys


class Propagation:
    """What look-ups find now: what was stored as long ago as a change takes to arrive."""

    def __init__(self, vault: Vault, profiles: Profiles, clock: Clock) -> None:
        self._vault = vault
        self._profiles = profiles
        self._clock = clock
        self._changes: dict[_At, deque[_Change]] = {}
        vault.watch(self._changing)

    def keys(self, organization_id: str, provider: str) -> _Keys:
        """List the keys as a look-up finds them now."""
        changes = self._changes.get((organization_id, provider))
        if not changes:
            return self._vault.keys(organization_id, provider)
        arrived_ms = self._clock.now_ms() - self._profiles.of(organization_id).key_delay_ms
        while changes and changes[0].at_ms <= arrived_ms:
            changes.popleft()
        return changes[0].before if changes else self._vault.keys(organization_id, provider)

    def forget(self, organization_id: str) -> None:
        """Let everything of an organization arrive."""
        for at in [at for at in self._changes if at[0] == organization_id]:
            del self._changes[at]

    def clear(self) -> None:
        """Let everything arrive."""
        self._changes.clear()

    def _changing(self, organization_id: str, provider: str) -> None:
        """Note what was there before a change, where changes take time at all."""
        if self._profiles.of(organization_id).key_delay_ms:
            before = self._vault.keys(organization_id, provider)
            changes = self._changes.setdefault((organization_id, provider), deque(maxlen=_CHANGES_MAX))
            changes.append(_Change(self._clock.now_ms(), before))
