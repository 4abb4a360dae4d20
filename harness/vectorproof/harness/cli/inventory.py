"""What can be listed and explained: one function per kind, each giving rows that have an ``id``."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from vectorproof.harness.case import Case
from vectorproof.harness.case import catalogue as case_catalogue
from vectorproof.harness.config import PROFILES
from vectorproof.harness.needs import CAPABILITIES
from vectorproof.harness.targets import catalogue as target_catalogue
from vectorproof.mocks import defects as defect_catalogue
from vectorproof.mocks.config import load_world, world_names
from vectorproof.mocks.jina import fault_kinds
from vectorproof.reports import formats as format_catalogue
from vectorproof.specs.commands import commands as command_catalogue
from vectorproof.specs.errors import catalogue as error_catalogue
from vectorproof.specs.record import schema as record_schema
from vectorproof.specs.requirements import last_kill, proofs, state_of
from vectorproof.specs.requirements import requirements as requirement_catalogue

Row: TypeAlias = Mapping[str, Any]


def requirements() -> list[Row]:
    """Every requirement with its state and what the last proof evaluated."""
    known = proofs()
    return [
        {
            "id": found.id,
            "level": str(found.level),
            "state": state_of(found, known),
            "checks": known[found.id].checks if found.id in known else 0,
            "interface": str(found.interface),
            "text": found.text,
            "source": list(found.source),
            "checkable": [str(where) for where in found.checkable],
            "since": found.since,
            "untested": found.untested,
        }
        for found in requirement_catalogue().values()
    ]


def coverage() -> list[Row]:
    """Every requirement with its cases, their examples in a standard run, the lies caught, and the defects killed."""
    known, killed, cases = proofs(), last_kill(), case_catalogue(known=requirement_catalogue()).values()
    return [
        {
            "id": found.id,
            "level": str(found.level),
            "state": state_of(found, known),
            "cases": [case.id for case in cases if found.id in case.requirements],
            "examples": sum(_examples(case) for case in cases if found.id in case.requirements),
            "checks": known[found.id].checks if found.id in known else 0,
            "lies": known[found.id].lies if found.id in known else 0,
            "defects": list(killed.killed_by(found.id)) if killed is not None else [],
            "untested": found.untested,
        }
        for found in requirement_catalogue().values()
    ]


def _examples(case: Case) -> int:
    """Count the examples of a case in a standard run: its boundaries and what is drawn beside them, at most."""
    if case.deep:
        return 0
    drawn = max(1, PROFILES["standard"].examples // case.cost)
    return len(case.boundaries) + drawn if case.is_property else 1


def suites() -> list[Row]:
    """Every suite with the number of its cases and the requirements that they check."""
    by_suite: dict[str, list[Any]] = {}
    for case in case_catalogue(known=requirement_catalogue()).values():
        by_suite.setdefault(case.suite, []).append(case)
    return [
        {
            "id": suite,
            "cases": len(cases),
            "requirements": sorted({name for case in cases for name in case.requirements}),
        }
        for suite, cases in by_suite.items()
    ]


def cases() -> list[Row]:
    """Every case with what it checks."""
    return [
        {
            "id": case.id,
            "requirements": list(case.requirements),
            "property": case.is_property,
            "boundaries": list(case.boundaries),
            "summary": case.summary,
        }
        for case in case_catalogue(known=requirement_catalogue()).values()
    ]


def commands() -> list[Row]:
    """Every command of the Data API, and whether the simulator answers it."""
    return [
        {
            "id": found.name,
            "level": found.level,
            "serves": list(found.serves),
            "simulated": "yes" if found.simulated else "no",
            "summary": found.summary,
        }
        for found in command_catalogue().values()
    ]


def errors() -> list[Row]:
    """Every error of the catalogue."""
    return [
        {
            "id": found.id,
            "family": found.family,
            "status": found.status,
            "title": found.title,
            "eras": list(found.eras),
            "message": found.message,
        }
        for found in error_catalogue()
    ]


def faults() -> list[Row]:
    """Every fault that the mock provider can be asked for, with its parameters and their defaults."""
    return [
        {
            "id": found.id,
            "kind": found.kind,
            "summary": found.summary,
            "parameters": {each.name: {"kind": each.kind, "default": each.default} for each in found.parameters},
        }
        for found in fault_kinds.catalogue().values()
    ]


def defects() -> list[Row]:
    """Every wrong behaviour that the simulator can be asked for."""
    return [
        {
            "id": found.name,
            "summary": found.contract.partition("\n")[0],
            "contract": found.contract,
            "kills": list(found.kills),
            "may_also": list(found.may_also),
        }
        for found in defect_catalogue.catalogue().values()
    ]


def formats() -> list[Row]:
    """Every format of a report, then what a run itself leaves, each with the name of its JSON Schema."""
    made: list[Row] = [
        {"id": found.name, "schema": None, "summary": found.summary} for found in format_catalogue.catalogue().values()
    ]
    laws = [(name, record_schema(name)) for name in ("record", "evidence")]
    return made + [
        {"id": name, "schema": law["$id"], "summary": f"{law['description']} Schema {law['$id']}."}
        for name, law in laws
    ]


def targets() -> list[Row]:
    """Every kind of target, and every capability that a target can have."""
    kinds: list[Row] = [
        {"id": kind.name, "what": "kind", "form": kind.form, "summary": kind.summary}
        for kind in target_catalogue().values()
    ]
    found = [{"id": name, "what": "capability", "summary": text} for name, text in CAPABILITIES.items()]
    return kinds + found


def worlds() -> list[Row]:
    """Every ready world of the simulator."""
    return [{"id": name, "summary": load_world(name).summary} for name in world_names()]


INVENTORY: Final[Mapping[str, Callable[[], Sequence[Row]]]] = MappingProxyType(
    {
        "requirements": requirements,
        "suites": suites,
        "cases": cases,
        "commands": commands,
        "errors": errors,
        "faults": faults,
        "defects": defects,
        "formats": formats,
        "targets": targets,
        "worlds": worlds,
    }
)
