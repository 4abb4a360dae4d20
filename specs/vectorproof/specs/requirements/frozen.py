"""Versions of the catalogue that are frozen: what belonged to each, so that a score still means something next year.

A version is the requirements that hold in it; the file keeps their number and a fingerprint of ids and levels, and a
test holds both against the catalogue. Texts may be put better at any time, promises may not change unseen.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from types import MappingProxyType

from vectorproof.specs.loading import Table, read_toml
from vectorproof.specs.requirements.catalogue import Requirement

FROZEN = "frozen.toml"
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Frozen:
    """What is known of a frozen version: how many requirements it has, and the fingerprint of which."""

    count: int
    sha256: str


def read_frozen(file: Traversable) -> Mapping[str, Frozen]:
    """Read the frozen versions, oldest first; raises ``SpecError`` at the first thing wrong."""
    found = {version: _frozen(Table(file.name, version, members)) for version, members in read_toml(file).items()}
    return MappingProxyType(dict(sorted(found.items())))


def belonging(requirements: Mapping[str, Requirement], version: str) -> Mapping[str, Requirement]:
    """Choose the requirements that hold in a version, in the catalogue's order."""
    return MappingProxyType({key: found for key, found in requirements.items() if found.holds_in(version)})


def frozen_of(requirements: Iterable[Requirement]) -> Frozen:
    """Freeze a set of requirements: the hash is over one line ``id level`` for each, sorted by id."""
    lines = sorted(f"{found.id} {found.level}" for found in requirements)
    return Frozen(len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest())


def _frozen(table: Table) -> Frozen:
    frozen = Frozen(table.integer("count"), table.text("sha256"))
    table.done()
    if _SHA256.fullmatch(frozen.sha256) is None:
        raise table.error("sha256", f"found {frozen.sha256!r}, 64 lower-case hexadecimal digits are right")
    return frozen
