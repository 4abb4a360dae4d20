"""Faults of the transport: one file each, found by looking, because what they do is bytes and not data.

Knows raw connections; does not know which provider is spoiled. ``wire`` is what they are made of, ``contract`` their
form; no fault knows another.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from vectorproof.mocks.faults.contract import Fault, FaultError

__all__ = ["Fault", "FaultError", "catalogue"]


def catalogue() -> Mapping[str, Fault]:
    """Find every transport fault with its default parameters, by name, in alphabetical order."""
    found: dict[str, Fault] = {}
    for module in iter_modules(__path__, f"{__name__}."):
        for member in vars(import_module(module.name)).values():
            if isinstance(member, type) and issubclass(member, Fault) and member.__module__ == module.name:
                _register(found, member)
    return dict(sorted(found.items()))


def _register(found: dict[str, Fault], kind: type[Fault]) -> None:
    if kind is Fault:
        return
    if kind.name in found:
        raise FaultError(f"two transport faults are called {kind.name!r}; a name of its own would be right")
    found[kind.name] = kind()
