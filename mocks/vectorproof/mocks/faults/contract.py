"""The form of a transport fault: a frozen dataclass whose fields are its parameters, with units in their names."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from inspect import getdoc
from typing import Any, ClassVar, TypeVar

from aiohttp import web

from vectorproof.mocks.faults.wire import Exchange


class FaultError(ValueError):
    """A fault was asked for that does not exist or cannot be so: says what was found and what would be right."""


class ParameterError(FaultError):
    """One parameter of a fault is wrong; ``name`` is the parameter, ``problem`` what was found and would be right."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"parameter {name!r}: {problem}")
        self.name = name
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a fault as the catalogue shows it; ``kind`` is its Python type in words (``int | None``)."""

    name: str
    kind: str
    default: object


@dataclass(frozen=True, slots=True)
class Fault(ABC):
    """Something that bytes on the wire do. A subclass has a ``name``, parameters with defaults, and a docstring."""

    name: ClassVar[str]
    # A provider that fails only on the wire has done the work, and counts it.
    charged: ClassVar[bool] = True

    @abstractmethod
    async def play(self, exchange: Exchange) -> web.StreamResponse:
        """Do it to one exchange and tell what the client saw."""

    @classmethod
    def summary(cls) -> str:
        """Say in one sentence what it does: the first line of its docstring."""
        return (getdoc(cls) or "").partition("\n")[0]


_Faulty = TypeVar("_Faulty")


def adjusted(fault: _Faulty, given: Mapping[str, Any], fixed: frozenset[str] = frozenset()) -> _Faulty:
    """Copy a fault with some parameters replaced; ``fixed`` fields are not for callers.

    Raises:
        ParameterError: an unknown parameter, or a value of another type than the field's.

    """
    kinds: dict[str, Any] = {f.name: f.type for f in fields(fault) if f.name not in fixed}  # type: ignore[arg-type]  # a dataclass
    for name, value in given.items():
        if name not in kinds:
            raise ParameterError(name, f"is unknown; {', '.join(sorted(kinds)) or 'none'} would be right")
        if not _fits(value, kinds[name]):
            raise ParameterError(name, f"found {value!r}, {_words(kinds[name])} would be right")
    return replace(fault, **given)  # type: ignore[type-var]  # a dataclass


def parameters(fault: object, fixed: frozenset[str] = frozenset()) -> tuple[Parameter, ...]:
    """List what may be given for a fault, with the defaults of this instance."""
    members = fields(fault)  # type: ignore[arg-type]  # a dataclass
    return tuple(Parameter(f.name, _words(f.type), getattr(fault, f.name)) for f in members if f.name not in fixed)


def _fits(value: object, kind: Any) -> bool:
    if isinstance(value, bool):
        return kind is bool
    if kind is float:
        return isinstance(value, int | float) and 0 <= value < float("inf")
    return isinstance(value, kind) and not (isinstance(value, int) and value < 0)


def _words(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind)
