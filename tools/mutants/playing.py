"""The other process of a trial: it plays cases on a simulator until one has a finding, and tells each step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from typing import Any, Final
from urllib.parse import urlsplit

from tools.fuzz import Connection as Wire
from tools.fuzz import Seen
from tools.fuzz_requests import Requests
from tools.mutants.answers import Answers, Comparing, Listening

from vectorproof.harness.case import Case, catalogue
from vectorproof.harness.config import Config
from vectorproof.harness.errors import FindingError, Missing, TargetError, UnreachableError
from vectorproof.harness.planning import probed
from vectorproof.harness.proving.player import Played, Player
from vectorproof.harness.targets.ready import endpoint_of
from vectorproof.specs.requirements import requirements

EXAMPLES: Final = 25
_FUZZED: Final = 4_000
_AT_ONCE: Final = 16
_PATIENCE_S: Final = 8.0
_TIMED: Final = b"/denied"
_LEASES: Final = "lease a world"
# So many cases in a row without an answer: there will be none.
_GONE_AFTER: Final = 3


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be played: cases by id in their order, others with one example, what the right simulator answers."""

    ready: Mapping[str, Any]
    cases: Sequence[str]
    known: Answers
    others: Sequence[str] = ()
    to_the_end: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """The first finding: which case, which requirement, what was found, and how many requests show it when shrunk."""

    case: str
    requirement: str
    found: str
    requests: int | None = None


@dataclass(frozen=True, slots=True)
class CasePlayed:
    """A case came to its end without a finding; the error that ended it, if one did."""

    case: str
    error: str | None


@dataclass(frozen=True, slots=True)
class AllPlayed:
    """Nothing was found: the first answer that was another than the right one, and every answer if wished."""

    changed: str | None
    heard: Sequence[tuple[int, int]] = ()


Told = Finding | CasePlayed | AllPlayed


def play(told: Connection, task: Task, number: "Synchronized[int]") -> None:
    """Play the cases, and tell all of it as it comes."""
    try:
        endpoint, capabilities = probed(endpoint_of(task.ready, Config(), name="simulator", kind="simulator"))
    except TargetError as error:
        told.send(CasePlayed("probing", str(error)[:300]))
        told.send(AllPlayed(None))
        return
    comparing = Comparing(task.known)
    player = Player(endpoint, capabilities, Listening(comparing, _PATIENCE_S), requirements())
    known, gone = catalogue(), 0
    places = {name: place for place, name in enumerate(known)}
    for place, name in enumerate((*task.cases, *task.others)):
        number.value = places[name]
        case = known[name]
        examples = max(1, EXAMPLES // case.cost) if place < len(task.cases) else 1
        played = player.play(case, examples=examples)
        if played.found:
            told.send(_finding(case, played, None))
            again = player.play(case, examples=examples, shrink=True)
            told.send(_finding(case, again if again.found else played, _requests(again) if again.found else None))
            return
        told.send(CasePlayed(name, _error(played)))
        gone = gone + 1 if isinstance(played.error, UnreachableError) else 0
        if gone == _GONE_AFTER:
            break
    told.send(AllPlayed(comparing.changed, comparing.heard if task.to_the_end else ()))


def _finding(case: Case, played: Played, requests: int | None) -> Finding:
    requirement, found = next(iter(played.found.items()))
    return Finding(case.id, requirement, found[:300], requests)


def _requests(played: Played) -> int:
    """Count the requests that a finding shows, without the one that every example begins with."""
    return sum(step.title != _LEASES for step in played.run.line("mutants").findings[0].steps)


def _error(played: Played) -> str | None:
    error = played.error
    if error is None or isinstance(error, Missing | FindingError):
        return None
    return f"{type(error).__name__}: {error}"[:300] if isinstance(error, TargetError) else type(error).__name__


class _Compared(Seen):
    """Lets the answers to drawn requests be compared instead of judged."""

    def __init__(self, comparing: Comparing) -> None:
        super().__init__()
        self._comparing = comparing

    def add(self, request: bytes, status: int, head: bytes, body: bytes) -> None:  # noqa: ARG002  # others look at it
        """Compare one answer, save where ids are made from the time, and with them the order of documents."""
        if _TIMED not in request:
            self._comparing.add(request, f"HTTP {status} ".encode() + body)


def fuzz(told: Connection, task: Task, _number: "Synchronized[int]") -> None:
    """Send a simulator that nobody has asked anything some thousand drawn requests, and tell what it answered."""
    ready, comparing = task.ready, Comparing(task.known)
    where = urlsplit(str(ready["data_api"]))
    requests = Requests(0, str(ready["token"]), str(ready["provider_key"]))
    wire = Wire((str(where.hostname), int(where.port or 0)), _Compared(comparing))
    try:
        wire.exchange(list(requests.anew()))
        for _ in range(_FUZZED // _AT_ONCE):
            wire.exchange([requests.next() for _ in range(_AT_ONCE)])
    except OSError as error:
        comparing.changed = comparing.changed or f"a drawn request → {error}"
    finally:
        wire.close()
    told.send(AllPlayed(comparing.changed, comparing.heard if task.to_the_end else ()))
