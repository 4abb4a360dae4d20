"""The control plane: organizations, databases, keys and scopes, on three surfaces that say what they imitate.

Meets the Data API only through ``RunCommand``, ``Forget`` and the ``Credentials`` that it offers.
"""

from collections.abc import Iterable
from typing import Protocol

from aiohttp import web

from vectorproof.mocks.controlplane.access import Access
from vectorproof.mocks.controlplane.credential_faults import CredentialPlan
from vectorproof.mocks.controlplane.devops import rest
from vectorproof.mocks.controlplane.devops.databases import Databases
from vectorproof.mocks.controlplane.devops.keyspaces import Keyspaces
from vectorproof.mocks.controlplane.devops.lifecycle import Lifecycles
from vectorproof.mocks.controlplane.devops.organizations import Organizations
from vectorproof.mocks.controlplane.devops.regions import Regions
from vectorproof.mocks.controlplane.devops.tokens import ClientTokens
from vectorproof.mocks.controlplane.internal.credentials import CredentialService
from vectorproof.mocks.controlplane.keychain import Keychain
from vectorproof.mocks.controlplane.loads import Loads
from vectorproof.mocks.controlplane.parts import ControlPlaneParts
from vectorproof.mocks.controlplane.plane import Forget, Outside, Plane, RunCommand
from vectorproof.mocks.controlplane.propagation import Propagation
from vectorproof.mocks.controlplane.rules import LimitRules
from vectorproof.mocks.controlplane.settings import ControlPlaneSettings, Lifecycle, Unknowns
from vectorproof.mocks.controlplane.simulator import nowhere
from vectorproof.mocks.controlplane.simulator.about import About
from vectorproof.mocks.controlplane.simulator.control import Control
from vectorproof.mocks.controlplane.simulator.data_faults import DataFaults
from vectorproof.mocks.controlplane.simulator.forms import Forms
from vectorproof.mocks.controlplane.simulator.integrations import Integrations
from vectorproof.mocks.controlplane.simulator.keys import Keys
from vectorproof.mocks.controlplane.simulator.loading import Loader
from vectorproof.mocks.controlplane.simulator.profiles import ProfileControl
from vectorproof.mocks.controlplane.simulator.scopes import Scopes
from vectorproof.mocks.controlplane.simulator.states import States
from vectorproof.mocks.controlplane.simulator.tracing import Tracing
from vectorproof.mocks.controlplane.simulator.worlds import Worlds
from vectorproof.mocks.controlplane.stored_credentials import StoredCredentials
from vectorproof.mocks.controlplane.surface import FIDELITY_HEADER, Fidelity, Route, mount
from vectorproof.mocks.controlplane.vault import Vault
from vectorproof.mocks.core.calls import CallLog
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.ledger import UNKEPT, Kept, Ledger
from vectorproof.mocks.core.profiles import Profile, Profiles
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
    "Outside",
    "RunCommand",
    "Unknowns",
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
        profiles: Profiles | None = None,
        calls: CallLog | None = None,
        outside: Outside | None = None,
    ) -> None:
        vault = Vault(ledger)
        profiles, calls, plan = profiles or Profiles(Profile()), calls or CallLog(clock), CredentialPlan()
        propagation = Propagation(vault, profiles, clock)
        self.keychain = Keychain(vault, tenants, parts, clock, settings.unknowns)
        cased = settings.unknowns.names_differ_by_case
        self.credentials = StoredCredentials(propagation, tenants, parts, plan, calls, names_differ_by_case=cased)
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
            profiles=profiles,
            faults=plan,
            calls=calls,
            outside=outside or Outside(),
            propagation=propagation,
            loads=Loads(ledger),
        )

    def clear(self) -> None:
        """Forget keys, faults, and what is on its way; who exists is not the control plane's to forget."""
        self._plane.vault.clear()
        self._plane.faults.clear()
        self._plane.propagation.clear()
        self._plane.loads.clear()

    def read(self, kept: Kept) -> None:
        """Take up the keys that are kept somewhere."""
        self._plane.vault.read(kept)
        self._plane.loads.read(kept)

    def routes(self) -> list[web.RouteDef]:
        """List the routes of all surfaces; without stored keys there is neither portal nor credential service."""
        plane = self._plane
        return [
            *mount(Fidelity.DEVOPS, _routes(*self._devops()), plane.calls),
            # A self-managed server has nothing there (observed): a client must not take it for a DevOps API.
            *mount(Fidelity.DEVOPS, rest.routes(root=plane.settings.stored_keys), plane.calls),
            *mount(Fidelity.SIMULATOR, _routes(*self._control())),
            *(self._about_keys() if plane.settings.stored_keys else ()),
            *mount(Fidelity.SIMULATOR, nowhere.routes("/sim/v1")),
            *mount(Fidelity.INTERNAL, nowhere.routes("/internal")),
        ]

    def _about_keys(self) -> list[web.RouteDef]:
        plane = self._plane
        portal = (Integrations(plane), Keys(plane), Scopes(plane), Forms(plane), Loader(plane))
        return [
            *mount(Fidelity.SIMULATOR, _routes(*portal), plane.calls),
            *mount(Fidelity.INTERNAL, CredentialService(plane).routes(), plane.calls),
        ]

    def _devops(self) -> tuple[_Resource, ...]:
        plane = self._plane
        about = (Organizations(plane), ClientTokens(plane), Regions(plane))
        return (*about, Databases(plane), Lifecycles(plane), Keyspaces(plane))

    def _control(self) -> tuple[_Resource, ...]:
        plane = self._plane
        tests = (Control(plane), States(plane), ProfileControl(plane), Tracing(plane), DataFaults(plane))
        return (About(plane), Worlds(plane), *tests)


def _routes(*resources: _Resource) -> Iterable[Route]:
    return (route for resource in resources for route in resource.routes())
