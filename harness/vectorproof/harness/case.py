"""What marks a function of a suite as a case, and where all cases are found.

A case's id is ``area/module/function`` without ``test_``; it never depends on a position.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, ModuleType
from typing import Any, Final, TypeVar

from hypothesis import example

from vectorproof.harness.errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])
SUITES: Final = "vectorproof.suites"
_REQUIREMENTS: Final = "vectorproof_requirements"
_BOUNDARIES: Final = "vectorproof_boundaries"
_COST: Final = "vectorproof_cost"
_MACHINE: Final = "vectorproof_machine"
_THOROUGH: Final = "vectorproof_thorough"
_DEEP: Final = "vectorproof_deep"
_TEST: Final = "test_"


@dataclass(frozen=True, slots=True)
class Case:
    """One function of a suite: the requirements it checks, the first line of its docstring, its labelled boundaries.

    ``cost`` divides the number of examples that a profile asks for; a ``thorough`` case is left out of a quick run,
    a ``deep`` one of all but a deep run.
    """

    id: str
    area: str
    requirements: tuple[str, ...]
    summary: str
    boundaries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    cost: int = 1
    thorough: bool = False
    deep: bool = False
    is_property: bool = False
    is_machine: bool = False

    @property
    def suite(self) -> str:
        """The suite: area and module of the id."""
        return self.id.rpartition("/")[0]


def requirement(*ids: str) -> Callable[[F], F]:
    """Mark a function as a case that checks these requirements; each must get a check of its own."""
    if not ids or len(set(ids)) != len(ids):
        raise TypeError("a case names at least one requirement, and none twice")

    def mark(function: F) -> F:
        setattr(function, _REQUIREMENTS, ids)
        return function

    return mark


def boundaries(examples: Mapping[str, Mapping[str, Any]]) -> Callable[[F], F]:
    """Add an example for each edge of a rule: label to the arguments that Hypothesis would have drawn.

    The record shows which of them were tried; they are tried first, whatever the seed.
    """

    def mark(function: F) -> F:
        marked: Any = function
        for arguments in reversed(list(examples.values())):
            marked = example(**arguments)(marked)
        setattr(marked, _BOUNDARIES, MappingProxyType({label: dict(args) for label, args in examples.items()}))
        return marked  # type: ignore[no-any-return]  # example() gives back what it was given, untyped

    return mark


def costly(divisor: int) -> Callable[[F], F]:
    """Divide the examples of a profile, for a case whose single example takes as long as many others'."""
    if divisor < 1:
        raise TypeError("a cost divides the number of examples, so 1 is the least")

    def mark(function: F) -> F:
        setattr(function, _COST, divisor)
        return function

    return mark


def machine(function: F) -> F:
    """Mark a property whose steps a state machine draws; its edges lie in its rules, so it names no boundaries."""
    setattr(function, _MACHINE, True)
    return function


def thorough(function: F) -> F:
    """Leave a case out of a quick run, unless it is asked for by name: making its examples alone takes seconds."""
    setattr(function, _THOROUGH, True)
    return function


def deep(function: F) -> F:
    """Leave a case out of all but a deep run, unless its whole id is given: it waits as long as the world outside does.

    Proofs, kill runs and mutants leave it out, too, for they play a case again and again.
    """
    setattr(function, _DEEP, True)
    return function


def case_of(function: Callable[..., Any], module: str) -> Case:
    """Describe a marked function; ``module`` is its module below the package of suites, such as ``key.test_names``.

    Raises:
        UsageError: the function carries no ``@requirement`` or no docstring.

    """
    requirements: tuple[str, ...] | None = getattr(function, _REQUIREMENTS, None)
    where = f"{module}.{function.__name__}"
    if requirements is None:
        raise UsageError(f"{where}: a case without @requirement")
    if not function.__doc__:
        raise UsageError(f"{where}: a case without a docstring")
    path = [part.removeprefix(_TEST) for part in module.split(".")]
    return Case(
        id="/".join([*path, function.__name__.removeprefix(_TEST)]),
        area=path[0],
        requirements=requirements,
        summary=function.__doc__.strip().splitlines()[0],
        boundaries=getattr(function, _BOUNDARIES, {}),
        cost=getattr(function, _COST, 1),
        thorough=getattr(function, _THOROUGH, False),
        deep=getattr(function, _DEEP, False),
        is_property=hasattr(function, "hypothesis"),
        is_machine=getattr(function, _MACHINE, False),
    )


def catalogue(
    package: str = SUITES, *, known: Mapping[str, object] | None = None, deep: bool = True
) -> Mapping[str, Case]:
    """Find all cases below a package, or all but the deep ones, by id, in order of their ids.

    Raises:
        UsageError: a case is not marked, or names a requirement that is not among ``known``.

    """
    cases = {case.id: case for module in _modules(package) for case in _cases(module, package)}
    for case in cases.values():
        unknown = [name for name in case.requirements if known is not None and name not in known]
        if unknown:
            raise UsageError(f"{case.id}: no such requirement: {', '.join(unknown)}")
    return MappingProxyType({name: case for name, case in sorted(cases.items()) if deep or not case.deep})


def _modules(package: str) -> Iterator[ModuleType]:
    root = importlib.import_module(package)
    for info in pkgutil.walk_packages(root.__path__, f"{package}."):
        module = importlib.import_module(info.name)
        if info.name.rpartition(".")[2].startswith(_TEST):
            yield module


def _cases(module: ModuleType, package: str) -> Iterator[Case]:
    for name, member in vars(module).items():
        if name.startswith(_TEST) and callable(member) and member.__module__ == module.__name__:
            yield case_of(member, module.__name__.removeprefix(f"{package}."))
