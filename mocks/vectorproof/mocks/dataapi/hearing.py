"""What a command is when it arrives, before anything is understood: a defect may hear something else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Heard:
    """One command as it was sent: the names in its path, its headers (looked up in lower case), and its JSON."""

    keyspace: str | None
    collection: str | None
    headers: Mapping[str, str]
    command: Any


def as_said(heard: Heard) -> Heard:
    """Hear what was said."""
    return heard
