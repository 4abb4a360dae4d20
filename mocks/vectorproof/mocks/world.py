"""The only place where the simulator is put together: providers that are strangers meet here, or over HTTP."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from vectorproof.mocks.config import WorldConfig, WorldError
from vectorproof.mocks.controlplane import ControlPlane, Forget, Outside, RunCommand
from vectorproof.mocks.controlplane.errors import ControlError, refusal
from vectorproof.mocks.core.calls import CallLog
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.ledger import Ledger, Remembered
from vectorproof.mocks.core.profiles import Profiles
from vectorproof.mocks.dataapi import DataApi
from vectorproof.mocks.defects import apply
from vectorproof.mocks.identity import keep_identity
from vectorproof.mocks.inhabitants import Inhabitants, settle, store_keys
from vectorproof.mocks.jina import JinaMock
from vectorproof.mocks.parts import Parts
from vectorproof.mocks.snapshots import wants_keys
from vectorproof.mocks.states import WorldState
from vectorproof.mocks.translation import control_plane_settings, data_api_settings, jina_config, profile

JINA = "jinaAI"


@dataclass(frozen=True, slots=True)
class World:
    """A composed simulator, not yet listening."""

    config: WorldConfig
    parts: Parts
    people: Inhabitants
    data_api: DataApi
    control_plane: ControlPlane
    jina: JinaMock
    ledger: Ledger
    state: WorldState

    def jina_listens_at(self, origin: str) -> None:
        """Point the Data API at this world's own Jina mock, unless the configuration names another one."""
        if JINA not in self.config.provider.urls:
            self.data_api.point_at({JINA: f"{origin}/v1/embeddings"})


def make_world(
    config: WorldConfig, *, defects: Iterable[str] = (), seed: int = 0, ledger: Ledger | None = None
) -> World:
    """Compose a world: same configuration, defects and seed, same ids and secrets; what a ledger keeps is there again.

    Without a ledger it is remembered as long as the process lives.

    Raises:
        UnknownDefectError: there is no defect of a name.
        KeptError: the ledger keeps a collection that this version cannot have.
        OtherWorldError: the ledger keeps another world.
        WorldError: a declared key cannot be stored.

    """
    ledger = Remembered() if ledger is None else ledger
    parts = apply(Parts(), defects)
    clock, ids = Clock(), Ids(seed)
    people = settle(config, ids, clock, parts.control_plane, ledger)
    keep_identity(ledger, config, people, seed)
    ids.begin_again(ledger.starts)
    ids.mark()
    jina = JinaMock(jina_config(config, people), parts.jina, clock, ids)
    profiles, calls = Profiles(profile(config)), CallLog(clock)

    control_plane = ControlPlane(
        tenants=people.tenants,
        tokens=people.tokens,
        parts=parts.control_plane,
        clock=clock,
        ids=ids,
        run_command=_door(lambda: data_api),
        settings=control_plane_settings(config, people),
        forget=_broom(lambda: data_api),
        ledger=ledger,
        profiles=profiles,
        calls=calls,
        outside=_outside(config, jina, lambda: data_api, lambda: state),
    )
    data_api = DataApi(
        tenants=people.tenants,
        tokens=people.tokens,
        credentials=control_plane.credentials,
        provider_urls=config.provider.urls,
        settings=data_api_settings(config, people),
        parts=parts.data_api,
        clock=clock,
        ids=ids,
        ledger=ledger,
        profiles=profiles,
        calls=calls,
    )
    state = WorldState(config, parts, seed, people, data_api, control_plane, jina, clock, ids, profiles, calls, ledger)
    if wants_keys(ledger):
        _store(config, people, control_plane)
    ledger.commit()
    return World(config, parts, people, data_api, control_plane, jina, ledger, state)


def _door(data_api: Callable[[], DataApi]) -> RunCommand:
    """Give the portal's door to a Data API that is made after it."""

    async def run_command(
        database_id: str, keyspace: str | None, collection: str | None, command: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        return await data_api().execute(database_id, keyspace, collection, command)

    return run_command


def _broom(data_api: Callable[[], DataApi]) -> Forget:
    """Give what makes a Data API forget a database."""

    def forget(database_id: str) -> None:
        data_api().forget(database_id)

    return forget


def _outside(
    config: WorldConfig, jina: JinaMock, data_api: Callable[[], DataApi], state: Callable[[], WorldState]
) -> Outside:
    """Let the control plane reach what it does not know, and what is made after it."""
    is_ours = JINA not in config.provider.urls
    return Outside(
        restart=lambda: state().restart(),
        provider_calls=lambda mark: provider_calls(jina, mark),
        collections=lambda database_id: data_api().collections(database_id),
        save=lambda with_secrets: state().save(with_secrets=with_secrets),
        load=lambda raw: state().refusal(raw),
        data_faults=lambda: data_api().faults,
        open_account=lambda name: jina.open_account(name) if is_ours else None,
        close_account=jina.close_account,
    )


def _store(config: WorldConfig, people: Inhabitants, control_plane: ControlPlane) -> None:
    """Store the declared keys as the portal would; what that refuses, the file has wrong."""
    try:
        store_keys(config, people, control_plane.keychain)
    except ControlError as error:
        raise WorldError("the world", "keys", refusal(error)[1]["errors"][0]["message"]) from error


def provider_calls(jina: JinaMock, mark: str) -> list[dict[str, Any]]:
    """List the provider's calls whose trace holds a mark, as its journal shows them."""
    return [call.wire() for call in jina.journal.matching(lambda call: mark in (call.trace or ""))]
