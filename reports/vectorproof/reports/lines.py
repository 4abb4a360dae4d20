"""The lines of a record as frozen values: header, one line per case, footer.

Member names are those of the file (``specs/record/record.schema.json`` is the law). Times are ISO 8601 texts in UTC,
durations are seconds. Knows no file and no format. A member that a later minor version adds has a default here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vectorproof.reports.verdict import Owner, Verdict

SCHEMA = "1.2"
"""1.1: a case line may name its evidence. 1.2: a header may hold what a person attested."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What made the record."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class TargetInfo:
    """What was judged: its name and kind, the capabilities it claims, where it answered."""

    name: str
    kind: str
    url: str
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the harness ran; never holds a variable's value."""

    python: str
    platform: str


@dataclass(frozen=True, slots=True)
class Attestation:
    """A step that a person took for the run, where only a person can, and when they said that it was done."""

    step: str
    at: str


@dataclass(frozen=True, slots=True)
class RunHeader:
    """The first line: everything that decides what a run does. ``seed`` is ``None`` in a campaign."""

    tool: Tool
    catalogue: str
    target: TargetInfo
    profile: str
    seed: int | None
    started: str
    environment: Environment
    mode: str = "seeded"
    selection: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    attested: tuple[Attestation, ...] = ()
    schema: str = SCHEMA


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """What one case says of one requirement; a PASS needs at least one check."""

    id: str
    verdict: Verdict
    checks: int


@dataclass(frozen=True, slots=True)
class Examples:
    """How many distinct examples a property drew, and the labels of the boundaries among them."""

    distinct: int = 0
    boundaries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One exchange of a finding: what it does, a curl command without secrets, what was answered."""

    title: str
    curl: str
    answer: str


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One broken promise: the requirement, whose business it is, and the shortest steps that show it.

    ``source`` names where the promise stands, such as ``seed:345``.
    """

    requirement: str
    owner: Owner
    expected: str
    found: str
    source: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownFailure:
    """Why a failure is expected, who minds it, and until when (a date, ISO 8601)."""

    reason: str
    owner: str | None = None
    expires: str | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What became of one case; ``reason`` is there for every verdict but PASS and FAIL.

    ``evidence`` are the labels under which the file beside the record keeps exchanges of this case.
    """

    case: str
    area: str
    verdict: Verdict
    requirements: tuple[RequirementResult, ...]
    started: str
    seconds: float
    worker: str = "main"
    owner: Owner | None = None
    reason: str | None = None
    examples: Examples = field(default_factory=Examples)
    checks: int = 0
    exchanges: int = 0
    findings: tuple[FindingRecord, ...] = ()
    known_failure: KnownFailure | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunFooter:
    """The last line: counts by verdict, of cases and of requirements, and the digest of all case lines."""

    counts: Mapping[str, int]
    requirements: Mapping[str, int]
    checks: int
    faults: Mapping[str, int]
    digest: str
    seconds: float
    ended: str
    interrupted: bool = False
