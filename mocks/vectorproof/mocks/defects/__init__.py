"""Wrong behaviours of the simulator, on purpose: what a suite must catch, each in a module of this package.

A defect's docstring is its contract; ``kills`` are the requirements whose checks must find it, ``may_also`` those
whose checks may, as patterns: ``DDL-*`` is everything of an area. Modules are found by scanning the package, never
registered elsewhere.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, reduce
from inspect import cleandoc
from types import MappingProxyType, ModuleType
from typing import Final

from vectorproof.mocks.parts import Parts

Replace = Callable[[Parts], Parts]
_ANYBODY: Final = ("*",)


class UnknownDefectError(ValueError):
    """A defect was asked for that nobody wrote; names what is near."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One wrong behaviour: its name, its contract, whom it must not escape, and how it is made."""

    name: str
    contract: str
    kills: tuple[str, ...]
    may_also: tuple[str, ...]
    replace: Replace

    @property
    def may_anybody(self) -> bool:
        """Whether it is so plain that any requirement may notice it."""
        return self.may_also == _ANYBODY

    def __call__(self, parts: Parts) -> Parts:
        """Replace the right part by the wrong one."""
        return self.replace(parts)


def defect(name: str, *, kills: Sequence[str], may_also: Sequence[str] = ()) -> Callable[[Replace], Defect]:
    """Make a defect of a function from parts to parts; its docstring becomes the contract.

    Raises:
        ValueError: the function has no docstring, nothing would kill the defect, or a requirement is named twice.

    """

    def make(replace: Replace) -> Defect:
        contract = cleandoc(replace.__doc__ or "")
        if not contract or not kills:
            raise ValueError(
                f"defect {name!r} needs a docstring that says what is wrong, and requirements that kill it"
            )
        if len({*kills, *may_also}) != len(kills) + len(may_also):
            raise ValueError(f"defect {name!r} names a requirement twice: what kills it need not be allowed")
        return Defect(name, contract, tuple(kills), tuple(may_also), replace)

    return make


def wrong(name: str, contract: str, kills: str, replace: Replace) -> Defect:
    """Make a defect that whoever looks may notice: a row of a table. ``kills`` are requirements, parted by spaces."""
    return Defect(name, contract, tuple(kills.split()), _ANYBODY, replace)


@cache
def catalogue() -> Mapping[str, Defect]:
    """Find every defect of this package, by name; a name that two have is an error."""
    return collected(importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))


def collected(modules: Iterable[ModuleType]) -> Mapping[str, Defect]:
    """Collect the defects of these modules."""
    found: dict[str, Defect] = {}
    for one in _defects(modules):
        if found.setdefault(one.name, one) is not one:
            raise ValueError(f"two defects are named {one.name!r}")
    return MappingProxyType(dict(sorted(found.items())))


def apply(parts: Parts, names: Iterable[str]) -> Parts:
    """Replace parts by those of the named defects, one after the other.

    Raises:
        UnknownDefectError: there is no defect of a name.

    """
    return reduce(lambda made, one: one(made), [_named(name) for name in names], parts)


def _named(name: str) -> Defect:
    known = catalogue()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3)
    hint = f"near: {', '.join(near)}; " if near else ""
    raise UnknownDefectError(f"no defect is named {name!r}; {hint}vectorproof list defects shows every one")


def _defects(modules: Iterable[ModuleType]) -> Iterator[Defect]:
    for module in modules:
        values: Iterable[object] = vars(module).values()
        for value in values:
            # A module of one rule for many things holds its defects as a tuple.
            members: Iterable[object] = value if isinstance(value, tuple) else (value,)
            yield from (member for member in members if isinstance(member, Defect))
