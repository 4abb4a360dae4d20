"""What became of each mutant, as data: one line each while it goes on, one file with all of it at the end."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Final, Literal

import msgspec

from vectorproof.harness.exchange import shortened

Verdict = Literal["killed", "error", "survived", "no answer changed", "time ran out", "did not start"]
CHANGED: Final[tuple[Verdict, ...]] = ("killed", "error", "survived", "time ran out")

_CELL: Final = 80


class Mutant(msgspec.Struct, frozen=True):
    """One change of one module, and the module's whole text with it."""

    id: str
    module: str
    line: int
    before: str
    after: str
    source: str


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a mutant: who found it, by how many requests, or the first answer that was another one."""

    id: str
    module: str
    line: int
    before: str
    after: str
    verdict: Verdict
    case: str | None = None
    requirement: str | None = None
    found: str | None = None
    requests: int | None = None
    changed: str | None = None
    error: str | None = None
    cases: int = 0
    seconds: float = 0.0
    why: str | None = None


class Score(msgspec.Struct, frozen=True):
    """How the suites did: of the mutants that change an answer, how many have a finding, and how many are noticed.

    A mutant is noticed if a run tells of it at all: by a finding, or by cases that end as errors.
    """

    total: int
    verdicts: dict[str, int]
    killed: float
    noticed: float
    requests_median: float | None

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> "Score":
        """Count."""
        verdicts = Counter(outcome.verdict for outcome in outcomes)
        changed = sum(verdicts[verdict] for verdict in CHANGED) or 1
        requests = [outcome.requests for outcome in outcomes if outcome.requests is not None]
        return cls(
            total=len(outcomes),
            verdicts=dict(sorted(verdicts.items())),
            killed=round(verdicts["killed"] / changed, 4),
            noticed=round((changed - verdicts["survived"]) / changed, 4),
            requests_median=median(requests) if requests else None,
        )


class Log:
    """The outcomes so far, a line each, so that a run that was cut off goes on where it was."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> dict[str, Outcome]:
        """Give what is known, by id; the last line of a mutant counts."""
        if not self._file.exists():
            return {}
        lines = self._file.read_bytes().splitlines()
        return {outcome.id: outcome for outcome in (msgspec.json.decode(line, type=Outcome) for line in lines)}

    def add(self, outcome: Outcome) -> None:
        """Append one."""
        with self._file.open("ab") as file:
            file.write(msgspec.json.encode(outcome) + b"\n")


def table(outcomes: Iterable[Outcome], verdict: Verdict) -> str:
    """Write the mutants of one verdict as a table in Markdown."""
    rows = [
        f"| `{outcome.module.removeprefix('vectorproof.mocks.')}:{outcome.line}` | `{_cell(outcome.before)}` |"
        f" `{_cell(outcome.after)}` | {outcome.why or ''} |"
        for outcome in outcomes
        if outcome.verdict == verdict
    ]
    return "\n".join(["| place | before | after | why |", "|---|---|---|---|", *rows])


def _cell(text: str) -> str:
    return shortened(text, _CELL).replace("|", "\\|").replace("`", "'")
