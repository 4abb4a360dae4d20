"""What a running world comes from and goes to: its beginning, or a file that holds who exists, keys, documents.

What the embedding provider knows is its own, and is neither saved nor loaded.
"""

import hashlib
from dataclasses import dataclass

from vectorproof.mocks.config import WorldConfig
from vectorproof.mocks.controlplane import ControlPlane
from vectorproof.mocks.core.calls import CallLog
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.ledger import KeptError, Ledger
from vectorproof.mocks.core.profiles import Profiles
from vectorproof.mocks.dataapi import DataApi
from vectorproof.mocks.identity import OtherWorldError, keep_identity
from vectorproof.mocks.inhabitants import Inhabitants, populate, store_keys
from vectorproof.mocks.jina import JinaMock
from vectorproof.mocks.parts import Parts
from vectorproof.mocks.snapshots import SnapshotError, copy, load, save


@dataclass(frozen=True, slots=True)
class WorldState:
    """Everything in a world that can be put back."""

    config: WorldConfig
    parts: Parts
    seed: int
    people: Inhabitants
    data_api: DataApi
    control_plane: ControlPlane
    jina: JinaMock
    clock: Clock
    ids: Ids
    profiles: Profiles
    calls: CallLog
    ledger: Ledger

    def restart(self) -> None:
        """Make the world what it was when it was made: the same clock, and the same ids from then on."""
        self._empty()
        self.clock.reset()
        self.ids.rewind()
        self.jina.reset()
        populate(self.config, self.people, self.parts.control_plane)
        store_keys(self.config, self.people, self.control_plane.keychain)

    def save(self, *, with_secrets: bool = False) -> bytes:
        """Write the world as it is now; without secrets, tokens and keys that were made meanwhile are left out."""
        self.ledger.commit()
        return save(self.ledger, with_secrets=with_secrets)

    def load(self, raw: bytes) -> None:
        """Make the world what it was when it was saved; the same file makes the same ids from then on.

        Keys that are declared are there in any case, others only if the file holds secrets.

        Raises:
            SnapshotError: the file is no saved state that can be read.
            KeptError: it holds a collection that this version cannot have.
            OtherWorldError: it is another world's. In all three cases nothing has changed.

        """
        snapshot = load(raw)
        self.data_api.check(snapshot)
        keep_identity(self.ledger, self.config, self.people, self.seed, kept=snapshot)
        self._empty()
        self.people.tenants.read(snapshot)
        self.people.tokens.read(snapshot)
        self.control_plane.read(snapshot)
        self.data_api.read(snapshot)
        copy(snapshot, self.ledger)
        self.ids.branch(hashlib.sha256(raw).hexdigest())
        populate(self.config, self.people, self.parts.control_plane)
        if not snapshot.with_secrets:
            store_keys(self.config, self.people, self.control_plane.keychain)
        self.ledger.commit()

    def refusal(self, raw: bytes) -> str | None:
        """Load a file, or tell why it cannot be."""
        try:
            self.load(raw)
        except (SnapshotError, KeptError, OtherWorldError) as error:
            return str(error)
        return None

    def _empty(self) -> None:
        self.data_api.clear()
        self.control_plane.clear()
        self.people.tenants.clear()
        self.people.tokens.reset()
        self.profiles.clear()
        self.calls.clear()
