"""What of an organization's behaviour a test can change while the world runs: edition, era, limits, delays (C.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, cast

from aiohttp import web

from vectorproof.mocks.controlplane.access import READ_KEYS, WRITE_KEYS
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, invalid, json_response, members
from vectorproof.mocks.core.profiles import Profile

_PROFILE: Final = "/sim/v1/control/profile"
_PROPAGATION: Final = "/sim/v1/control/propagation"
_DAY_MS: Final = 86_400_000
_NAME_LENGTHS: Final = frozenset({48, 50})
_LIMIT_MAX: Final = 100_000
Reader = Callable[[object, str], Any]


@dataclass(frozen=True, slots=True)
class ProfileControl:
    """Shows and changes the profile of the caller's organization; nobody else's changes with it."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("GET", _PROFILE, self.shown),
            Route("PUT", _PROFILE, self.changed),
            Route("GET", _PROPAGATION, self.shown),
            Route("PUT", _PROPAGATION, self.delayed),
        )

    async def shown(self, request: web.Request) -> web.Response:
        """Show the profile."""
        token = self.plane.access.portal(request, READ_KEYS)
        return json_response(shown_profile(self.plane, token.organization_id))

    async def changed(self, request: web.Request) -> web.Response:
        """Change edition, era, the longest name of a collection, or the limits of the organization's databases."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        body = await members(request, *_SWITCHES, "limits")
        limits = _limits(body.pop("limits", {}))
        self.plane.profiles.change(token.organization_id, **_read(body, _SWITCHES))
        for database in self.plane.tenants.databases_of(token.organization_id):
            self.plane.tenants.put(replace(database, **limits))
        return json_response(shown_profile(self.plane, token.organization_id))

    async def delayed(self, request: web.Request) -> web.Response:
        """Change how long a change of keys takes to arrive, and how long a Data API remembers a credential."""
        token = self.plane.access.portal(request, WRITE_KEYS)
        body = await members(request, *_DELAYS)
        self.plane.profiles.change(token.organization_id, **_read(body, _DELAYS))
        return json_response(shown_profile(self.plane, token.organization_id))


def shown_profile(plane: Plane, organization_id: str) -> dict[str, Any]:
    """Show a profile in the names that change it."""
    profile: Profile = plane.profiles.of(organization_id)
    return {name: getattr(profile, field) for name, (field, _) in {**_SWITCHES, **_DELAYS}.items()}


def _read(body: dict[str, Any], known: Mapping[str, tuple[str, Reader]]) -> dict[str, Any]:
    return {known[name][0]: known[name][1](value, name) for name, value in body.items()}


def _limits(given: object) -> dict[str, Any]:
    """Read limits for the databases that there are; new ones have those of the world by their creation date."""
    if not isinstance(given, dict):
        raise invalid("limits is an object")
    found = cast("dict[str, Any]", given)
    unknown = sorted(found.keys() - _LIMITS.keys())
    if unknown:
        raise invalid(f"limits.{unknown[0][:40]} is unknown, {', '.join(_LIMITS)} are known")
    return {_LIMITS[name]: _whole(_LIMIT_MAX)(value, f"limits.{name}") for name, value in found.items()}


def _one_of(*right: str) -> Reader:
    def read(value: object, name: str) -> str:
        if value not in right:
            raise invalid(f"{name} is one of {', '.join(right)}")
        return str(value)

    return read


def _whole(most: int) -> Reader:
    def read(value: object, name: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise invalid(f"{name} is a whole number from 0 to {most}")
        return value

    return read


def _name_length(value: object, name: str) -> int:
    if not isinstance(value, int) or value not in _NAME_LENGTHS:
        raise invalid(f"{name} is 48, as every Data API has it, or 50, as the page says")
    return value


_SWITCHES: Final[Mapping[str, tuple[str, Reader]]] = MappingProxyType(
    {
        "edition": ("edition", _one_of("astra", "self-managed")),
        "era": ("era", _one_of("E1", "E2", "E3")),
        "collectionNameMax": ("collection_name_max", _name_length),
    }
)
_DELAYS: Final[Mapping[str, tuple[str, Reader]]] = MappingProxyType(
    {
        "keyDelayMs": ("key_delay_ms", _whole(_DAY_MS)),
        "credentialCacheMs": ("credential_cache_ms", _whole(_DAY_MS)),
    }
)
_LIMITS: Final[Mapping[str, str]] = MappingProxyType({"indexes": "index_budget", "collections": "collection_max"})
