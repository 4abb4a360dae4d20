"""What the documentation promises, requirement by requirement, and what became of each of its lines."""

from collections.abc import Mapping
from functools import cache

from vectorproof.specs.loading import folder
from vectorproof.specs.requirements.catalogue import (
    AREAS,
    Environment,
    Interface,
    Level,
    Requirement,
    read_catalogue,
)
from vectorproof.specs.requirements.proof import FILE, Proof, State, read_proofs, state_of
from vectorproof.specs.requirements.seed import LEDGER, SeedLine, differences, read_ledger

__all__ = [
    "AREAS",
    "Environment",
    "Interface",
    "Level",
    "Proof",
    "Requirement",
    "SeedLine",
    "State",
    "catalogue_version",
    "differences",
    "proofs",
    "requirements",
    "seed_lines",
    "state_of",
]


@cache
def requirements() -> Mapping[str, Requirement]:
    """Every requirement by id, ordered by area and number; raises ``SpecError`` if the catalogue is wrong."""
    return read_catalogue(folder("requirements"), besides=frozenset({LEDGER}))


@cache
def seed_lines() -> tuple[SeedLine, ...]:
    """Every line of the seed document in order; raises ``SpecError`` if ledger and requirements disagree."""
    return read_ledger(folder("requirements") / LEDGER, requirements())


@cache
def proofs() -> Mapping[str, Proof]:
    """What the last proof has shown, by requirement; empty where none was made."""
    return read_proofs(folder("requirements") / FILE, requirements())


def catalogue_version() -> str:
    """The version of the catalogue, ``YYYY-MM``: that of its newest requirement."""
    return max(requirement.since for requirement in requirements().values())
