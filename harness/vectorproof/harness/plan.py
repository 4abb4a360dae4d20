"""What the process that runs the cases is told by the one that planned them: one value, in one variable.

It holds secrets, so it goes through the child's environment or standard input, and never through a file.
"""

import time
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Final

import msgspec

from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.known_failures import Entry
from vectorproof.harness.redaction import Secret
from vectorproof.reports.record import RunHeader

VARIABLE: Final = "VECTORPROOF_PLAN"
AWAITED: Final = "on standard input"
"""What the variable holds while there is no plan yet: it will come on standard input."""
_PATIENCE_S: Final = 30.0
_LEAST_PATIENCE_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """One run as it is to be done.

    ``package`` holds the suites, ``cases`` are the ids to run, ``examples`` what a property draws, ``record`` the file
    that the controller writes.
    ``examples_at`` is where the examples that failed before are kept.
    ``deadline_s`` is the time of day, in seconds since the epoch, after which nothing more is started.
    ``earlier`` is the file of a record that is gone on with; its ``done_count`` cases come first in the new one.
    ``workers`` is how many processes run the cases side by side.
    ``starter`` is the process that began the run; without it nothing more is written.
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
    known_failures: tuple[Entry, ...] = ()
    deadline_s: float | None = None
    examples_at: str | None = None
    earlier: str | None = None
    done_count: int = 0
    workers: int = 1
    starter: int | None = None

    @property
    def patience_s(self) -> float:
        """Tell how long to wait for one answer: no longer than the whole run may take, for a target may be silent."""
        left_s = _PATIENCE_S if self.deadline_s is None else self.deadline_s - time.time()
        return min(_PATIENCE_S, max(_LEAST_PATIENCE_S, left_s))

    def store(self, environment: MutableMapping[str, str]) -> None:
        """Put the plan, secrets revealed, where a child process finds it."""
        environment[VARIABLE] = self.encoded().decode()

    def encoded(self) -> bytes:
        """Write the plan down, secrets revealed."""
        return msgspec.json.encode(self, enc_hook=_revealed)

    @classmethod
    def load(cls, environment: Mapping[str, str]) -> "Plan":
        """Read what ``store`` put there, or wait for it on standard input.

        Raises:
            EOFError: whoever was to plan has ended without a plan.

        """
        text = _awaited() if environment[VARIABLE] == AWAITED else environment[VARIABLE].encode()
        return msgspec.json.decode(text, type=Plan, dec_hook=_hidden)


def _awaited() -> bytes:
    with open(0, "rb", closefd=False) as stream:  # pytest has put something else into ``sys.stdin``
        text = stream.read()
    if not text:
        raise EOFError("there is no plan, for whoever began this run has ended")
    return text


def _revealed(value: object) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(f"a plan does not hold {type(value).__name__}")


def _hidden(kind: type, value: object) -> Secret:
    if kind is Secret:
        return Secret(str(value))
    raise TypeError(f"a plan does not hold {kind.__name__}")
