"""The kinds of target, one module each, found by scanning this package; ``--target`` takes what one of them claims.

A kind module holds ``NAME``, ``claims(config)`` and the context manager ``opened(config)``, which yields the endpoint
and whatever it started is ended with it. Its summary is the first line of its docstring.
"""

import difflib
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import MappingProxyType

from vectorproof.harness.config import SETTINGS_FILE, Config
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import UsageError


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to reach a target."""

    name: str
    form: str
    summary: str
    claims: Callable[[Config], bool]
    opened: Callable[[Config], AbstractContextManager[Endpoint]]


def catalogue() -> Mapping[str, Kind]:
    """Find every kind, by name."""
    modules = [importlib.import_module(info.name) for info in pkgutil.iter_modules(__path__, f"{__name__}.")]
    kinds = [
        Kind(module.NAME, module.FORM, (module.__doc__ or "").partition("\n")[0], module.claims, module.opened)
        for module in modules
    ]
    return MappingProxyType({kind.name: kind for kind in sorted(kinds, key=lambda kind: kind.name)})


def kind_of(config: Config) -> Kind:
    """Find the kind that a command line means.

    Raises:
        UsageError: none, or more than one, claims it.

    """
    claiming = [kind for kind in catalogue().values() if kind.claims(config)]
    if len(claiming) == 1:
        return claiming[0]
    if not claiming:
        raise UsageError(_unknown(config))
    raise UsageError(f"--target {config.target!r} could be {' or '.join(kind.name for kind in claiming)}; rename one")


def _unknown(config: Config) -> str:
    """Tell what a target could be: what is near first, then the names of the settings file, then every form."""
    named = sorted(config.named)
    near = difflib.get_close_matches(config.target, [*named, *catalogue()], n=3)
    forms = ", ".join(kind.form for kind in catalogue().values())
    said = [
        f"--target {config.target!r} is unknown",
        f"near: {', '.join(near)}" if near else "",
        f"{SETTINGS_FILE} names {', '.join(named)}" if named else "",
        f"right is one of: {forms}",
    ]
    return "; ".join(filter(None, said))
