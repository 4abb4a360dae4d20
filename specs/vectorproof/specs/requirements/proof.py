"""What was proven: for a requirement, how many checks bore its id and which lies of a server turned one of them.

The file is written by a run of the proof, never by hand. A requirement without a proof counts as untested.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal, cast

from vectorproof.specs.loading import SpecError, Table
from vectorproof.specs.requirements.catalogue import Requirement

FILE = "proof.json"

State = Literal["checked", "untested"]


@dataclass(frozen=True, slots=True)
class Proof:
    """That a requirement is checked: ``checks`` evaluations, ``lies`` that were caught, and one of these by name."""

    checks: int
    lies: int
    killed_by: str


def read_proofs(file: Traversable, requirements: Mapping[str, Requirement]) -> Mapping[str, Proof]:
    """Read the proofs by requirement, in the catalogue's order; without a file nothing is proven."""
    members = _read_json(file) if file.is_file() else {}
    unknown = sorted(members.keys() - requirements.keys())
    if unknown:
        raise SpecError(file.name, unknown[0], "no requirement has this id")
    proofs = {key: _proof(Table(file.name, key, members[key])) for key in requirements if key in members}
    return MappingProxyType(proofs)


def state_of(requirement: Requirement, proofs: Mapping[str, Proof]) -> State:
    """Tell whether a requirement is proven to be checked; one with a reason to be untested never is."""
    return "checked" if requirement.untested is None and requirement.id in proofs else "untested"


def _read_json(file: Traversable) -> dict[str, Any]:
    try:
        members = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=lambda pairs: _once(file.name, pairs))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SpecError(file.name, "JSON", str(error)) from error
    if not isinstance(members, dict):
        raise SpecError(file.name, "JSON", f"found {type(members).__name__}, an object is right")
    return cast("dict[str, Any]", members)


def _once(file: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise SpecError(file, name, "found twice")
        members[name] = value
    return members


def _proof(table: Table) -> Proof:
    proof = Proof(_at_least_one(table, "checks"), _at_least_one(table, "lies"), table.text("killed_by"))
    table.done()
    return proof


def _at_least_one(table: Table, name: str) -> int:
    value = table.integer(name)
    if value < 1:
        raise table.error(name, f"found {value}, at least 1 is right")
    return value
