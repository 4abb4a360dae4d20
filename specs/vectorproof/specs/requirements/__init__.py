"""What the documentation promises, requirement by requirement, and what became of each of its lines."""

from collections.abc import Mapping
from functools import cache

from vectorproof.specs.loading import folder
from vectorproof.specs.requirements.catalogue import (
    AREAS,
    CONTRACT_AREAS,
    PAGE_AREAS,
    Environment,
    Interface,
    Level,
    Requirement,
    read_catalogue,
)
from vectorproof.specs.requirements.frozen import FROZEN, Frozen, belonging, frozen_of, read_frozen
from vectorproof.specs.requirements.kill import KILL, FalseAlarms, Killed, KillRun, read_kill
from vectorproof.specs.requirements.proof import FILE, Proof, State, read_proofs, state_of
from vectorproof.specs.requirements.seed import LEDGER, SeedLine, differences, read_ledger

__all__ = [
    "AREAS",
    "CONTRACT_AREAS",
    "PAGE_AREAS",
    "Environment",
    "FalseAlarms",
    "Frozen",
    "Interface",
    "KillRun",
    "Killed",
    "Level",
    "Proof",
    "Requirement",
    "SeedLine",
    "State",
    "catalogue_version",
    "differences",
    "frozen_of",
    "frozen_versions",
    "last_kill",
    "proofs",
    "requirements",
    "requirements_of",
    "seed_lines",
    "state_of",
]


@cache
def requirements() -> Mapping[str, Requirement]:
    """Every requirement by id, ordered by area and number; raises ``SpecError`` if the catalogue is wrong."""
    return read_catalogue(folder("requirements"), besides=frozenset({LEDGER, FROZEN}))


@cache
def seed_lines() -> tuple[SeedLine, ...]:
    """Every line of the seed document in order; raises ``SpecError`` if ledger and requirements disagree."""
    return read_ledger(folder("requirements") / LEDGER, requirements())


@cache
def proofs() -> Mapping[str, Proof]:
    """What the last proof has shown, by requirement; empty where none was made."""
    return read_proofs(folder("requirements") / FILE, requirements())


@cache
def frozen_versions() -> Mapping[str, Frozen]:
    """The versions of the catalogue, ``YYYY-MM``, oldest first, each with the fingerprint of its requirements."""
    return read_frozen(folder("requirements") / FROZEN)


@cache
def requirements_of(version: str) -> Mapping[str, Requirement]:
    """The requirements of a version of the catalogue; raises ``KeyError`` for one that was never frozen."""
    _ = frozen_versions()[version]
    return belonging(requirements(), version)


@cache
def last_kill() -> KillRun | None:
    """What the last kill run has shown; ``None`` where none was made."""
    return read_kill(folder("requirements") / KILL)


def catalogue_version() -> str:
    """The version of the catalogue, ``YYYY-MM``: that of its newest requirement."""
    return max(requirement.since for requirement in requirements().values())
