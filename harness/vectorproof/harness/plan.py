"""What the process that runs the cases is told by the one that planned them: one value, in one variable.

It holds secrets, so it goes through the child's environment and never through a file.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import msgspec
import orjson

from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.known_failures import Entry
from vectorproof.reports.record import RunHeader

VARIABLE: Final = "VECTORPROOF_PLAN"


@dataclass(frozen=True, slots=True)
class Plan:
    """One run as it is to be done.

    ``package`` holds the suites, ``cases`` are the ids to run, ``examples`` what a property draws, ``record`` the file that the controller writes.
    ``deadline_s`` is the time of day, in seconds since the epoch, after which nothing more is started.
    """

    endpoint: Endpoint
    capabilities: frozenset[str]
    header: RunHeader
    package: str
    cases: tuple[str, ...]
    examples: int
    seed: int
    run_id: str
    record: str | None
    known_failures: tuple[Entry, ...] = field(default_factory=tuple)
    deadline_s: float | None = None

    def store(self, environment: MutableMapping[str, str]) -> None:
        """Put the plan where a child process finds it."""
        members = {
            "endpoint": self.endpoint.to_plain(),
            "capabilities": sorted(self.capabilities),
            "header": msgspec.to_builtins(self.header),
            "package": self.package,
            "cases": self.cases,
            "examples": self.examples,
            "seed": self.seed,
            "run_id": self.run_id,
            "record": self.record,
            "known_failures": [asdict(entry) for entry in self.known_failures],
            "deadline_s": self.deadline_s,
        }
        environment[VARIABLE] = orjson.dumps(members).decode()

    @classmethod
    def load(cls, environment: Mapping[str, str]) -> "Plan":
        """Read what ``store`` put there."""
        members: dict[str, Any] = orjson.loads(environment[VARIABLE])
        return cls(
            **{
                **members,
                "endpoint": Endpoint.from_plain(members["endpoint"]),
                "capabilities": frozenset(members["capabilities"]),
                "header": msgspec.convert(members["header"], RunHeader),
                "cases": tuple(members["cases"]),
                "known_failures": tuple(Entry(**entry) for entry in members["known_failures"]),
            }
        )
