"""What the last kill run has shown: which requirements found each wrong simulator, and what they said of the right one.

The file is written by ``vectorproof kill --write FILE``, never by hand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

import msgspec

from vectorproof.specs.loading import SpecError

KILL = "kill.json"


@dataclass(frozen=True, slots=True)
class Killed:
    """What became of one defect.

    ``killed_by`` are requirements that had to find it and did, none for a survivor; ``also`` those that might and did;
    ``unexpected`` those with a finding that it should not touch. ``case`` is the first that found it,
    ``trouble`` why nothing could be judged at all. ``by_schemas`` are those that requests made from the schemas alone
    broke, ``None`` where that was not tried.
    """

    killed_by: tuple[str, ...]
    also: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    case: str | None = None
    trouble: str | None = None
    by_schemas: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """What the suites said of the right simulator.

    ``findings`` are requirements with a finding, each a false alarm; ``judged_calls`` of the ``calls`` had an answer
    that a check looked at. Every case was played once for each of the ``seeds``.
    """

    cases: int
    checks: int
    calls: int
    judged_calls: int
    findings: tuple[str, ...] = ()
    seeds: int = 1


@dataclass(frozen=True, slots=True)
class KillRun:
    """One kill run: every defect by name, and the right simulator beside them.

    ``full`` tells whether every case was run on every defect, and not only until the first expected finding;
    ``sources`` is a digest of the suites and the defects, empty where none was taken.
    """

    catalogue: str
    full: bool
    seconds: float
    defects: Mapping[str, Killed]
    false_alarms: FalseAlarms
    sources: str = ""

    @property
    def score(self) -> float:
        """The share of the defects that a requirement of their own found, from 0 to 1."""
        return (len(self.defects) - len(self.survivors)) / len(self.defects) if self.defects else 0.0

    @property
    def survivors(self) -> tuple[str, ...]:
        """The defects that none of their requirements found."""
        return tuple(name for name, killed in self.defects.items() if not killed.killed_by)

    @property
    def found_by_schemas(self) -> tuple[str, ...] | None:
        """The defects that requests made from the schemas alone found, ``None`` where that was not tried."""
        tried = {name: killed.by_schemas for name, killed in self.defects.items() if killed.by_schemas is not None}
        return tuple(name for name, found in tried.items() if found) if tried else None

    @property
    def false_alarm_rate(self) -> float:
        """The share of the checks on the right simulator that found something all the same, from 0 to 1."""
        return len(self.false_alarms.findings) / self.false_alarms.checks if self.false_alarms.checks else 0.0

    def killed_by(self, requirement: str) -> tuple[str, ...]:
        """Name the defects that a requirement found, whether it had to or only might."""
        return tuple(name for name, killed in self.defects.items() if requirement in {*killed.killed_by, *killed.also})

    def never_killed(self, requirements: Iterable[str]) -> tuple[str, ...]:
        """Choose the requirements that found no defect at all."""
        killers = {one for killed in self.defects.values() for one in (*killed.killed_by, *killed.also)}
        return tuple(name for name in requirements if name not in killers)

    def encoded(self) -> bytes:
        """Write it down as JSON, one line for each defect's members, so that two runs can be compared."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def read_kill(file: Traversable) -> KillRun | None:
    """Read the last kill run; ``None`` where none was written. Raises ``SpecError`` if the file is none."""
    if not file.is_file():
        return None
    try:
        return msgspec.json.decode(file.read_bytes(), type=KillRun)
    except (msgspec.DecodeError, RecursionError) as error:
        raise SpecError(file.name, "JSON", str(error)) from error
