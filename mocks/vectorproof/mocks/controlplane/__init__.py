"""The control plane: organizations, databases, keys and scopes, on three surfaces that say what they imitate.

Meets the Data API only through ``RunCommand``, ``Forget`` and the ``Credentials`` that it offers.
"""

from collections.abc import Iterable
from typing import Protocol

from aiohttp import web

from vectorproof.mocks.controlplane.access import Access
from vectorproof.mocks.controlplane.devops import rest
from vectorproof.mocks.controlplane.devops.databases import Databases
from vectorproof.mocks.controlplane.devops.keyspaces import Keyspaces
from vectorproof.mocks.controlplane.devops.lifecycle import Lifecycles
from vectorproof.mocks.controlplane.devops.organizations import Organizations
from vectorproof.mocks.controlplane.devops.regions import Regions
from vectorproof.mocks.controlplane.devops.tokens import ClientTokens
from vectorproof.mocks.controlplane.internal.credentials import CredentialService
from vectorproof.mocks.controlplane.keychain import Keychain
from vectorproof.mocks.controlplane.parts import ControlPlaneParts
from vectorproof.mocks.controlplane.plane import Forget, Plane, RunCommand
from vectorproof.mocks.controlplane.rules import LimitRules
from vectorproof.mocks.controlplane.settings import ControlPlaneSettings, Lifecycle
from vectorproof.mocks.controlplane.simulator import nowhere
from vectorproof.mocks.controlplane.simulator.about import About
from vectorproof.mocks.controlplane.simulator.forms import Forms
from vectorproof.mocks.controlplane.simulator.integrations import Integrations
from vectorproof.mocks.controlplane.simulator.keys import Keys
from vectorproof.mocks.controlplane.simulator.loading import Loader
from vectorproof.mocks.controlplane.simulator.scopes import Scopes
from vectorproof.mocks.controlplane.simulator.worlds import Worlds
from vectorproof.mocks.controlplane.stored_credentials import StoredCredentials
from vectorproof.mocks.controlplane.surface import FIDELITY_HEADER, Fidelity, Route, mount
from vectorproof.mocks.controlplane.vault import Vault
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.ledger import UNKEPT, Ledger
from vectorproof.mocks.core.tenants import Tenants
from vectorproof.mocks.core.tokens import Tokens

__all__ = [
    "FIDELITY_HEADER",
    "ControlPlane",
    "ControlPlaneParts",
    "ControlPlaneSettings",
    "Forget",
    "Lifecycle",
    "LimitRules",
    "RunCommand",
]


class _Resource(Protocol):
    def routes(self) -> tuple[Route, ...]: ...


class ControlPlane:
    """The control plane of one world; ``credentials`` and ``keychain`` are the same that its routes use."""

    def __init__(
        self,
        *,
        tenants: Tenants,
        tokens: Tokens,
        parts: ControlPlaneParts,
        clock: Clock,
        ids: Ids,
        run_command: RunCommand,
        settings: ControlPlaneSettings,
        forget: Forget,
        ledger: Ledger = UNKEPT,
    ) -> None:
        vault = Vault(ledger)
        self.keychain = Keychain(vault, tenants, parts, clock)
        self.credentials = StoredCredentials(vault, tenants, parts)
        self._plane = Plane(
            tenants=tenants,
            tokens=tokens,
            vault=vault,
            keychain=self.keychain,
            credentials=self.credentials,
            access=Access(tokens, parts),
            parts=parts,
            settings=settings,
            clock=clock,
            ids=ids,
            run_command=run_command,
            forget=forget,
        )

    def routes(self) -> list[web.RouteDef]:
        """List the routes of all surfaces; without stored keys there is neither portal nor credential service."""
        plane = self._plane
        return [
            *mount(Fidelity.DEVOPS, _routes(Organizations(plane), ClientTokens(plane), Regions(plane))),
            *mount(Fidelity.DEVOPS, _routes(Databases(plane), Lifecycles(plane), Keyspaces(plane))),
            *mount(Fidelity.DEVOPS, rest.routes()),
            *mount(Fidelity.SIMULATOR, _routes(About(plane), Worlds(plane))),
            *(self._about_keys() if plane.settings.stored_keys else ()),
            *mount(Fidelity.SIMULATOR, nowhere.routes()),
        ]

    def _about_keys(self) -> list[web.RouteDef]:
        plane = self._plane
        portal = (Integrations(plane), Keys(plane), Scopes(plane), Forms(plane), Loader(plane))
        return [
            *mount(Fidelity.SIMULATOR, _routes(*portal)),
            *mount(Fidelity.INTERNAL, CredentialService(plane).routes()),
        ]


def _routes(*resources: _Resource) -> Iterable[Route]:
    return (route for resource in resources for route in resource.routes())
